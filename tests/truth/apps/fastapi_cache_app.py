"""fastapi-cache: a plain function under its decorator becomes a coroutine function that runs it in a thread."""

from fastapi import FastAPI
from fastapi_cache import FastAPICache
from fastapi_cache.backends.inmemory import InMemoryBackend
from fastapi_cache.decorator import cache

from tests.truth.asgi import request

RULES = ("frameworks/fastapi-cache",)
NOT_DRIVEN = {}


async def drive(truth):
    truth.phase = "serving"
    FastAPICache.init(InMemoryBackend())
    app = FastAPI()
    name = "fastapi_cache.decorator.cache"

    @app.get("/plain")
    @cache(expire=1)
    def plain():
        truth.ran(name, "sync")
        return {}

    @app.get("/async")
    @cache(expire=1)
    async def asynchronous():
        truth.ran(name, "async")
        return {}

    for path in ("/plain", "/async"):
        assert (await request(app, "GET", path))[0] == 200
