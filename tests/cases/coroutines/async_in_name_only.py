"""Functions that are `async def` and never give the loop a chance."""

import httpx
import requests
from fastapi import FastAPI

app = FastAPI()


class Client:
    def __init__(self):
        self._sync = httpx.Client()
        self._async = httpx.AsyncClient()

    async def get(self, path):
        return self._sync.get(path)  # expect: blocking-http via GET /sync

    async def aget(self, path):
        return await self._async.get(path)

    async def stream(self):
        with self._sync.stream("GET", "/") as response:  # expect: blocking-http
            for line in response.iter_lines():  # expect: blocking-http
                yield line


client = Client()


async def retry(call, attempts=3):
    for _ in range(attempts):
        try:
            return await call()
        except OSError:
            continue


async def fetch():
    return requests.get("https://example.com")  # expect: blocking-http via GET /retried


@app.get("/sync")
async def sync():
    return await client.get("/")


@app.get("/async")
async def asynchronous():
    return await client.aget("/")


@app.get("/stream")
async def stream():
    return [line async for line in client.stream()]


@app.get("/retried")
async def retried():
    return await retry(fetch)
