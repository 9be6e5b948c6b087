"""`*args` and `**kwargs`: what goes in comes out, place by place and name by name."""

import httpx
from fastapi import FastAPI

app = FastAPI()


def call(function, *args, **kwargs):
    return function(*args, **kwargs)


def send(client, path="/"):
    return client.get(path)  # expect: blocking-http via GET /positional via GET /keyword via GET /expanded, not via GET /async


def first(*clients):
    return clients[0].get("/")  # expect: blocking-http via GET /first, not via GET /first/async


def named(**clients):
    return clients["main"].get("/")  # expect: blocking-http via GET /named


OPTIONS = {"client": httpx.Client(), "path": "/options"}


@app.get("/positional")
async def positional():
    return call(send, httpx.Client())  # boundary


@app.get("/keyword")
async def keyword():
    return call(send, path="/a", client=httpx.Client())  # boundary


@app.get("/expanded")
async def expanded():
    return send(**OPTIONS)  # boundary


@app.get("/async")
async def asynchronous():
    return await call(send, httpx.AsyncClient())


@app.get("/first")
async def by_first():
    return first(httpx.Client(), httpx.AsyncClient())  # boundary


@app.get("/first/async")
async def by_first_async():
    return await first(httpx.AsyncClient(), httpx.Client())


@app.get("/named")
async def by_name():
    return named(main=httpx.Client(), other=httpx.AsyncClient())  # boundary
