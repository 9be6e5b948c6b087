"""`run_coroutine_threadsafe` and `from_thread.run` bring work back to the loop."""

import asyncio
import time

import anyio.from_thread
from fastapi import FastAPI

app = FastAPI()
loop = asyncio.new_event_loop()


async def notify():
    time.sleep(1)  # expect: blocking-sleep via GET /threadsafe via GET /anyio


async def notify_from_anyio():
    time.sleep(1)  # expect: blocking-sleep via GET /anyio


def work():
    time.sleep(1)
    asyncio.run_coroutine_threadsafe(notify(), loop)


def anyio_work():
    time.sleep(1)
    anyio.from_thread.run(notify_from_anyio)


@app.get("/threadsafe")
async def threadsafe():
    await asyncio.to_thread(work)


@app.get("/anyio")
def by_anyio():
    anyio_work()
    work()
