"""`map`, `filter`, `sorted(key=)`, `max(key=)`, `reduce`, `any` over a generator."""

import functools

import requests
from fastapi import FastAPI

app = FastAPI()


def size(url):
    return int(requests.head(url).headers["content-length"])  # expect: blocking-http via GET /sorted via GET /max via GET /map via GET /filter via GET /any, not via GET /lazy


def add(total, url):
    return total + len(requests.get(url).content)  # expect: blocking-http via GET /reduce


@app.get("/sorted")
async def by_sorted(urls: list[str]):
    return sorted(urls, key=size)  # boundary


@app.get("/max")
async def by_max(urls: list[str]):
    return max(urls, key=size)  # boundary


@app.get("/map")
async def by_map(urls: list[str]):
    return list(map(size, urls))  # boundary


@app.get("/filter")
async def by_filter(urls: list[str]):
    for url in filter(size, urls):  # boundary
        return url


@app.get("/any")
async def by_any(urls: list[str]):
    return any(size(url) > 10 for url in urls)


@app.get("/reduce")
async def by_reduce(urls: list[str]):
    return functools.reduce(add, urls, 0)  # boundary


@app.get("/lazy")
async def lazy(urls: list[str]):
    map(size, urls)
    return None
