"""What people add to FastAPI: slowapi, fastapi-utils, fastapi-users and sse-starlette."""

import asyncio

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi_users import BaseUserManager, FastAPIUsers
from fastapi_users.authentication import AuthenticationBackend, BearerTransport, JWTStrategy
from fastapi_utils.cbv import cbv
from fastapi_utils.tasks import repeat_every
from pydantic import BaseModel, field_validator
from slowapi import Limiter
from sse_starlette import EventSourceResponse

from tests.truth.asgi import request

RULES = ("frameworks/slowapi", "frameworks/fastapi-utils", "frameworks/fastapi-users", "frameworks/sse-starlette")
NOT_DRIVEN = {
    "sse_starlette.EventSourceResponse (data_sender_callable)": "coroutine functions only",
}


async def drive(truth):
    truth.phase = "serving"
    app = FastAPI()
    for build in (limited, view, users, streams):
        build(app, truth)
    for path in ("/limited", "/exempt", "/view", "/stream/plain", "/stream/async"):
        status, answer = await request(app, "GET", path)
        assert status == 200, (path, status, answer)
    status, _ = await request(app, "GET", "/me-plain", authorization="Bearer x")
    assert status == 401
    status, _ = await request(app, "GET", "/me-asynchronous", authorization="Bearer x")
    assert status == 401
    await repeated(truth)


def limited(app, truth):
    def key(request):
        truth.ran("slowapi.Limiter", "sync", "key_func")
        return "key"

    app.state.limiter = limiter = Limiter(key_func=key)

    @app.get("/limited")
    @limiter.limit("5/minute")
    async def route(request: Request):
        truth.ran("slowapi.Limiter.limit", "async", "decorates", caller="loop")
        return {}

    @app.get("/exempt")
    @limiter.exempt
    async def exempt(request: Request):
        truth.ran("slowapi.Limiter.exempt", "async", caller="loop")
        return {}


def view(app, truth):
    router = APIRouter()

    class Page(BaseModel):
        size: int = 1

        @field_validator("size")
        @classmethod
        def check(cls, value):
            truth.ran("fastapi_utils.cbv.cbv", "parameters")
            return value

    @cbv(router)
    class View:
        def __init__(self, size: int = 1):
            truth.ran("fastapi_utils.cbv.cbv", "sync")

        @router.get("/view")
        def get(self):
            return {}

    app.include_router(router)


async def repeated(truth):
    name = "fastapi_utils.tasks.repeat_every"
    every = repeat_every(seconds=0.01, max_repetitions=1)
    started = [asyncio.ensure_future(every(probe(name))()) for probe in (truth.plain, truth.coroutine)]
    await asyncio.sleep(0.1)
    await asyncio.gather(*started)


class Manager(BaseUserManager):
    reset_password_token_secret = verification_token_secret = "truth" * 10

    def parse_id(self, value):
        return self.truth.ran("fastapi_users.BaseUserManager", "sync", ".parse_id") or value

    async def on_after_login(self, user, request=None, response=None):
        self.truth.ran("fastapi_users.BaseUserManager", "async", ".on_*")


class Database:
    async def get(self, identifier):
        return None


def users(app, truth):
    name, backend = "fastapi_users.FastAPIUsers", "fastapi_users.authentication.AuthenticationBackend"

    async def async_manager():
        truth.ran(name, "async")
        manager = Manager(Database())
        manager.truth = truth
        yield manager

    def plain_manager():
        truth.ran(name, "sync")
        manager = Manager(Database())
        manager.truth = truth
        return manager

    def plain_strategy():
        truth.ran(backend, "sync")
        return strategy(truth)

    async def async_strategy():
        truth.ran(backend, "async")
        return strategy(truth)

    made = {"plain": (plain_manager, plain_strategy), "asynchronous": (async_manager, async_strategy)}
    for kind, (manager, get_strategy) in made.items():
        transport = AuthenticationBackend(kind, BearerTransport("login"), get_strategy)
        current = FastAPIUsers(manager, [transport]).authenticator.current_user()

        async def route(user=None):
            return {}

        app.get(f"/me-{kind}", dependencies=[Depends(current)])(route)


def strategy(truth):
    class Strategy(JWTStrategy):
        async def read_token(self, token, user_manager):
            user_manager.parse_id("1")
            await user_manager.on_after_login(None)
            return

    return Strategy("truth" * 10, 60)


def streams(app, truth):
    name = "sse_starlette.EventSourceResponse"

    @app.get("/stream/plain")
    async def plain():
        return EventSourceResponse(truth.generator(name, "content", item="x")())

    @app.get("/stream/async")
    async def asynchronous():
        return EventSourceResponse(truth.async_generator(name, "content", item="x")())
