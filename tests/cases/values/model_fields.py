"""Fields of dataclasses, attrs classes, pydantic models and named tuples: by annotation, and by what is passed."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import acme
import attrs
import httpx
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


@dataclass
class Gateway:
    http: httpx.Client
    retries: int = 3

    def fetch(self):
        return self.http.get("/")  # expect: blocking-http via GET /dataclass


@dataclass
class Untyped:
    http: Any
    made: Any = field(default_factory=httpx.Client)

    def fetch(self):
        return self.http.get("/")  # expect: blocking-http via GET /passed

    def fetch_made(self):
        return self.made.get("/")  # expect: blocking-http via GET /default-factory


@attrs.define
class Attrs:
    http: httpx.Client

    def fetch(self):
        return self.http.get("/")  # expect: blocking-http via GET /attrs


class Model(BaseModel):
    model_config = {"arbitrary_types_allowed": True}

    http: httpx.Client

    def fetch(self):
        return self.http.get("/")  # expect: blocking-http via GET /pydantic


class Clients(NamedTuple):
    asynchronous: httpx.AsyncClient
    synchronous: httpx.Client


def gateway() -> Gateway:
    return acme.find("gateway")


def clients() -> Clients:
    return acme.find("clients")


@app.get("/dataclass")
async def by_dataclass():
    return gateway().fetch()  # boundary


@app.get("/passed")
async def passed():
    return Untyped(httpx.Client()).fetch()  # boundary


@app.get("/default-factory")
async def default_factory():
    return Untyped(None).fetch_made()


@app.get("/attrs")
async def by_attrs():
    return Attrs(http=httpx.Client()).fetch()  # boundary


@app.get("/pydantic")
async def by_pydantic():
    return Model(http=httpx.Client()).fetch()  # boundary


@app.get("/named-tuple")
async def named_tuple():
    found = clients()
    await found.asynchronous.get("/")
    asynchronous, synchronous = found
    await asynchronous.get("/")
    synchronous.get("/")  # expect: blocking-http via GET /named-tuple
    return found.synchronous.get("/")  # expect: blocking-http via GET /named-tuple
