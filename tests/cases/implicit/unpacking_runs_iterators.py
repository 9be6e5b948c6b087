"""Unpacking an object calls its `__iter__` and `__next__`."""

import requests
from fastapi import FastAPI

app = FastAPI()


class Pages:
    def __iter__(self):
        return self

    def __next__(self):
        return requests.get("https://example.com").json()  # expect: blocking-http via GET /unpacked


@app.get("/unpacked")
async def unpacked():
    first, second = Pages()
    return first, second
