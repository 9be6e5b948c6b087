"""Inner functions see the variables of those around them, one set for each call."""

import httpx
from fastapi import FastAPI

app = FastAPI()


def make_fetch(client):
    def fetch(path):
        return client.get(path)  # expect: blocking-http via GET /sync, not via GET /async

    return fetch


sync_fetch = make_fetch(httpx.Client())
async_fetch = make_fetch(httpx.AsyncClient())


def counter():
    client = None

    def use():
        nonlocal client
        if client is None:
            client = httpx.Client()
        return client.get("/count")  # expect: blocking-http via GET /nonlocal

    return use


count = counter()


@app.get("/sync")
async def sync():
    return sync_fetch("/")  # boundary


@app.get("/async")
async def asynchronous():
    return await async_fetch("/")


@app.get("/nonlocal")
async def by_nonlocal():
    return count()  # boundary
