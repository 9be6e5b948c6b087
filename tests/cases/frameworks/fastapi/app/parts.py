"""Dependencies, background tasks, streams and responses."""

import time

from fastapi import Response


async def async_dependency():
    time.sleep(1)  # expect: blocking-sleep
    yield


def plain_dependency():
    time.sleep(1)
    yield 1
    time.sleep(1)


def report(number: int):
    time.sleep(number)


async def report_async(number: int):
    time.sleep(number)  # expect: blocking-sleep via background task report_async


def chunks():
    time.sleep(1)
    yield b""


class SlowResponse(Response):
    def render(self, content) -> bytes:
        time.sleep(1)  # expect: blocking-sleep
        return b""
