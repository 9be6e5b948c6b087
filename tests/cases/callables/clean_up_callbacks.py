"""Callbacks that something else runs at the end: exit stacks, the loop, done tasks, finalizers."""

import asyncio
import weakref
from contextlib import AsyncExitStack, ExitStack

import requests
from fastapi import FastAPI

app = FastAPI()


def close_stack():
    requests.delete("https://example.com/1")  # expect: blocking-http via GET /exit-stack


def close_async_stack():
    requests.delete("https://example.com/2")  # expect: blocking-http via GET /async-exit-stack


def soon():
    requests.delete("https://example.com/3")  # expect: blocking-http via GET /call-soon


def later():
    requests.delete("https://example.com/4")  # expect: blocking-http via GET /call-later


def done(task):
    requests.delete("https://example.com/5")  # expect: blocking-http via GET /done-callback


def finalize():
    requests.delete("https://example.com/6")  # expect: blocking-http via GET /finalize


class Handle: ...


async def work():
    return 1


@app.get("/exit-stack")
async def exit_stack():
    with ExitStack() as stack:
        stack.callback(close_stack)


@app.get("/async-exit-stack")
async def async_exit_stack():
    async with AsyncExitStack() as stack:
        stack.callback(close_async_stack)


@app.get("/call-soon")
async def call_soon():
    asyncio.get_running_loop().call_soon(soon)


@app.get("/call-later")
async def call_later():
    loop = asyncio.get_event_loop()
    loop.call_later(1, later)


@app.get("/done-callback")
async def done_callback():
    task = asyncio.create_task(work())
    task.add_done_callback(done)
    await task


@app.get("/finalize")
async def by_finalize():
    handle = Handle()
    weakref.finalize(handle, finalize)
