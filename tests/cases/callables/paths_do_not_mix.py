"""A blocking callback in a thread and a harmless one on the loop share a helper: no path is made of both."""

import asyncio
import time

from fastapi import FastAPI

app = FastAPI()


def run(callback):
    return callback()


def slow():
    time.sleep(1)


def quick():
    return 1


@app.get("/quick")
async def on_the_loop():
    return run(quick)


@app.get("/slow")
async def in_a_thread():
    return await asyncio.to_thread(run, slow)
