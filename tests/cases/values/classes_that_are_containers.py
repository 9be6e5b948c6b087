"""Classes derived from `dict` and `list`: what is put into their objects comes out of the same ones."""

from collections import OrderedDict, defaultdict

import requests
from fastapi import FastAPI

app = FastAPI()


class Registry(dict):
    def register(self, name):
        def decorate(function):
            self[name] = function
            return function

        return decorate


class Checked(dict):
    def __setitem__(self, key, value):
        if key in self:
            raise KeyError(key)
        super().__setitem__(key, value)


class Handlers(list):
    def run(self):
        for handler in self:
            handler()


class Clients(OrderedDict):
    def first(self):
        return next(iter(self.values()))


class Counted(list):
    def __init__(self, items):
        super().__init__(items)
        self.count_of_all = len(items)


class Pool:
    made = None

    def __new__(cls):
        if cls.made is None:
            cls.made = super().__new__(cls)
        return cls.made

    def ask(self):
        return requests.get("https://example.com")  # expect: blocking-http via GET /pool


def remote():
    return requests.get("https://example.com/remote")  # expect: blocking-http via GET /registry via GET /any via GET /get, not via GET /local


def local():
    return 1


def checked():
    return requests.get("https://example.com/checked")  # expect: blocking-http via GET /checked


def appended():
    requests.get("https://example.com/appended")  # expect: blocking-http


def harmless():
    return 2


registry = Registry(local=local)
registry["remote"] = remote
others = Registry()
checks = Checked()
checks["remote"] = checked
handlers = Handlers()
handlers.append(appended)
silent = Handlers([harmless])
clients = Clients()
clients["a"] = requests.Session()
counted = Counted([requests.Session()])


@others.register("other")
def other():
    return requests.get("https://example.com/other")  # expect: blocking-http via GET /other, not via GET /any


@app.get("/registry")
async def by_registry():
    return registry["remote"]()  # boundary


@app.get("/local")
async def by_local():
    return registry["local"]()


@app.get("/any")
async def by_any(name: str):
    return registry[name]()  # boundary


@app.get("/get")
async def by_get(name: str):
    return registry.get(name, local)()  # boundary


@app.get("/other")
async def by_other(name: str):
    return others[name]()  # boundary


@app.get("/checked")
async def by_checked():
    return checks["remote"]()  # boundary


@app.get("/handlers")
async def by_handlers():
    handlers.run()  # boundary


@app.get("/silent")
async def by_silent():
    for handler in silent:
        handler()


@app.get("/clients")
async def by_clients():
    return clients.first().get("https://example.com")  # expect: blocking-http via GET /clients


@app.get("/counted")
async def by_counted():
    return [session.get("https://example.com") for session in counted]  # expect: blocking-http via GET /counted


@app.get("/pool")
async def by_pool():
    Pool()
    return Pool.made.ask()  # boundary


@app.get("/defaults")
async def by_defaults():
    return defaultdict(requests.Session)["a"].get("https://example.com")  # expect: blocking-http via GET /defaults
