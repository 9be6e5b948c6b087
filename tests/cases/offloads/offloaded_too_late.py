"""`to_thread(f())`: the call ran before the thread was asked."""

import asyncio
import time

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

app = FastAPI()


def slow():
    time.sleep(1)  # expect: offloaded-too-late via GET /to-thread via GET /threadpool


def made():
    return slow


@app.get("/to-thread")
async def to_thread():
    await asyncio.to_thread(slow())  # boundary


@app.get("/threadpool")
async def threadpool():
    await run_in_threadpool(slow())  # boundary


@app.get("/right")
async def right():
    await asyncio.to_thread(made())
