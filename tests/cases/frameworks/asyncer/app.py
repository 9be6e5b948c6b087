"""asyncer: asyncify, syncify and soonify."""

import time

import asyncer


def work(name: str) -> None:
    time.sleep(1)
    asyncer.syncify(back)(name)


async def back(name: str) -> None:
    time.sleep(1)  # expect: blocking-sleep


async def task(name: str) -> None:
    time.sleep(1)  # expect: blocking-sleep


async def main() -> None:
    await asyncer.asyncify(work)("x")
    async with asyncer.create_task_group() as group:
        group.soonify(task)("x")
