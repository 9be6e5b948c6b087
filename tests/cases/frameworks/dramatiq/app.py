"""dramatiq: plain actors run in threads, coroutine functions share a loop."""

import time

import dramatiq


@dramatiq.actor
def plain() -> None:
    time.sleep(1)


@dramatiq.actor
async def bare() -> None:
    time.sleep(1)  # expect: blocking-sleep via actor bare


@dramatiq.actor(queue_name="other")
async def decorated() -> None:
    time.sleep(1)  # expect: blocking-sleep via actor decorated
