"""Generators driven by hand: `send`, `throw`, `close`, and contexts made of them."""

import time
from contextlib import contextmanager

from fastapi import FastAPI

app = FastAPI()


def counter():
    total = 0
    while True:
        time.sleep(1)  # expect: blocking-sleep via GET /send
        total += yield total


def batches(items, size):
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    time.sleep(1)  # expect: blocking-sleep via GET /batches


@contextmanager
def transaction():
    time.sleep(1)  # expect: blocking-sleep via GET /transaction
    try:
        yield
    finally:
        time.sleep(1)  # expect: blocking-sleep via GET /transaction


@transaction()
def decorated():
    return 1


@app.get("/send")
async def by_send():
    numbers = counter()
    next(numbers)  # boundary
    return numbers.send(1)


@app.get("/batches")
async def by_batches():
    for batch in batches(range(10), 3):  # boundary
        print(batch)


@app.get("/transaction")
async def by_transaction():
    with transaction():  # boundary
        return 1
