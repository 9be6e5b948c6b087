"""Values that a loop carries round, and conditions that change on the way."""

import time

import httpx
from fastapi import FastAPI

app = FastAPI()


@app.get("/carried")
async def carried():
    client = None
    while client is None:
        client = httpx.Client()
    return client.get("/")  # expect: blocking-http via GET /carried


@app.get("/backoff")
async def backoff():
    delay = 0
    while True:
        response = await httpx.AsyncClient().get("/")
        if response.is_success:
            return response
        delay = delay * 2 or 1
        time.sleep(delay)  # expect: blocking-sleep via GET /backoff


@app.get("/chain")
async def chain():
    node = Node(Node(None))
    while node is not None:
        node.visit()  # boundary
        node = node.next


class Node:
    def __init__(self, following):
        self.next = following

    def visit(self):
        time.sleep(1)  # expect: blocking-sleep via GET /chain


@app.get("/else")
async def for_else(items: list[int]):
    for item in items:
        if item:
            break
    else:
        time.sleep(1)  # expect: blocking-sleep via GET /else
