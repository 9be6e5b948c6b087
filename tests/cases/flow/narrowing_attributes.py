"""`isinstance` of an attribute holds for the attribute, as long as nothing is assigned to it."""

import asyncio
import time

from fastapi import FastAPI

app = FastAPI()


class Plain:
    def set(self, key):
        time.sleep(1)  # expect: blocking-sleep via GET /and, not via GET /either, not via GET /return, via GET /assigned


class Asynchronous:
    async def set(self, key):
        await asyncio.sleep(1)


class Service:
    def __init__(self, cache):
        self.cache = cache

    async def either(self):
        if isinstance(self.cache, Asynchronous):
            await self.cache.set("a")
        else:
            await asyncio.to_thread(self.cache.set, "a")

    async def returning(self):
        if isinstance(self.cache, Asynchronous):
            await self.cache.set("a")
            return
        await asyncio.to_thread(self.cache.set, "a")

    async def both(self):
        if self.cache is not None and isinstance(self.cache, Plain):
            self.cache.set("a")  # boundary

    async def assigned(self):
        if isinstance(self.cache, Asynchronous):
            self.cache = Plain()
            self.cache.set("a")  # boundary


def picked(name):
    return Service(Plain() if name else Asynchronous())


@app.get("/either")
async def either(name: str):
    await picked(name).either()


@app.get("/return")
async def returning(name: str):
    await picked(name).returning()


@app.get("/and")
async def both(name: str):
    await picked(name).both()


@app.get("/assigned")
async def assigned(name: str):
    await picked(name).assigned()


async def of_another(one, other):
    if isinstance(one.cache, Asynchronous):
        await asyncio.to_thread(other.cache.set, "a")  # expect: coroutine-in-threadpool
        one = other
        await asyncio.to_thread(one.cache.set, "a")  # expect: coroutine-in-threadpool


@app.get("/another")
async def another(name: str):
    await of_another(picked(name), picked(name))
