"""anyio: threads and back, task groups."""

import time

import anyio
from anyio import from_thread, to_thread


def work() -> None:
    time.sleep(1)
    from_thread.run(back)
    from_thread.run_sync(back_too)


async def back() -> None:
    time.sleep(1)  # expect: blocking-sleep


def back_too() -> None:
    time.sleep(1)  # expect: blocking-sleep


async def task(seconds: int) -> None:
    time.sleep(seconds)  # expect: blocking-sleep


async def main() -> None:
    await to_thread.run_sync(work)
    async with anyio.create_task_group() as group:
        group.start_soon(task, 1)


if __name__ == "__main__":
    anyio.run(main)
