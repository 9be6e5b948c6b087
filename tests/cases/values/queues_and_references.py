"""What is put into a queue, or referred to weakly, and what comes out of it elsewhere."""

import asyncio
import queue
import time
import weakref

import httpx
from fastapi import FastAPI

app = FastAPI()
jobs = asyncio.Queue()
quick_jobs = asyncio.Queue(maxsize=10)
clients: asyncio.LifoQueue[httpx.Client] = asyncio.LifoQueue()
in_thread = queue.SimpleQueue()


def slow():
    time.sleep(1)  # expect: blocking-sleep


def quick():
    return 1


def slow_in_thread():
    time.sleep(2)


async def work():
    while True:
        job = await jobs.get()
        job()  # boundary
        jobs.task_done()
        quick_jobs.get_nowait()()


def work_in_thread():
    while True:
        in_thread.get()()


@app.on_event("startup")
async def start():
    asyncio.create_task(work(), name="worker")
    asyncio.get_running_loop().run_in_executor(None, work_in_thread)


@app.post("/jobs")
async def add():
    await jobs.put(slow)
    quick_jobs.put_nowait(quick)
    in_thread.put(slow_in_thread)


@app.get("/pool")
async def pooled():
    client = await clients.get()
    return client.get("https://example.com").text  # expect: blocking-http via GET /pool


class Service:
    def __init__(self, client):
        self.client = weakref.ref(client)
        self.run = weakref.WeakMethod(client.get)


service = Service(httpx.Client())


@app.get("/referred")
async def referred():
    service.run()("https://example.com")  # expect: blocking-http via GET /referred
    return service.client().get("https://example.com").text  # expect: blocking-http via GET /referred
