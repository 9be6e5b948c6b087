"""Greenlets, which no asyncio task can run beside, and files on another machine."""

import eventlet
import pysftp
from fastapi import FastAPI

app = FastAPI()


@app.get("/sleep")
async def sleep():
    eventlet.sleep(1)  # expect: blocking-sleep via GET /sleep
    return eventlet.spawn(print).wait()  # expect: blocking-wait via GET /sleep


@app.get("/file")
async def file():
    with pysftp.Connection("host") as server:  # expect: blocking-network via GET /file
        server.cd("folder")
        return server.listdir()  # expect: blocking-network via GET /file
