"""What is sent into one end of a channel is what the other end gives."""

import time

import anyio
import trio


class Job:
    def run(self) -> None:
        time.sleep(1)  # expect: blocking-sleep


class Taken:
    def run(self) -> None:
        time.sleep(1)  # expect: blocking-sleep


class Never:
    def run(self) -> None:
        time.sleep(1)


async def work(receiving) -> None:
    async for job in receiving:
        job.run()


async def with_anyio() -> None:
    sending, receiving = anyio.create_memory_object_stream(5)
    other, _ = anyio.create_memory_object_stream(5)
    async with anyio.create_task_group() as group:
        group.start_soon(work, receiving)
        await sending.send(Job())
        await other.send(Never())


class Actor:
    def __init__(self) -> None:
        self.sending, self.receiving = trio.open_memory_channel(0)

    async def submit(self) -> None:
        await self.sending.send(Taken())

    async def run(self) -> None:
        (await self.receiving.receive()).run()
