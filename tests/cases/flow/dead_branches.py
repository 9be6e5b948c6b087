"""Branches that cannot run: type checking, versions, platforms, constants, code behind `return` and `raise`."""

import os
import sys
import time
from typing import TYPE_CHECKING

from fastapi import FastAPI

if TYPE_CHECKING:
    time.sleep(1)

app = FastAPI()


@app.get("/platform")
async def platform():
    if sys.platform == "win32":
        time.sleep(1)
    else:
        time.sleep(2)  # expect: blocking-sleep via GET /platform
    if os.name == "nt":
        time.sleep(3)


@app.get("/version")
async def version():
    if sys.version_info < (3, 8):
        time.sleep(1)
    if sys.version_info >= (3, 10):
        time.sleep(2)  # expect: blocking-sleep via GET /version


@app.get("/constants")
async def constants():
    if False:
        time.sleep(1)
    while 0:
        time.sleep(1)
    if TYPE_CHECKING:
        time.sleep(1)
    return True or time.sleep(1)


@app.get("/behind-return")
async def behind_return():
    return None
    time.sleep(1)


@app.get("/behind-raise")
async def behind_raise(item: int):
    if item:
        raise KeyError(item)
        time.sleep(1)
    else:
        return item
    time.sleep(1)


@app.get("/forever")
async def forever():
    while True:
        time.sleep(1)  # expect: blocking-sleep via GET /forever
    time.sleep(2)


@app.get("/try")
async def in_try():
    try:
        return 1
    except ValueError:
        time.sleep(1)  # expect: blocking-sleep via GET /try
    finally:
        time.sleep(2)  # expect: blocking-sleep via GET /try
