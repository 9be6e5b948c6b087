"""Where no framework claims an `async def`, some loop runs it: it is an entry point itself."""

import asyncio
import time


async def worker(queue):
    while True:
        handle(await queue.get())  # boundary


def handle(item):
    time.sleep(1)  # expect: blocking-sleep via async def unclaimed_coroutines.main


async def never_awaited_here():
    time.sleep(1)  # expect: blocking-sleep via async def unclaimed_coroutines.never_awaited_here


async def main():
    queue = asyncio.Queue()
    await asyncio.gather(worker(queue))


asyncio.run(main())
