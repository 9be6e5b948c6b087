"""`hasattr`, `TypeGuard` and `inspect` decide at run time; both ways are looked at."""

import inspect

import httpx
from fastapi import FastAPI

app = FastAPI()


async def fetch(client):
    result = client.get("https://example.com")  # expect: blocking-http via GET /either
    if inspect.isawaitable(result):
        result = await result
    return result


async def fetch_async_only(client):
    return await client.get("https://example.com")


@app.get("/either")
async def either(fast: bool):
    return await fetch(httpx.AsyncClient() if fast else httpx.Client())


@app.get("/async")
async def asynchronous():
    return await fetch_async_only(httpx.AsyncClient())
