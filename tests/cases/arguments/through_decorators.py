"""What a caller passes to a decorated function goes through the wrapper's `*args` and `**kwargs` as it is."""

import functools

import requests
from fastapi import FastAPI

app = FastAPI()


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        print(function.__name__)
        return function(*args, **kwargs)

    return wrapper


@logged
def load(name, cached=True, *, client=None):
    if cached:
        return name
    if client is not None:
        return client(name)
    return requests.get(name)  # expect: blocking-http via GET /fresh, not via GET /cached, not via GET /client


@app.get("/cached")
async def from_cache():
    return load("a")


@app.get("/fresh")
async def fresh():
    return load("a", False)  # boundary


@app.get("/client")
async def with_client():
    return load("a", cached=False, client=str)
