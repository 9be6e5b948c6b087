"""A protocol is what the classes that the program builds make of it."""

from typing import Protocol

import requests
from fastapi import Depends, FastAPI

app = FastAPI()


class Store(Protocol):
    def load(self, key: str) -> bytes: ...


class HttpStore:
    def load(self, key: str) -> bytes:
        return requests.get(f"https://store.example.com/{key}").content  # expect: blocking-http via GET /items/{key}


class MemoryStore:
    def __init__(self):
        self.items = {}

    def load(self, key: str) -> bytes:
        return self.items[key]


class FileStore:
    """Nothing makes one."""

    def load(self, key: str) -> bytes:
        with open(key, "rb") as file:
            return file.read()


stores = {"http": HttpStore(), "memory": MemoryStore()}


def get_store(name: str = "http") -> Store:
    return stores[name]


@app.get("/items/{key}")
async def item(key: str, store: Store = Depends(get_store)):
    return store.load(key)  # boundary
