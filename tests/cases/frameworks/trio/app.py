"""trio: threads and back, nurseries."""

import time

import trio


def work() -> None:
    time.sleep(1)
    trio.from_thread.run_sync(back)


def back() -> None:
    time.sleep(1)  # expect: blocking-sleep


async def task() -> None:
    time.sleep(1)  # expect: blocking-sleep


async def main() -> None:
    await trio.to_thread.run_sync(work)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(task)


if __name__ == "__main__":
    trio.run(main)
