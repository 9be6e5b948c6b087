"""Celery: tasks run in the worker's processes; sending one from a route is another matter."""

import asyncio
import time

from celery import Celery, shared_task

app = Celery("app")


@app.task
def plain() -> None:
    time.sleep(1)


@shared_task(bind=True)
def bound(self) -> None:
    time.sleep(1)


def work() -> None:
    time.sleep(1)


def direct() -> None:
    time.sleep(1)  # expect: blocking-sleep


async def route() -> None:
    await asyncio.to_thread(work)
    direct()
