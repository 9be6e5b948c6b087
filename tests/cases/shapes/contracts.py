"""A comment on a `def` line declares what no analysis can know: that a function blocks, or that it does not."""

import time

import native
from fastapi import FastAPI

app = FastAPI()


def fetch(key):  # blockcheck: blocking
    return native.fetch(key)


def tick():  # blockcheck: nonblocking
    time.sleep(0.000001)


def measure(
    label,
):  # blockcheck: blocking  (waits for the instrument)
    return native.measure(label)


def plain():
    return fetch("b")  # expect: custom-blocking via GET /deep


class Device:
    async def settle(self):  # blockcheck: nonblocking
        time.sleep(0.000001)


@app.get("/direct")
async def direct():
    return fetch("a")  # expect: custom-blocking via GET /direct


@app.get("/deep")
async def deep():
    return plain()  # boundary


@app.get("/measured")
async def measured():
    tick()
    await Device().settle()
    return measure("x")  # expect: custom-blocking via GET /measured


@app.get("/threadpool")
def in_threadpool():
    return fetch("c")
