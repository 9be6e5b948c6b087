"""A generator's body runs where it is iterated, not where it is made."""

import asyncio
import time

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

app = FastAPI()


def numbers():
    time.sleep(1)  # expect: blocking-sleep via GET /for via GET /list via GET /sorted via GET /next via GET /sum via GET /made-in-thread, not via GET /made, not via GET /consumed-in-thread
    yield 1


def words():
    time.sleep(1)  # expect: blocking-sleep via GET /join via GET /yield-from via GET /spread
    yield "a"


def delegating():
    yield from words()


def consume():
    return list(numbers())


@app.get("/made")
async def made():
    found = numbers()
    return found is not None


@app.get("/for")
async def by_for():
    for number in numbers():  # boundary
        return number


@app.get("/list")
async def by_list():
    return list(numbers())  # boundary


@app.get("/sorted")
async def by_sorted():
    return sorted(numbers())  # boundary


@app.get("/sum")
async def by_sum():
    return sum(numbers())  # boundary


@app.get("/next")
async def by_next():
    found = numbers()
    return next(found, None)  # boundary


@app.get("/join")
async def by_join():
    return "".join(words())  # boundary


@app.get("/yield-from")
async def by_yield_from():
    return list(delegating())  # boundary


@app.get("/spread")
async def spread():
    return [*words()]  # boundary


@app.get("/made-in-thread")
async def made_in_thread():
    found = await run_in_threadpool(numbers)
    return [number for number in found]  # boundary


@app.get("/consumed-in-thread")
async def consumed_in_thread():
    return await asyncio.to_thread(consume)
