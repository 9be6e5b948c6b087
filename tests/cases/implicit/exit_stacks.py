"""What an exit stack enters, and leaves, on the loop."""

from contextlib import AsyncExitStack, ExitStack, closing, contextmanager, nullcontext, suppress

import requests
from fastapi import FastAPI

app = FastAPI()


class Lease:
    def __enter__(self):
        requests.post("https://locks.example.com")  # expect: blocking-http via GET /stack
        return self

    def __exit__(self, *exc):
        requests.delete("https://locks.example.com")  # expect: blocking-http via GET /stack

    def close(self):
        requests.delete("https://locks.example.com/close")  # todo-expect: blocking-http via GET /closing -- what `closing` calls is not known


@contextmanager
def traced():
    requests.post("https://traces.example.com/start")  # expect: blocking-http via GET /async-stack
    yield
    requests.post("https://traces.example.com/end")  # expect: blocking-http via GET /async-stack


@app.get("/stack")
async def stack():
    with ExitStack() as stack:
        stack.enter_context(Lease())  # boundary


@app.get("/async-stack")
async def async_stack():
    async with AsyncExitStack() as stack:
        stack.enter_context(traced())  # boundary


@app.get("/closing")
async def by_closing():
    with closing(Lease()) as lease:
        return lease is not None


@app.get("/harmless")
async def harmless():
    with nullcontext(), suppress(ValueError):
        return 1
