"""Code that asks whether a function is a coroutine function, a generator function or a class takes the branch that fits."""

import asyncio
import functools
import inspect
import time

import requests
from fastapi import FastAPI

app = FastAPI()


def traced(function):
    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def wrapper(*args, **kwargs):
            return await function(*args, **kwargs)

    elif inspect.isgeneratorfunction(function):

        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            requests.get("https://trace.example.com")  # expect: blocking-http via GET /generator
            yield from function(*args, **kwargs)

    else:

        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            time.sleep(1)  # expect: blocking-sleep via GET /plain, not via GET /coroutine, not via GET /generator
            return function(*args, **kwargs)

    return wrapper


@app.get("/coroutine")
@traced
async def coroutine():
    return 1


@traced
def plain():
    return 1


@app.get("/plain")
async def plain_route():
    return plain()  # boundary


@traced
def generate():
    yield 1


@app.get("/generator")
async def generator():
    return list(generate())  # boundary


def slow():
    time.sleep(2)  # expect: blocking-sleep via GET /unchecked, not via GET /checked, not via GET /offloaded


async def run(function):
    if asyncio.iscoroutinefunction(function):
        return await function()
    return await asyncio.to_thread(function)


@app.get("/offloaded")
async def offloaded():
    return await run(slow)


async def run_coroutine_functions(function):
    is_async = inspect.iscoroutinefunction(function)
    if is_async:
        return await function()
    raise TypeError(function)


@app.get("/checked")
async def checked():
    return await run_coroutine_functions(slow)


async def run_both(function):
    result = function()  # boundary
    if inspect.isawaitable(result):
        result = await result
    return result


@app.get("/unchecked")
async def unchecked():
    return await run_both(slow)


class Slow:
    def __init__(self):
        time.sleep(3)  # expect: blocking-sleep via GET /class, not via GET /instance


def instance_of(thing):
    if inspect.isclass(thing):
        return thing()
    return thing


@app.get("/class")
async def class_route():
    return instance_of(Slow)  # boundary


@app.get("/instance")
async def instance_route(value: int):
    return instance_of(value)


def finished(thing):
    if inspect.isawaitable(thing):
        time.sleep(4)  # expect: blocking-sleep via GET /awaitable, not via GET /finished
    return thing


@app.get("/awaitable")
async def awaitable():
    return await finished(asyncio.sleep(1))  # boundary


@app.get("/finished")
async def finished_route():
    return finished({"a": 1})
