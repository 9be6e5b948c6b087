"""What a call site passes on from its caller decides for that caller only."""

import queue
import time

from fastapi import FastAPI

app = FastAPI()
jobs = queue.Queue()


def pause(seconds):
    time.sleep(seconds)  # expect: blocking-sleep via GET /one  # expect: blocking-sleep not via GET /none


def take(wait):
    return jobs.get(block=wait)  # expect: blocking-wait via GET /waits  # expect: blocking-wait not via GET /does-not


@app.get("/none")
async def none():
    pause(0)


@app.get("/one")
async def one():
    pause(1)  # boundary


@app.get("/waits")
async def waits():
    return take(True)  # boundary


@app.get("/does-not")
async def does_not():
    return take(wait=False)
