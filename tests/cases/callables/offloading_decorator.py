"""A decorator of the project that moves the function to a thread; one that only says so."""

import asyncio
import functools
import time

from fastapi import FastAPI

app = FastAPI()


def run_in_thread(function):
    @functools.wraps(function)
    async def wrapper(*args, **kwargs):
        return await asyncio.to_thread(function, *args, **kwargs)

    return wrapper


def in_executor(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(None, functools.partial(function, *args, **kwargs))

    return wrapper


def fake_async(function):
    @functools.wraps(function)
    async def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


@run_in_thread
def threaded():
    time.sleep(1)


@in_executor
def executed():
    time.sleep(1)


@fake_async
def pretended():
    time.sleep(1)  # expect: blocking-sleep via GET /pretended


@app.get("/threaded")
async def in_thread():
    await threaded()


@app.get("/executed")
async def in_an_executor():
    await executed()


@app.get("/pretended")
async def only_pretended():
    await pretended()
