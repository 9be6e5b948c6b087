"""APScheduler: plain jobs of an AsyncIOScheduler run in a thread."""

import time

from apscheduler.schedulers.asyncio import AsyncIOScheduler

scheduler = AsyncIOScheduler()


def plain() -> None:
    time.sleep(1)


async def asynchronous() -> None:
    time.sleep(1)  # expect: blocking-sleep via job asynchronous


@scheduler.scheduled_job("interval", seconds=60)
async def decorated() -> None:
    time.sleep(1)  # expect: blocking-sleep via job decorated


def listener(event) -> None:
    time.sleep(1)  # expect: blocking-sleep via listener listener


scheduler.add_job(plain, "interval", seconds=60)
scheduler.add_job(asynchronous, "interval", seconds=60)
scheduler.add_listener(listener)
