"""What making a class runs, and what making an object of it: `__init_subclass__`, `__set_name__`, metaclasses, `__new__`."""

import time
from dataclasses import dataclass

import requests
from fastapi import FastAPI

app = FastAPI()


class Plugin:
    def __init_subclass__(cls, /, url="", **kwargs):
        super().__init_subclass__(**kwargs)
        if url:
            requests.get(url)  # expect: blocking-http via GET /subclass/announced, not via GET /subclass, not via GET /made


class AtImport(Plugin, url="https://example.com/at-import"): ...


class Singleton(type):
    made = {}

    def __new__(mcs, name, bases, namespace):
        time.sleep(0.1)  # expect: blocking-sleep via GET /metaclass/class
        return super().__new__(mcs, name, bases, namespace)

    def __init__(cls, name, bases, namespace):
        time.sleep(0.15)  # expect: blocking-sleep via GET /metaclass/class
        super().__init__(name, bases, namespace)

    def __call__(cls, *args):
        time.sleep(0.2)  # expect: blocking-sleep via GET /metaclass via GET /metaclass/other
        if cls not in cls.made:
            cls.made[cls] = super().__call__(*args)
        return cls.made[cls]

    @property
    def title(cls):
        return open("/etc/title").read()  # expect: blocking-file via GET /metaclass/property

    def reset(cls):
        time.sleep(0.25)  # expect: blocking-sleep via GET /metaclass/method


class Connection(metaclass=Singleton):
    def __init__(self):
        time.sleep(0.3)  # expect: blocking-sleep via GET /metaclass, not via GET /metaclass/other

    def ask(self):
        return requests.get("https://example.com")  # expect: blocking-http via GET /metaclass, not via GET /metaclass/other


class Settings(Connection):
    def __init__(self): ...

    def ask(self):
        return 1


class Pooled:
    def __new__(cls, size):
        time.sleep(0.4)  # expect: blocking-sleep via GET /new
        return super().__new__(cls)


class Small(Pooled):
    def __new__(cls, client):
        client.get("https://example.com")  # expect: blocking-http via GET /new
        return super().__new__(cls, 2)


class Column:
    def __set_name__(self, owner, name):
        self.name = name
        if name == "remote":
            time.sleep(0.5)  # expect: blocking-sleep via GET /set-name

    def __get__(self, instance, owner):
        return getattr(instance.source, self.name)()


class Source:
    def remote(self):
        return requests.get("https://example.com").json()  # expect: blocking-http via GET /set-name

    def local(self):
        return 1

    def other(self):
        return requests.get("https://example.com").json()


@dataclass
class Loaded:
    path: str

    def __post_init__(self):
        self.text = open(self.path).read()  # expect: blocking-file via GET /post-init


@app.get("/made")
async def made():
    return AtImport()


@app.get("/subclass")
async def subclass():
    class Extra(Plugin): ...

    return Extra


@app.get("/subclass/announced")
async def announced():
    class Extra(Plugin, url="https://example.com"): ...  # boundary

    return Extra


@app.get("/metaclass")
async def metaclass():
    return Connection().ask()  # boundary


@app.get("/metaclass/other")
async def metaclass_other():
    return Settings().ask()  # boundary


@app.get("/metaclass/class")
async def metaclass_class():
    class Local(metaclass=Singleton): ...  # boundary

    return Local


@app.get("/metaclass/property")
async def metaclass_property():
    return Connection.title  # boundary


@app.get("/metaclass/method")
async def metaclass_method():
    Settings.reset()  # boundary


@app.get("/new")
async def new():
    return Small(requests)  # boundary


@app.get("/set-name")
async def set_name():
    class Table:
        remote = Column()
        local = Column()

        def __init__(self):
            self.source = Source()

    return Table().remote  # boundary


@app.get("/post-init")
async def post_init():
    return Loaded("/etc/hosts")  # boundary
