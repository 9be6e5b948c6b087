"""fastapi-cache: a plain function under its decorator runs in a thread, also when a coroutine function calls it."""

import time

from fastapi import FastAPI
from fastapi_cache.decorator import cache

app = FastAPI()


@cache(expire=60)
def plain():
    time.sleep(1)


@cache(expire=60)
async def asynchronous():
    time.sleep(1)  # expect: blocking-sleep


@app.get("/")
async def route():
    await plain()
    await asynchronous()
