"""A name that is assigned again stands for the newer value only."""

import httpx
from fastapi import FastAPI

app = FastAPI()


@app.get("/sync-last")
async def sync_last():
    client = httpx.AsyncClient()
    await client.get("/")
    client = httpx.Client()
    client.get("/")  # expect: blocking-http via GET /sync-last


@app.get("/async-last")
async def async_last():
    client = httpx.Client()
    client = httpx.AsyncClient()
    return await client.get("/")


@app.get("/either")
async def either(fast: bool):
    client = httpx.Client()
    if fast:
        client = None
    if client:
        client.get("/")  # expect: blocking-http via GET /either


@app.get("/in-a-loop")
async def in_a_loop():
    client = None
    for _ in range(3):
        if client is not None:
            client.get("/")  # expect: blocking-http via GET /in-a-loop
        client = httpx.Client()


@app.get("/deleted")
async def deleted():
    client = httpx.Client()
    del client
    client = httpx.AsyncClient()
    return await client.get("/")
