"""BLC101: sleeping."""

import asyncio
import time

from fastapi import FastAPI

app = FastAPI()


@app.get("/bad")
async def bad():
    time.sleep(1)  # expect: blocking-sleep via GET /bad


@app.get("/good")
async def good():
    await asyncio.sleep(1)
