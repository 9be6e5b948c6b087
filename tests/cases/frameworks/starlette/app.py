"""Starlette: routes, endpoints, middleware and the rest, by its own classes."""

import time

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.endpoints import HTTPEndpoint, WebSocketEndpoint
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route, WebSocketRoute


async def asynchronous(request: Request):
    time.sleep(1)  # expect: blocking-sleep via GET /async
    return JSONResponse({})


def plain(request: Request):
    time.sleep(1)
    return JSONResponse({}, background=BackgroundTask(plain_task))


async def offloading(request: Request):
    await run_in_threadpool(plain_task)
    return JSONResponse({}, background=BackgroundTask(async_task))


def plain_task():
    time.sleep(1)


async def async_task():
    time.sleep(1)  # expect: blocking-sleep via background task async_task


async def nested(request: Request):
    time.sleep(1)  # expect: blocking-sleep
    return JSONResponse({})


async def talk(socket):
    time.sleep(1)  # expect: blocking-sleep via WS /ws


class Page(HTTPEndpoint):
    async def get(self, request):
        time.sleep(1)  # expect: blocking-sleep via GET Page
        return JSONResponse({})

    def post(self, request):
        time.sleep(1)
        return JSONResponse({})


class Talk(WebSocketEndpoint):
    async def on_receive(self, socket, data):
        time.sleep(1)  # expect: blocking-sleep via WS Talk.on_receive


class Timing(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        time.sleep(1)  # expect: blocking-sleep via middleware Timing
        return await call_next(request)


class Raw:
    def __init__(self, app, seconds):
        time.sleep(seconds)  # expect: blocking-sleep via middleware Raw
        self.app = app

    async def __call__(self, scope, receive, send):
        time.sleep(1)  # expect: blocking-sleep via middleware Raw
        await self.app(scope, receive, send)


def failed(request, error):
    time.sleep(1)
    return JSONResponse({}, 500)


app = Starlette(
    routes=[
        Route("/async", asynchronous),
        Route("/plain", plain),
        Route("/offloading", offloading),
        Route("/page", Page),
        Mount("/nested", routes=[Route("/here", nested, methods=["DELETE"])]),
        WebSocketRoute("/ws", talk),
        WebSocketRoute("/talk", Talk),
    ],
    middleware=[Middleware(Timing), Middleware(Raw, seconds=1)],
    exception_handlers={ValueError: failed},
)
