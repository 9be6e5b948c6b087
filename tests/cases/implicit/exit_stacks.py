"""What an exit stack enters, and leaves, on the loop; what `closing` closes."""

import sqlite3
from contextlib import AsyncExitStack, ExitStack, aclosing, closing, contextmanager, nullcontext, suppress

import requests
from fastapi import FastAPI

app = FastAPI()


class Lease:
    def __init__(self, name=""):
        self.name = name

    def __enter__(self):
        requests.post("https://locks.example.com")  # expect: blocking-http via GET /stack, not via GET /pushed, not via GET /closing
        return self

    def __exit__(self, *exc):
        requests.delete("https://locks.example.com")  # expect: blocking-http via GET /stack via GET /pushed, not via GET /closing

    def close(self):
        requests.delete("https://locks.example.com/close")  # expect: blocking-http via GET /closing via GET /closing/stack via GET /callback, not via GET /stack, not via GET /aclosing

    async def aclose(self):
        requests.delete("https://locks.example.com/aclose")  # expect: blocking-http via GET /aclosing via GET /aclosing/stack, not via GET /closing
        requests.get("https://locks.example.com/aclose")  # expect: blocking-http via GET /aclosing


@contextmanager
def traced():
    requests.post("https://traces.example.com/start")  # expect: blocking-http via GET /async-stack
    yield
    requests.post("https://traces.example.com/end")  # expect: blocking-http via GET /async-stack


def report(kind, error, traceback):
    requests.post("https://errors.example.com")  # expect: blocking-http via GET /pushed/function


@app.get("/stack")
async def stack():
    with ExitStack() as stack:
        stack.enter_context(Lease())  # boundary


@app.get("/async-stack")
async def async_stack():
    async with AsyncExitStack() as stack:
        stack.enter_context(traced())  # boundary


@app.get("/pushed")
async def pushed():
    with ExitStack() as stack:
        stack.push(Lease())  # boundary


@app.get("/pushed/function")
async def pushed_function():
    async with AsyncExitStack() as stack:
        stack.push(report)  # boundary


@app.get("/callback")
async def callback():
    with ExitStack() as stack:
        stack.callback(Lease().close)  # boundary


@app.get("/closing")
async def by_closing():
    with closing(Lease("a")) as lease:  # boundary
        return lease.name


@app.get("/closing/stack")
async def by_closing_in_stack():
    with ExitStack() as stack:
        return stack.enter_context(closing(Lease())).name  # boundary


@app.get("/closing/library")
async def by_closing_connection():
    with closing(sqlite3.connect("app.db")) as connection:  # expect: blocking-database via GET /closing/library
        return connection.execute("select 1").fetchall()  # expect: blocking-database via GET /closing/library


@app.get("/aclosing")
async def by_aclosing():
    async with aclosing(Lease()):
        return 1


@app.get("/aclosing/stack")
async def by_aclosing_in_stack():
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(aclosing(Lease()))


@app.get("/harmless")
async def harmless():
    with nullcontext(), suppress(ValueError):
        return 1
