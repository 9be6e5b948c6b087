"""A wrapper that runs the plain or the asynchronous version: where its result is awaited, it ran the latter."""

import asyncio
import functools
import inspect
import time

import requests
from fastapi import FastAPI

app = FastAPI()


def in_async_context():
    return current().is_async


def current(): ...


def dispatched(asynchronous):
    def decorator(plain):
        @functools.wraps(plain)
        def wrapper(*args, **kwargs):
            if kwargs.pop("_sync", None):
                return plain(*args, **kwargs)
            chosen = plain if not in_async_context() else asynchronous
            return chosen(*args, **kwargs)

        return wrapper

    return decorator


async def aload(name):
    await asyncio.sleep(1)
    return name


@dispatched(aload)
def load(name):
    return requests.get(name).json()  # expect: blocking-http via GET /plain via GET /perhaps, not via GET /awaited, not via GET /later


@app.get("/plain")
async def plain():
    return load("a")  # boundary


@app.get("/perhaps")
async def perhaps():
    found = load("a")  # boundary
    if inspect.isawaitable(found):
        found = await found
    return found


@app.get("/awaited")
async def awaited():
    return await load("a")


@app.get("/later")
async def awaited_later():
    loading = load("a")
    return await loading


def either(name, now):
    if now:
        return sleepy(name)
    return aload(name)


def sleepy(name):
    time.sleep(1)  # expect: blocking-sleep via GET /not-awaited, not via GET /either
    return "done"


@app.get("/either")
async def awaited_either(now: bool):
    return await either("a", now)


@app.get("/not-awaited")
async def not_awaited(now: bool):
    return either("a", now)  # boundary


def prepared(name):
    time.sleep(1)  # expect: blocking-sleep via GET /prepared
    return aload(name)


@app.get("/prepared")
async def awaited_prepared():
    return await prepared("a")  # boundary


def unknown_result(name):
    time.sleep(1)  # expect: blocking-sleep via GET /unknown
    return current().call(name)


@app.get("/unknown")
async def awaited_unknown():
    return await unknown_result("a")  # boundary
