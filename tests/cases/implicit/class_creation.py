"""`__init_subclass__`, `__new__`, `__call__` of a metaclass, `__post_init__`, `__set_name__`."""

import time
from dataclasses import dataclass

from fastapi import FastAPI

app = FastAPI()


class Plugin:
    def __init_subclass__(cls, **kwargs):
        time.sleep(0.1)  # todo-expect: blocking-sleep via GET /subclass


class Singleton(type):
    def __call__(cls, *args):
        time.sleep(0.2)  # todo-expect: blocking-sleep via GET /metaclass
        return super().__call__(*args)


class Connection(metaclass=Singleton):
    def __init__(self):
        time.sleep(0.3)  # expect: blocking-sleep via GET /metaclass


class Pooled:
    def __new__(cls):
        time.sleep(0.4)  # expect: blocking-sleep via GET /new
        return super().__new__(cls)


@dataclass
class Loaded:
    path: str

    def __post_init__(self):
        self.text = open(self.path).read()  # expect: blocking-file via GET /post-init


@app.get("/subclass")
async def subclass():
    class Extra(Plugin): ...

    return Extra


@app.get("/metaclass")
async def metaclass():
    return Connection()  # boundary


@app.get("/new")
async def new():
    return Pooled()  # boundary


@app.get("/post-init")
async def post_init():
    return Loaded("/etc/hosts")  # boundary
