"""`NewType`, plain aliases, `TypeAlias`, `Final` and `ClassVar` stand for what they are made of."""

from typing import ClassVar, Final, NewType, TypeAlias

import acme
import redis
from fastapi import FastAPI

app = FastAPI()
Cache = redis.Redis
Queue: TypeAlias = "redis.Redis"
Limiter = NewType("Limiter", redis.Redis)


class Backends:
    cache: ClassVar[redis.Redis] = acme.find("cache")


limits: Final[redis.Redis] = acme.find("limits")


@app.get("/alias")
async def alias():
    cache: Cache = acme.find("cache")
    return cache.get("key")  # expect: blocking-broker via GET /alias


@app.get("/type-alias")
async def type_alias():
    queue: Queue = acme.find("queue")
    return queue.rpop("jobs")  # expect: blocking-broker via GET /type-alias


@app.get("/new-type")
async def new_type(client: redis.asyncio.Redis):
    limiter: Limiter = acme.find("limiter")
    await client.get("key")
    return limiter.incr("count")  # expect: blocking-broker via GET /new-type


@app.get("/class-var")
async def class_var():
    return Backends.cache.get("key")  # expect: blocking-broker via GET /class-var


@app.get("/final")
async def final():
    return limits.incr("count")  # expect: blocking-broker via GET /final
