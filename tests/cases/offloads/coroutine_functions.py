"""A coroutine function that is handed to a thread never runs."""

import asyncio

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

app = FastAPI()


async def send():
    await asyncio.sleep(1)


def compute():
    return 1


@app.get("/to-thread")
async def to_thread():
    await asyncio.to_thread(send)  # expect: coroutine-in-threadpool via GET /to-thread


@app.get("/threadpool")
async def threadpool():
    await run_in_threadpool(send)  # expect: coroutine-in-threadpool via GET /threadpool


@app.get("/right")
async def right():
    await asyncio.to_thread(compute)
    await send()
