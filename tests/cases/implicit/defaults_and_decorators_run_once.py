"""Defaults, decorators and class bodies run while the module is imported, not at each call."""

import time

from fastapi import FastAPI

app = FastAPI()


def now():
    time.sleep(1)
    return 1


def registered(function):
    time.sleep(1)
    return function


class Table:
    size = now()


@app.get("/default")
async def default(since=now()):
    return since


@app.get("/decorated")
@registered
async def decorated():
    return Table.size


@app.get("/inner")
async def inner():
    @registered_here
    def helper(start=now_here()):  # boundary
        return start

    return helper()


def now_here():
    time.sleep(1)  # expect: blocking-sleep via GET /inner
    return 1


def registered_here(function):
    time.sleep(2)  # expect: blocking-sleep via GET /inner
    return function
