"""What a project's generic class holds is known from its type argument alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Generic, Optional, Protocol, TypeVar

import acme
import httpx
import redis
from fastapi import Depends, FastAPI

Client = TypeVar("Client")
Key = TypeVar("Key")
app = FastAPI()


class Holder(Generic[Client]):
    def __init__(self, name: str):
        self.name = name

    def get(self) -> Client:
        return acme.find(self.name)

    def get_again(self):
        return self.get()

    def get_all(self) -> list[Client]:
        return acme.find_all(self.name)

    def get_if_there(self) -> Client | None:
        return acme.find(self.name)

    def each(self) -> Iterator[Client]:
        yield acme.find(self.name)

    async def load(self) -> Optional[Client]:
        return await acme.load(self.name)


def sync_holder() -> Holder[httpx.Client]:
    return acme.find("sync")


def async_holder() -> Holder[httpx.AsyncClient]:
    return acme.find("async")


@app.get("/sync")
async def sync():
    sync_holder().get_again().get("/rates")  # expect: blocking-http via GET /sync
    sync_holder().get_all()[0].get("/rates")  # expect: blocking-http via GET /sync
    sync_holder().get_if_there().get("/rates")  # expect: blocking-http via GET /sync
    for client in sync_holder().each():
        client.get("/rates")  # expect: blocking-http via GET /sync
    loaded = await sync_holder().load()
    loaded.get("/rates")  # expect: blocking-http via GET /sync
    return sync_holder().get().get("/rates")  # expect: blocking-http via GET /sync


@app.get("/async")
async def asynchronous():
    await async_holder().get_again().get("/rates")
    await async_holder().get_all()[0].get("/rates")
    await async_holder().get_if_there().get("/rates")
    for client in async_holder().each():
        await client.get("/rates")
    loaded = await async_holder().load()
    await loaded.get("/rates")
    return await async_holder().get().get("/rates")


# An argument in the base list, over several classes


class Rates(Holder[httpx.Client]): ...


class AsyncRates(Holder[httpx.AsyncClient]): ...


class Keyed(Holder[Client], Generic[Key, Client]):
    def key(self) -> Key:
        return acme.key(self.name)


class Cached(Keyed[redis.Redis, httpx.Client]): ...


@app.get("/inherited")
async def inherited():
    Rates("rates").get().get("/rates")  # expect: blocking-http via GET /inherited
    await AsyncRates("rates").get().get("/rates")
    Cached("rates").key().get("rates")  # expect: blocking-broker via GET /inherited
    return Cached("rates").get().get("/rates")  # expect: blocking-http via GET /inherited


@app.get("/made")
async def made():
    await Holder[httpx.AsyncClient]("made").get().get("/rates")
    return Holder[httpx.Client]("made").get().get("/rates")  # expect: blocking-http via GET /made


# Attributes


class Session(Generic[Client]):
    def __init__(self, client: Client, pool):
        self.client = client
        self.spare: Client = pool.take()


@dataclass
class Connection(Generic[Key, Client]):
    key: Key
    client: Client


def get_session() -> Session[httpx.Client]:
    return acme.session()


def get_connection() -> Connection[str, httpx.Client]:
    return acme.connection()


@app.get("/attributes")
async def attributes(session: Annotated[Session[httpx.Client], Depends(get_session)]):
    session.client.get("/rates")  # expect: blocking-http via GET /attributes
    session.spare.get("/rates")  # expect: blocking-http via GET /attributes
    return get_connection().client.get("/rates")  # expect: blocking-http via GET /attributes


# Functions and protocols


class Source(Protocol[Client]):
    def open(self) -> Client: ...


def source() -> Source[httpx.Client]:
    return acme.source()


def resolve(kind: type[Client], name: str) -> Client:
    return acme.resolve(kind, name)


def checked(client: Client) -> Client:
    return acme.check(client)


@app.get("/functions")
async def functions():
    await resolve(httpx.AsyncClient, "a").get("/rates")
    await checked(httpx.AsyncClient()).get("/rates")
    resolve(httpx.Client, "b").get("/rates")  # expect: blocking-http via GET /functions
    checked(httpx.Client()).get("/rates")  # expect: blocking-http via GET /functions
    return source().open().get("/rates")  # expect: blocking-http via GET /functions
