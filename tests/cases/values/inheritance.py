"""Class attributes, resolution order, `super()`, mixins and abstract methods."""

from abc import ABC, abstractmethod

import httpx
import requests
from fastapi import FastAPI

app = FastAPI()


class Base:
    transport = httpx.Client()

    def send(self):
        return self.transport.get("/")  # expect: blocking-http via GET /class-attribute, not via GET /overridden


class Async(Base):
    transport = httpx.AsyncClient()

    async def send(self):
        return await self.transport.get("/")


class Logging:
    def fetch(self):
        self.log("fetch")
        return super().fetch()

    def log(self, text):
        requests.post("https://logs.example.com", json=text)  # expect: blocking-http via GET /mixin


class Fetcher:
    def fetch(self):
        return requests.get("https://example.com")  # expect: blocking-http via GET /mixin, not via GET /replaced


class LoggingFetcher(Logging, Fetcher): ...


class Cached(Fetcher):
    def fetch(self):
        return "cached"


class Job(ABC):
    def run(self):
        self.prepare()
        return self.work()

    def prepare(self):
        return None

    @abstractmethod
    def work(self): ...


class Upload(Job):
    def work(self):
        return requests.put("https://example.com")  # expect: blocking-http via GET /template-method, not via GET /nothing


class Nothing(Job):
    def work(self):
        return None


@app.get("/class-attribute")
async def class_attribute():
    return Base().send()  # boundary


@app.get("/overridden")
async def overridden():
    return await Async().send()


@app.get("/mixin")
async def mixin():
    return LoggingFetcher().fetch()  # boundary


@app.get("/replaced")
async def replaced():
    return Cached().fetch()


@app.get("/template-method")
async def template_method():
    return Upload().run()  # boundary


@app.get("/nothing")
async def nothing():
    return Nothing().run()
