"""A handler that is registered for one event does not run at every event."""

import time

from fastapi import FastAPI

app = FastAPI()
handlers = {}


def on(event, handler):
    handlers[event] = handler


def emit(event):
    if event in handlers:
        handlers[event]()


def slow():
    time.sleep(1)  # expect: blocking-sleep via POST /nightly, not via POST /requests


def quick():
    return None


on("nightly", slow)
on("request", quick)


@app.post("/nightly")
async def nightly():
    emit("nightly")  # boundary


@app.post("/requests")
async def requests():
    emit("request")
