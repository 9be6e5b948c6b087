"""An offload moves the function that it is given, not the arguments that are worked out on the way."""

import asyncio
import time

import requests
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

app = FastAPI()


def slow(seconds=1):
    time.sleep(seconds)  # expect: offloaded-too-late via GET /result, not via GET /reference, not via GET /lambda
    return seconds


def where():
    return requests.get("https://config.example.com").json()  # expect: blocking-http via GET /argument


def quick(value=None):
    return value


@app.get("/reference")
async def reference():
    await asyncio.to_thread(slow, 1)
    await run_in_threadpool(slow, seconds=1)
    await asyncio.get_running_loop().run_in_executor(None, slow, 1)


@app.get("/lambda")
async def by_lambda():
    return await asyncio.to_thread(lambda: slow(1))


@app.get("/result")
async def result():
    await asyncio.to_thread(slow())  # boundary


@app.get("/argument")
async def argument():
    return await asyncio.to_thread(quick, where())  # boundary
