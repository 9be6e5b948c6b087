"""What brings work from a thread to a loop is an error on the loop itself."""

import asyncio

import anyio
import anyio.from_thread
import asyncer
import trio
from asgiref.sync import async_to_sync


async def work() -> None:
    await asyncio.sleep(1)


def bridge() -> None:
    async_to_sync(work)()  # expect: nested-event-loop via async def back_to_the_loop.on_the_loop


@async_to_sync
async def made_plain() -> None:
    await asyncio.sleep(1)


async def on_the_loop() -> None:
    bridge()  # boundary
    await asyncio.to_thread(bridge)
    made_plain()  # expect: nested-event-loop
    await asyncio.to_thread(made_plain)


async def of_something_unknown(function) -> None:
    async_to_sync(function)()  # expect: nested-event-loop


async def only_made() -> None:
    await asyncio.to_thread(async_to_sync(work))


async def other_ways() -> None:
    anyio.run(work)  # expect: nested-event-loop
    anyio.from_thread.run(work)  # expect: nested-event-loop
    asyncer.runnify(work)()  # expect: nested-event-loop
    asyncer.syncify(work)()  # expect: nested-event-loop
    trio.from_thread.run(work)  # expect: nested-event-loop


def in_a_thread() -> None:
    anyio.from_thread.run(work)
    asyncer.syncify(work)()
    anyio.run(work)


async def fine() -> None:
    await anyio.to_thread.run_sync(in_a_thread)
