"""Properties, cached ones, setters, descriptors and `__getattr__`: an attribute that does work."""

from functools import cached_property

import requests
from fastapi import FastAPI

app = FastAPI()


class Setting:
    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner=None):
        return requests.get(f"https://settings.example.com/{self.name}").text  # expect: blocking-http via GET /descriptor

    def __set__(self, instance, value):
        requests.put(f"https://settings.example.com/{self.name}", data=value)  # expect: blocking-http via PUT /descriptor


class User:
    region = Setting("region")

    def __init__(self, key):
        self.key = key
        self._name = None

    @property
    def profile(self):
        return requests.get(f"https://users.example.com/{self.key}").json()  # expect: blocking-http via GET /property

    @cached_property
    def friends(self):
        return requests.get("https://users.example.com/friends").json()  # expect: blocking-http via GET /cached

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, value):
        requests.patch("https://users.example.com", json=value)  # expect: blocking-http via PUT /setter
        self._name = value


class Lazy:
    def __getattr__(self, name):
        return requests.get(f"https://example.com/{name}").json()  # expect: blocking-http via GET /getattr


@app.get("/property")
async def by_property():
    return User(1).profile  # boundary


@app.get("/cached")
async def by_cached_property():
    return User(1).friends  # boundary


@app.put("/setter")
async def by_setter():
    user = User(1)
    user.name = "new"  # boundary
    return user.name


@app.get("/descriptor")
async def by_descriptor():
    return User(1).region  # boundary


@app.put("/descriptor")
async def set_descriptor():
    user = User(1)
    user.region = "eu"  # boundary


@app.get("/getattr")
async def by_getattr():
    return Lazy().anything  # boundary


@app.get("/plain")
async def plain():
    return User(1).key
