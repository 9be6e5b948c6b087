"""The project's own ways to move work to a thread, through several functions."""

import asyncio
import functools
import time
from concurrent.futures import ThreadPoolExecutor

from fastapi import FastAPI

app = FastAPI()
_pool = ThreadPoolExecutor()


async def in_thread(function, *args, **kwargs):
    return await asyncio.get_running_loop().run_in_executor(_pool, functools.partial(function, *args, **kwargs))


async def gather_in_threads(*calls):
    return await asyncio.gather(*(asyncio.to_thread(call) for call in calls))


class Async:
    """Every method of an object, in a thread."""

    def __init__(self, target):
        self._target = target

    def __getattr__(self, name):
        method = getattr(self._target, name)

        async def call(*args):
            return await asyncio.to_thread(method, *args)

        return call


class Store:
    def load(self, key):
        time.sleep(1)
        return key


def slow():
    time.sleep(1)


@app.get("/helper")
async def helper():
    return await in_thread(slow)


@app.get("/gathered")
async def gathered():
    return await gather_in_threads(slow, slow)


@app.get("/proxy")
async def proxy():
    return await Async(Store()).load("key")
