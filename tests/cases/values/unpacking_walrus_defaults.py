"""Names that get their values in other ways than `name = value`."""

import httpx
from fastapi import FastAPI

app = FastAPI()


def both():
    return httpx.AsyncClient(), httpx.Client()


def maybe(client=None):
    return client or httpx.Client()


@app.get("/unpacked")
async def unpacked():
    asynchronous, synchronous = both()
    await asynchronous.get("/")
    return synchronous.get("/")  # expect: blocking-http via GET /unpacked


@app.get("/swapped")
async def swapped():
    left, right = both()
    left, right = right, left
    left.get("/")  # expect: blocking-http via GET /swapped
    return await right.get("/")


@app.get("/starred")
async def starred():
    first, *rest = httpx.AsyncClient(), httpx.Client(), httpx.Client()
    await first.get("/")
    return rest[0].get("/")  # expect: blocking-http via GET /starred


@app.get("/walrus")
async def walrus():
    if (client := httpx.Client()) is not None:
        return client.get("/")  # expect: blocking-http via GET /walrus


@app.get("/conditional")
async def conditional(proxied: bool):
    client = httpx.Client(proxy="http://proxy") if proxied else httpx.Client()
    return client.get("/")  # expect: blocking-http via GET /conditional


@app.get("/or")
async def by_or():
    return maybe().get("/")  # expect: blocking-http via GET /or


@app.get("/for")
async def by_for():
    for client in (httpx.Client(), httpx.Client()):
        client.get("/")  # expect: blocking-http via GET /for


@app.get("/match")
async def by_match(kind: str):
    match kind:
        case "sync":
            client = httpx.Client()
        case _:
            return await httpx.AsyncClient().get("/")
    return client.get("/")  # expect: blocking-http via GET /match
