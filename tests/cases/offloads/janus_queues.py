"""A queue with a side for the loop and a side for threads."""

import asyncio

import janus


def produce(side: janus.SyncQueue[int]) -> None:
    side.put(1)


class Bridge:
    def __init__(self) -> None:
        self.queue: janus.Queue[int] = janus.Queue()

    async def wrong_side(self) -> int:
        self.queue.sync_q.put(1)  # expect: blocking-wait
        self.queue.sync_q.put(1, block=False)
        self.queue.sync_q.put_nowait(1)
        return self.queue.sync_q.get()  # expect: blocking-wait

    async def right_side(self) -> int:
        await asyncio.to_thread(produce, self.queue.sync_q)
        return await self.queue.async_q.get()
