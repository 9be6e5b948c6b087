"""What a handler sees, and what runs on the way out."""

import time

import httpx
from fastapi import FastAPI

app = FastAPI()


@app.get("/handler")
async def in_handler():
    client = httpx.AsyncClient()
    try:
        client = httpx.Client()
        raise ValueError
    except ValueError as error:
        print(error)
        client.get("/")  # expect: blocking-http via GET /handler


@app.get("/else")
async def in_else():
    try:
        value = int("1")
    except ValueError:
        raise
    else:
        time.sleep(value)  # expect: blocking-sleep via GET /else


@app.get("/retry")
async def retry():
    for attempt in range(3):
        try:
            return await httpx.AsyncClient().get("/")
        except httpx.TransportError:
            time.sleep(2**attempt)  # expect: blocking-sleep via GET /retry
