"""Containers of dependencies: a provider makes its object from what other providers give."""

import time

from dependency_injector import containers, providers
from dependency_injector.wiring import Provide, inject
from fastapi import Depends, FastAPI
from injector import Injector


class Database:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /called


class Cache:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /provided


class Index:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /asked


class Unused:
    def read(self) -> None:
        time.sleep(1)


class Service:
    def __init__(self, store):
        self.store = store

    def read(self) -> None:
        self.store.read()


class Typed:
    def __init__(self, cache: Cache) -> None:
        self.cache = cache


class Container(containers.DeclarativeContainer):
    database = providers.Singleton(Database)
    service = providers.Factory(Service, store=database)
    cache = providers.Singleton(Cache)
    typed = providers.Factory(Typed, cache)
    unused = providers.Factory(Service, store=providers.Singleton(Unused))


app = FastAPI()
container = Container()
injector = Injector()


@app.get("/called")
async def called() -> None:
    container.service().read()


@app.get("/provided")
@inject
async def provided(typed: Typed = Depends(Provide[Container.typed])) -> None:
    typed.cache.read()


@app.get("/asked")
async def asked() -> None:
    injector.get(Index).read()
