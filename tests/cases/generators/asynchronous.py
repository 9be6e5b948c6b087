"""Asynchronous generators run on the loop, whoever made them."""

import time

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def ticks():
    while True:
        time.sleep(1)  # expect: blocking-sleep
        yield b"tick"


def sync_ticks():
    while True:
        time.sleep(1)
        yield b"tick"


def bridged():
    for item in load():
        yield item


def load():
    time.sleep(1)  # expect: blocking-sleep via GET /over-sync, not via GET /sync-stream
    return []


async def over_sync():
    for item in bridged():  # boundary
        yield item


@app.get("/stream")
async def stream():
    return StreamingResponse(ticks())


@app.get("/def-stream")
def def_stream():
    return StreamingResponse(ticks())


@app.get("/sync-stream")
async def sync_stream():
    return StreamingResponse(bridged())


@app.get("/sync-ticks")
async def sync_tick_stream():
    return StreamingResponse(sync_ticks())


@app.get("/over-sync")
async def stream_over_sync():
    return StreamingResponse(over_sync())


@app.get("/comprehension")
async def comprehension():
    return [item async for item in ticks()]
