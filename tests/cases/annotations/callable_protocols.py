"""Protocols with `__call__`, `Callable` parameters, `ParamSpec` decorators, overloads."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar, overload

import requests
from fastapi import FastAPI

P = ParamSpec("P")
R = TypeVar("R")
app = FastAPI()


class Fetch(Protocol):
    def __call__(self, url: str) -> bytes: ...


class HttpFetch:
    def __call__(self, url: str) -> bytes:
        return requests.get(url).content  # expect: blocking-http via GET /protocol


def use(fetch: Fetch) -> bytes:
    return fetch("https://example.com")


def logged(function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    return wrapper


def logged_async(function: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
    @wraps(function)
    async def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        return await function(*args, **kwargs)

    return wrapper


@logged
def download(url: str) -> bytes:
    return requests.get(url).content  # expect: blocking-http via GET /logged


@logged_async
async def download_async(url: str) -> bytes:
    return requests.get(url).content  # expect: blocking-http via GET /logged-async


@overload
def find(key: int) -> dict[str, Any]: ...
@overload
def find(key: str) -> list[Any]: ...
def find(key: Any) -> Any:
    return requests.get(f"https://example.com/{key}").json()  # expect: blocking-http via GET /overloaded


@app.get("/protocol")
async def protocol():
    return use(HttpFetch())  # boundary


@app.get("/logged")
async def by_logged():
    return download("https://example.com")  # boundary


@app.get("/logged-async")
async def by_logged_async():
    return await download_async("https://example.com")


@app.get("/overloaded")
async def overloaded():
    return find(1)  # boundary
