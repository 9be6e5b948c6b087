"""Every way to have a coroutine run."""

import asyncio
import time

import anyio
from fastapi import FastAPI

app = FastAPI()


async def one():
    time.sleep(1)  # expect: blocking-sleep via GET /ensure-future


async def two():
    time.sleep(1)  # expect: blocking-sleep via GET /shield


async def three():
    time.sleep(1)  # expect: blocking-sleep via GET /as-completed


async def four():
    time.sleep(1)  # expect: blocking-sleep via GET /loop-task


async def five():
    time.sleep(1)  # expect: blocking-sleep via GET /anyio


async def six():
    time.sleep(1)  # expect: blocking-sleep via GET /timeout


async def seven():
    time.sleep(1)  # expect: blocking-sleep via GET /wait


class Awaitable:
    def __await__(self):
        time.sleep(1)  # expect: blocking-sleep via GET /awaitable
        return iter(())


@app.get("/ensure-future")
async def ensure_future():
    await asyncio.ensure_future(one())


@app.get("/shield")
async def shield():
    await asyncio.shield(two())


@app.get("/as-completed")
async def as_completed():
    for done in asyncio.as_completed([three(), three()]):
        await done


@app.get("/loop-task")
async def loop_task():
    asyncio.get_running_loop().create_task(four())


@app.get("/anyio")
async def by_anyio():
    async with anyio.create_task_group() as group:
        group.start_soon(five)


@app.get("/timeout")
async def timeout():
    async with asyncio.timeout(3):
        await six()


@app.get("/wait")
async def wait():
    await asyncio.wait([asyncio.create_task(seven())])


@app.get("/awaitable")
async def awaitable():
    await Awaitable()  # boundary
