"""Workers that a task keeps running: queues on the loop, blocking work in a thread or not."""

import asyncio
import queue
import threading
import time

import requests
from fastapi import FastAPI

app = FastAPI()
jobs = asyncio.Queue()
inbox = queue.Queue()
limited = queue.Queue(100)


class Inbox(queue.Queue): ...


class Worker:
    def __init__(self, handler):
        self.handler = handler
        self.running = True

    async def run(self):
        while self.running:
            job = await jobs.get()
            self.handler(job)  # boundary

    async def run_in_threads(self):
        while self.running:
            job = await jobs.get()
            await asyncio.to_thread(self.handler, job)


def deliver(job):
    requests.post("https://example.com", json=job)  # expect: blocking-http


def resize(job):
    time.sleep(1)


def consume():
    while True:
        resize(inbox.get())


@app.on_event("startup")
async def start():
    asyncio.create_task(Worker(deliver).run())
    asyncio.create_task(Worker(resize).run_in_threads())
    threading.Thread(target=consume, daemon=True).start()


@app.post("/jobs")
async def add(job: dict):
    await jobs.put(job)
    inbox.put(job)


@app.post("/queues")
async def to_queues(job: dict, short: queue.Queue):
    queue.LifoQueue(0).put(job)
    queue.PriorityQueue(maxsize=5).put(job)  # expect: blocking-wait
    limited.put(job)  # expect: blocking-wait
    limited.put(job, block=False)
    short.put(job)  # expect: blocking-wait
    Inbox().put(job)
    Inbox(5).put(job)  # expect: blocking-wait
