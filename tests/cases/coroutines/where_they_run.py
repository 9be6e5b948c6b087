"""A coroutine runs where it is awaited or scheduled; one that is only made does not run."""

import asyncio
import time

from fastapi import FastAPI

app = FastAPI()


async def awaited():
    time.sleep(1)  # expect: blocking-sleep via GET /awaited


async def gathered():
    time.sleep(1)  # expect: blocking-sleep via GET /gathered


async def scheduled():
    time.sleep(1)  # expect: blocking-sleep via GET /scheduled


async def grouped():
    time.sleep(1)  # expect: blocking-sleep via GET /grouped


async def limited():
    time.sleep(1)  # expect: blocking-sleep via GET /limited


async def stored():
    time.sleep(1)  # expect: blocking-sleep via GET /stored


async def through_def():
    time.sleep(1)  # expect: blocking-sleep via GET /through-def


def make():
    return through_def()


@app.get("/awaited")
async def by_await():
    await awaited()


@app.get("/gathered")
async def by_gather():
    await asyncio.gather(*(gathered() for _ in range(3)))


@app.get("/scheduled")
async def by_task():
    asyncio.create_task(scheduled())


@app.get("/grouped")
async def by_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(grouped())


@app.get("/limited")
async def by_wait_for():
    await asyncio.wait_for(limited(), timeout=3)


@app.get("/stored")
async def by_variable():
    work = [stored(), stored()]
    for one in work:
        await one


@app.get("/through-def")
async def by_def():
    await make()
