"""A loop of its own in a worker thread holds up nobody else; on the loop, starting one is an error."""

import asyncio
import threading
import time

from fastapi import FastAPI

app = FastAPI()


async def job():
    time.sleep(1)


def in_thread():
    asyncio.run(job())


async def other_job():
    await asyncio.sleep(1)


def nested():
    asyncio.run(other_job())  # expect: nested-event-loop via GET /nested


@app.get("/thread")
async def thread():
    threading.Thread(target=in_thread).start()


@app.get("/to-thread")
async def to_thread():
    await asyncio.to_thread(in_thread)


@app.get("/def")
def plain():
    asyncio.run(job())


@app.get("/nested")
async def on_the_loop():
    nested()  # boundary


if __name__ == "__main__":
    asyncio.run(other_job())
