"""Asynchronous tests are no entry points, and what only they call is not on a loop."""

import time


def helper():
    time.sleep(1)


async def service():
    time.sleep(1)  # expect: blocking-sleep via async def app.service
