"""What dicts, lists and tuples hold, key by key."""

import httpx
from fastapi import FastAPI

app = FastAPI()

CLIENTS = {"sync": httpx.Client(), "async": httpx.AsyncClient()}
PAIR = (httpx.AsyncClient(), httpx.Client())
pool = []
registry = {}


def register(name, client):
    registry[name] = client


for _ in range(3):
    pool.append(httpx.Client())
register("main", httpx.Client())


@app.get("/literal-key")
async def literal_key():
    return CLIENTS["sync"].get("/")  # expect: blocking-http via GET /literal-key


@app.get("/other-key")
async def other_key():
    return await CLIENTS["async"].get("/")


@app.get("/index")
async def index():
    await PAIR[0].get("/")
    return PAIR[1].get("/")  # expect: blocking-http via GET /index


@app.get("/appended")
async def appended():
    client = pool.pop()
    return client.get("/")  # expect: blocking-http via GET /appended


@app.get("/filled-elsewhere")
async def filled_elsewhere(name: str):
    return registry[name].get("/")  # expect: blocking-http via GET /filled-elsewhere


@app.get("/comprehension")
async def comprehension():
    clients = [httpx.Client() for _ in range(2)]
    return [client.get("/") for client in clients]  # expect: blocking-http via GET /comprehension


@app.get("/setdefault")
async def setdefault(name: str):
    return registry.setdefault(name, httpx.Client()).get("/")  # expect: blocking-http via GET /setdefault
