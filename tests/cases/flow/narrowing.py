"""`isinstance`, `is None`, truth and equality say which of several values a branch has."""

import httpx
from fastapi import Depends, FastAPI

app = FastAPI()


def pick(name: str) -> httpx.Client | httpx.AsyncClient:
    if name == "async":
        return httpx.AsyncClient()
    return httpx.Client()


@app.get("/isinstance")
async def by_isinstance(client: httpx.Client | httpx.AsyncClient = Depends(pick)):
    if isinstance(client, httpx.AsyncClient):
        return await client.get("/")
    return client.get("/")  # expect: blocking-http via GET /isinstance


@app.get("/never-sync")
async def never_sync(client: httpx.Client | httpx.AsyncClient = Depends(pick)):
    if not isinstance(client, httpx.AsyncClient):
        raise TypeError("needs an asynchronous client")
    return await client.get("/")


@app.get("/asserted")
async def asserted(client: httpx.Client | httpx.AsyncClient = Depends(pick)):
    assert isinstance(client, httpx.AsyncClient)
    return await client.get("/")


@app.get("/match")
async def by_match(client: httpx.Client | httpx.AsyncClient = Depends(pick)):
    match client:
        case httpx.AsyncClient():
            return await client.get("/")
        case httpx.Client():
            return client.get("/")  # expect: blocking-http via GET /match


@app.get("/none")
async def by_none(client: httpx.Client | None = None):
    if client is None:
        client = httpx.AsyncClient()
        return await client.get("/")
    return client.get("/")  # expect: blocking-http via GET /none


def use(client):
    if isinstance(client, (httpx.AsyncClient, type(None))):
        return None
    return client.get("/")  # expect: blocking-http via GET /helper/sync, not via GET /helper/async


@app.get("/helper/sync")
async def helper_sync():
    return use(httpx.Client())  # boundary


@app.get("/helper/async")
async def helper_async():
    return use(httpx.AsyncClient())
