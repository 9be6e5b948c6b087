"""`getattr(self.db, name)`: the name comes from elsewhere, the object decides."""

import psycopg2.pool
import redis
from fastapi import FastAPI

app = FastAPI()


class Cache:
    def __init__(self):
        self.db = redis.Redis()

    def call(self, command, *arguments):
        return getattr(self.db, command)(*arguments)  # expect: blocking-broker via GET /literal

    def delegate(self, name, *arguments):
        return getattr(self, f"do_{name}")(*arguments)

    def do_get(self, key):
        return self.db.get(key)  # expect: blocking-broker via GET /delegated

    def __getattr__(self, name):
        return getattr(self.db, name)


cache = Cache()


@app.get("/literal")
async def literal():
    return cache.call("get", "key")  # boundary


@app.get("/delegated")
async def delegated(name: str):
    return cache.delegate(name, "key")  # boundary


@app.get("/passed-on")
async def passed_on():
    return cache.incr("key")  # expect: blocking-broker via GET /passed-on
