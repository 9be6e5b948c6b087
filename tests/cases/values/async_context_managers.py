"""`async with`: what it gives may block, and so may what runs on entering and leaving."""

import time
from contextlib import asynccontextmanager

import httpx
import redis
from fastapi import FastAPI

app = FastAPI()


@asynccontextmanager
async def cache():
    client = redis.Redis()
    yield client
    client.close()


@asynccontextmanager
async def async_client():
    async with httpx.AsyncClient() as client:
        yield client


class Lease:
    async def __aenter__(self):
        time.sleep(1)  # expect: blocking-sleep
        return self

    async def __aexit__(self, *exc):
        self.release()  # boundary

    def release(self):
        time.sleep(1)  # expect: blocking-sleep


@app.get("/gives")
async def gives():
    async with cache() as client:
        return client.get("key")  # expect: blocking-broker via GET /gives


@app.get("/enters")
async def enters():
    async with Lease():
        return None


@app.get("/clean")
async def clean():
    async with async_client() as client:
        return await client.get("https://example.com")
