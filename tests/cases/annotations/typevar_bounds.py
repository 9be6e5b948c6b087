"""A parameter of a type variable is what its bound, or its constraints, say."""

from typing import TypeVar

import acme
import requests
from fastapi import FastAPI

app = FastAPI()


class Source:
    def read(self) -> bytes:
        return b""


class RemoteSource(Source):
    def read(self) -> bytes:
        return requests.get("https://example.com").content  # expect: blocking-http via GET /bounded


S = TypeVar("S", bound=Source)
C = TypeVar("C", requests.Session, None)


def read_from(source: S) -> bytes:
    return source.read()


def download(session: C) -> bytes:
    return session.get("https://example.com").content  # expect: blocking-http via GET /constrained


@app.get("/bounded")
async def bounded(name: str):
    return read_from(find(name))  # boundary


def find(name):
    return {"plain": Source(), "remote": RemoteSource()}.get(name)


@app.get("/constrained")
async def constrained():
    return download(acme.session())
