"""Unpacking a generator iterates it, and so does what makes a collection of it."""

import time

from fastapi import FastAPI

app = FastAPI()


def one():
    time.sleep(1)  # expect: blocking-sleep via GET /unpacked
    yield 1


def keys():
    time.sleep(1)  # expect: blocking-sleep via GET /fromkeys
    yield 1


def pairs():
    time.sleep(1)  # expect: blocking-sleep via GET /dict
    yield 1, 2


@app.get("/unpacked")
async def unpacked():
    (number,) = one()
    return number


@app.get("/fromkeys")
async def fromkeys():
    return dict.fromkeys(keys())  # boundary


@app.get("/dict")
async def made_dict():
    return dict(pairs())  # boundary
