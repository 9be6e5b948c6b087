"""Functions that are handed over and called by the one that gets them."""

import time

import requests
from fastapi import FastAPI

app = FastAPI()


def with_retries(function, *arguments, attempts=3, **options):
    for attempt in range(attempts):
        try:
            return function(*arguments, **options)
        except OSError:
            time.sleep(attempt)  # expect: blocking-sleep via GET /retried
    return None


async def async_with_retries(function, *arguments):
    for _ in range(3):
        return await function(*arguments)


def fetch(path, timeout=1):
    return requests.get(path, timeout=timeout)  # expect: blocking-http via GET /retried via GET /each


async def fetch_async(path):
    return path


def each(items, do):
    return [do(item) for item in items]


@app.get("/retried")
async def retried():
    return with_retries(fetch, "https://example.com", timeout=5)  # boundary


@app.get("/awaited")
async def awaited():
    return await async_with_retries(fetch_async, "https://example.com")


@app.get("/each")
async def for_each():
    return each(["a", "b"], fetch)  # boundary


@app.get("/pure")
async def pure():
    return each(["a", "b"], str.upper)


@app.get("/lambda")
async def by_lambda():
    return each(["a"], lambda path: requests.head(path))  # expect: blocking-http via GET /lambda
