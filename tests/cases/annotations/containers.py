"""Collections of clients: the annotation says what is in them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Callable

import acme
import httpx
from fastapi import FastAPI

app = FastAPI()


clients: dict[str, httpx.Client] = acme.configured()
mirrors: list[httpx.Client] = acme.configured()
pair: tuple[httpx.AsyncClient, httpx.Client] = acme.configured()
factory: Callable[[], httpx.Client] = acme.configured()
nested: Mapping[str, Sequence[httpx.Client]] = acme.configured()


@app.get("/by-key")
async def by_key(name: str):
    return clients[name].get("/")  # expect: blocking-http via GET /by-key


@app.get("/by-get")
async def by_get(name: str):
    client = clients.get(name)
    return client.get("/")  # expect: blocking-http via GET /by-get


@app.get("/by-loop")
async def by_loop():
    return [mirror.get("/") for mirror in mirrors]  # expect: blocking-http via GET /by-loop


@app.get("/by-items")
async def by_items():
    for name, client in clients.items():
        client.get("/" + name)  # expect: blocking-http via GET /by-items


@app.get("/by-unpacking")
async def by_unpacking():
    asynchronous, synchronous = pair
    await asynchronous.get("/")
    synchronous.get("/")  # expect: blocking-http via GET /by-unpacking


@app.get("/by-index")
async def by_index():
    await pair[0].get("/")
    pair[1].get("/")  # expect: blocking-http via GET /by-index


@app.get("/made")
async def made():
    return factory().get("/")  # expect: blocking-http via GET /made


@app.get("/nested")
async def in_nested(name: str):
    for client in nested[name]:
        client.get("/")  # expect: blocking-http via GET /nested


@app.get("/parameter")
async def parameter():
    return first(acme.configured())  # boundary


def first(found: Iterable[httpx.Client]):
    return next(iter(found)).get("/")  # expect: blocking-http via GET /parameter
