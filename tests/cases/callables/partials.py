"""`functools.partial` and `partialmethod` call what they hold, with what they hold."""

from functools import partial, partialmethod

import requests
from fastapi import FastAPI

app = FastAPI()


def call(method, url, client=requests):
    return client.request(method, url)  # expect: blocking-http via GET /partial, not via GET /other-client


class Api:
    def request(self, method, path):
        return requests.request(method, path)  # expect: blocking-http via GET /method

    get = partialmethod(request, "GET")


class Fake:
    def request(self, method, url):
        return url


get = partial(call, "GET")
fake = partial(call, "GET", client=Fake())


@app.get("/partial")
async def by_partial():
    return get("https://example.com")  # boundary


@app.get("/other-client")
async def other_client():
    return fake("https://example.com")


@app.get("/method")
async def by_method():
    return Api().get("/")  # boundary
