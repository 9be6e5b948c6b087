"""The implementation that fits the argument is what runs."""

from functools import singledispatch, singledispatchmethod

import requests
from fastapi import FastAPI

app = FastAPI()


class Remote:
    url = "https://example.com"


class Local:
    data = b""


@singledispatch
def load(source):
    raise TypeError(source)


@load.register
def _(source: Remote):
    return requests.get(source.url).content  # expect: blocking-http via GET /remote, not via GET /local


@load.register
def _(source: Local):
    return source.data


class Reader:
    @singledispatchmethod
    def read(self, source):
        return source

    @read.register
    def _(self, source: Remote):
        return requests.get(source.url).content  # expect: blocking-http via GET /method


@app.get("/remote")
async def remote():
    return load(Remote())  # boundary


@app.get("/local")
async def local():
    return load(Local())


@app.get("/method")
async def method():
    return Reader().read(Remote())  # boundary
