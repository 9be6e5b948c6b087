"""Members of enumerations, their methods, and classes used as constants."""

from enum import Enum

import requests
from fastapi import FastAPI

app = FastAPI()


class Region(Enum):
    EU = "https://eu.example.com"
    US = "https://us.example.com"

    def ping(self):
        return requests.get(self.value).ok  # expect: blocking-http via GET /parameter  # todo-expect: blocking-http via GET /member via GET /all -- members are taken for their values

    @property
    def host(self):
        return self.value.removeprefix("https://")

    @classmethod
    def default(cls):
        return cls.EU


@app.get("/member")
async def member():
    return Region.EU.ping()


@app.get("/parameter")
async def parameter(region: Region):
    return region.ping()  # boundary


@app.get("/all")
async def every():
    return [region.ping() for region in Region]


@app.get("/host")
async def host():
    return Region.default().host
