"""A return annotation is believed where the body does not say more."""

import acme
import httpx
from fastapi import FastAPI

app = FastAPI()


def client() -> httpx.Client:
    return acme.find("client")


async def async_getter() -> "httpx.Client":
    return await acme.find("client")


def async_client() -> httpx.AsyncClient:
    return acme.find("async")


class Provider:
    @property
    def client(self) -> httpx.Client:
        return acme.find("client")

    @staticmethod
    def make() -> httpx.Client:
        return acme.find("client")


@app.get("/function")
async def function():
    return client().get("/")  # expect: blocking-http via GET /function


@app.get("/coroutine")
async def coroutine():
    return (await async_getter()).get("/")  # expect: blocking-http via GET /coroutine


@app.get("/property")
async def by_property():
    return Provider().client.get("/")  # expect: blocking-http via GET /property


@app.get("/static")
async def static():
    return Provider.make().get("/")  # expect: blocking-http via GET /static


@app.get("/clean")
async def clean():
    return await async_client().get("/")
