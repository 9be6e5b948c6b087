"""`lru_cache`, `cache` and `cached_property` give what the function makes."""

from functools import cache, cached_property, lru_cache

import httpx
from fastapi import Depends, FastAPI

app = FastAPI()


@lru_cache
def client():
    return httpx.Client()


@lru_cache(maxsize=1)
def sized():
    return httpx.Client()


@cache
def async_client():
    return httpx.AsyncClient()


class Gateway:
    @cached_property
    def client(self):
        return httpx.Client()

    def fetch(self):
        return self.client.get("https://example.com")  # expect: blocking-http via GET /property


@app.get("/plain")
async def plain():
    return client().get("https://example.com").text  # expect: blocking-http via GET /plain


@app.get("/sized")
async def with_size(http=Depends(sized)):
    return http.get("https://example.com").text  # expect: blocking-http via GET /sized


@app.get("/property")
async def by_property():
    return Gateway().fetch()  # boundary


@app.get("/clean")
async def clean():
    return await async_client().get("https://example.com")
