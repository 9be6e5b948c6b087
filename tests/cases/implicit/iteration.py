"""The project's own iterators, by `for`, unpacking, `list()`, `in` and comprehensions."""

import requests
from fastapi import FastAPI

app = FastAPI()


class Pages:
    def __init__(self, url):
        self.url = url
        self.number = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.number += 1
        return requests.get(self.url, params={"page": self.number}).json()  # expect: blocking-http via GET /for via GET /list via GET /comprehension via GET /next via GET /spread


class Records:
    def __iter__(self):
        yield requests.get("https://example.com").json()  # expect: blocking-http via GET /generator-method, not via GET /made-only


class Stream:
    def __aiter__(self):
        return self

    async def __anext__(self):
        return requests.get("https://example.com").json()  # expect: blocking-http


@app.get("/for")
async def by_for():
    for page in Pages("https://example.com"):  # boundary
        return page


@app.get("/list")
async def by_list():
    return list(Pages("https://example.com"))  # boundary


@app.get("/comprehension")
async def comprehension():
    return {page["id"]: page for page in Pages("https://example.com")}  # boundary


@app.get("/next")
async def by_next():
    return next(Pages("https://example.com"))  # boundary


@app.get("/spread")
async def spread():
    return [*Pages("https://example.com")]  # boundary


@app.get("/generator-method")
async def generator_method():
    return sorted(Records())  # boundary


@app.get("/made-only")
async def made_only():
    records = Records()
    iter(records)
    return None


@app.get("/async-for")
async def async_for():
    async for item in Stream():
        return item
