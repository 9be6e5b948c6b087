"""The same protocol in a program that only builds the implementation in memory."""

from typing import Protocol

import requests
from fastapi import Depends, FastAPI

app = FastAPI()


class Store(Protocol):
    def load(self, key: str) -> bytes: ...


class HttpStore:
    def load(self, key: str) -> bytes:
        return requests.get(f"https://store.example.com/{key}").content


class MemoryStore:
    def __init__(self):
        self.items = {}

    def load(self, key: str) -> bytes:
        return self.items[key]


def get_store() -> Store:
    return MemoryStore()


@app.get("/items/{key}")
async def item(key: str, store: Store = Depends(get_store)):
    return store.load(key)
