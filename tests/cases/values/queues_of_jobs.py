"""What is put into a queue is what its readers get: jobs of a worker on the loop, of a thread."""

import asyncio
import queue
import threading
import time


class Job:
    def run(self) -> None:
        time.sleep(1)  # expect: blocking-sleep


def called(number: int) -> None:
    time.sleep(1)  # expect: blocking-sleep


def called_in_thread() -> None:
    time.sleep(1)


class Handed:
    def run(self) -> None:
        time.sleep(1)  # expect: blocking-sleep


class Worker:
    def __init__(self) -> None:
        self.jobs = asyncio.Queue()
        self.calls = asyncio.Queue(10)
        self.thread_calls = queue.Queue()

    async def start(self) -> None:
        asyncio.create_task(self.work())
        threading.Thread(target=self.work_in_thread, daemon=True).start()

    async def submit(self) -> None:
        await self.jobs.put(Job())
        self.calls.put_nowait((called, (1,)))
        self.thread_calls.put(called_in_thread)

    async def work(self) -> None:
        while True:
            job = await self.jobs.get()
            job.run()
            function, arguments = self.calls.get_nowait()
            function(*arguments)

    def work_in_thread(self) -> None:
        while True:
            self.thread_calls.get()()


async def consume(jobs) -> None:
    while True:
        (await jobs.get()).run()


async def main() -> None:
    jobs = asyncio.Queue()
    asyncio.create_task(consume(jobs))
    await jobs.put(Handed())
