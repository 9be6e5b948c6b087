"""sse-starlette: a plain generator steps in a thread, an async one on the loop."""

import time

from fastapi import FastAPI
from sse_starlette.sse import EventSourceResponse

app = FastAPI()


def plain():
    time.sleep(1)
    yield "x"


async def asynchronous():
    time.sleep(1)  # expect: blocking-sleep
    yield "x"


@app.get("/plain")
async def plain_events():
    return EventSourceResponse(plain())


@app.get("/async")
def async_events():
    return EventSourceResponse(asynchronous())
