"""How long, and whether at all."""

import time

from fastapi import FastAPI

app = FastAPI()
PAUSE = 0


@app.get("/zero")
async def zero():
    time.sleep(0)
    time.sleep(PAUSE)


@app.get("/some")
async def some(seconds: float):
    time.sleep(seconds)  # expect: blocking-sleep via GET /some
