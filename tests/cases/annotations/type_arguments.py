"""What a project's generic class holds is known from its type argument alone."""

from typing import Generic, TypeVar

import acme
import httpx
from fastapi import FastAPI

Client = TypeVar("Client")
app = FastAPI()


class Holder(Generic[Client]):
    def __init__(self, name: str):
        self.name = name

    def get(self) -> Client:
        return acme.find(self.name)


def sync_holder() -> Holder[httpx.Client]:
    return acme.find("sync")


def async_holder() -> Holder[httpx.AsyncClient]:
    return acme.find("async")


@app.get("/sync")
async def sync():
    return sync_holder().get().get("/rates")  # todo-expect: blocking-http via GET /sync -- type arguments of project classes are not kept


@app.get("/async")
async def asynchronous():
    return await async_holder().get().get("/rates")
