"""Litestar: handlers, dependencies, hooks, middleware, events and streams."""

from contextlib import asynccontextmanager
from typing import Any

import litestar
from litestar import Litestar, Request, Response, Router
from litestar.background_tasks import BackgroundTask
from litestar.concurrency import sync_to_thread
from litestar.di import Provide
from litestar.events import listener
from litestar.handlers import WebsocketListener
from litestar.middleware import (
    AbstractAuthenticationMiddleware,
    AbstractMiddleware,
    ASGIMiddleware,
    AuthenticationResult,
    DefineMiddleware,
)
from litestar.plugins import InitPluginProtocol
from litestar.response import ServerSentEvent, Stream
from litestar.utils import ensure_async_callable

from tests.truth.asgi import request, served, websocket

RULES = ("frameworks/litestar",)
NOT_DRIVEN = {}


async def drive(truth):
    paths = []
    app = application(truth, paths)
    async with served(app, truth):
        for path in paths:
            status, answer = await request(app, "GET", path)
            assert status == (500 if "fail" in path else 200), (path, status, answer)
        await websocket(app, "/ws")
        await websocket(app, "/listen", "hello")
        await websocket(app, "/listen-plain", "hello")
        await websocket(app, "/listener", "hello")
        for probe in (truth.plain, truth.coroutine):
            await ensure_async_callable(probe("litestar.utils.ensure_async_callable"))()
        await sync_to_thread(truth.plain("litestar.concurrency.sync_to_thread"))


def application(truth, paths):
    handlers = [*plain_handlers(truth, paths), *dependencies(truth, paths), *sockets(truth), *streams(truth, paths)]
    name = "litestar.Litestar"

    def failed(request, error):
        truth.ran(name, "sync", "exception_handlers")
        return Response("no", status_code=500)

    @asynccontextmanager
    async def live(app):
        truth.ran(name, "async", "lifespan")
        yield
        truth.ran(name, "async", "lifespan")

    return Litestar(
        handlers,
        plugins=[plugin(truth)],
        exception_handlers={ZeroDivisionError: failed},
        lifespan=[live],
        on_startup=[truth.plain(name, "on_startup"), truth.coroutine(name, "on_startup")],
        on_shutdown=[truth.plain(name, "on_startup"), truth.coroutine(name, "on_startup")],
        middleware=middleware(truth),
        before_send=hooks(truth, "before_send", 2),
        after_exception=hooks(truth, "before_send", 2),
        guards=hooks(truth, "guards", 2),
        before_request=hooks(truth, "before_request", 1)[0],
        after_response=hooks(truth, "before_request", 1)[1],
        listeners=events(truth),
    )


def plugin(truth):
    """A plugin that adds hooks to the configuration of the application."""
    name = "litestar.config.app.AppConfig.on_startup"

    class Plugin(InitPluginProtocol):
        def on_app_init(self, app_config):
            app_config.on_startup += [truth.plain(name), truth.coroutine(name)]
            return app_config

    return Plugin()


def hooks(truth, way, arguments):
    """A plain and an async hook."""
    name = "litestar.Litestar"

    def plain(*args: Any) -> None:
        truth.ran(name, "sync", way)

    async def asynchronous(*args: Any) -> None:
        truth.ran(name, "async", way)

    if arguments == 1:
        return lambda request: plain(request), asynchronous  # noqa: PLW0108 - Litestar counts the parameters
    return [lambda first, second: plain(first), lambda_of(asynchronous)]


def lambda_of(function):
    async def called(first: Any, second: Any) -> None:
        await function(first)

    return called


def middleware(truth):
    name = "litestar.Litestar"

    def factory(app):
        truth.ran(name, "sync", "middleware")

        async def middle(scope, receive, send):
            if scope["type"] == "http":
                truth.ran(name, "then", "middleware")
            await app(scope, receive, send)

        return middle

    class Defined:
        def __init__(self, app):
            truth.ran("litestar.middleware.DefineMiddleware", "sync")
            self.app = app

        async def __call__(self, scope, receive, send):
            truth.ran("litestar.middleware.DefineMiddleware", "then")
            await self.app(scope, receive, send)

    class Handling(ASGIMiddleware):
        async def handle(self, scope, receive, send, next_app):
            truth.ran("litestar.middleware.ASGIMiddleware", "async", ".handle")
            await next_app(scope, receive, send)

    class Abstract(AbstractMiddleware):
        async def __call__(self, scope, receive, send):
            truth.ran("litestar.middleware.AbstractMiddleware", "async", ".__call__")
            await self.app(scope, receive, send)

    class Authenticating(AbstractAuthenticationMiddleware):
        async def authenticate_request(self, connection):
            name = "litestar.middleware.AbstractAuthenticationMiddleware"
            truth.ran(name, "async", ".authenticate_request")
            return AuthenticationResult(user=None, auth=None)

    return [factory, DefineMiddleware(Defined), Handling(), Abstract, Authenticating]


def events(truth):
    name = "litestar.events.listener"

    @listener("happened")
    async def asynchronous() -> None:
        truth.ran(name, "async")

    @listener("happened")
    def plain() -> None:
        truth.ran(name, "sync")

    return [asynchronous, plain]


def answer(truth, name, column, row=0):
    """A handler that belongs to the first or second row of its name."""
    if column == "async":

        async def handler() -> None:
            truth.ran(name, "async", f"decorates#{row}")
    else:

        def handler() -> None:
            truth.ran(name, "sync", f"decorates#{row}")

    return handler


def plain_handlers(truth, paths):
    paths += ["/async", "/plain", "/thread", "/route", "/route-thread", "/inner/nested", "/fail", "/asgi"]

    @litestar.get("/fail")
    async def fail() -> None:
        raise ZeroDivisionError

    @litestar.asgi("/asgi")
    async def asgi(scope: Any, receive: Any, send: Any) -> None:
        truth.ran("litestar.asgi", "async")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})

    get, route = "litestar.get", "litestar.route"
    return [
        litestar.get("/async")(answer(truth, get, "async")),
        litestar.get("/plain")(answer(truth, get, "sync")),
        litestar.get("/thread", sync_to_thread=True)(answer(truth, get, "sync", 1)),
        litestar.route("/route", http_method="GET")(answer(truth, route, "sync")),
        litestar.route("/route-thread", http_method="GET", sync_to_thread=True)(answer(truth, route, "sync", 1)),
        Router("/inner", route_handlers=[litestar.get("/nested")(answer(truth, get, "async"))]),
        fail,
        asgi,
    ]


def dependencies(truth, paths):
    name = "litestar.di.Provide"

    async def asynchronous() -> int:
        truth.ran(name, "async", "dependency#0")
        return 1

    def plain() -> int:
        truth.ran(name, "sync", "dependency#0")
        return 1

    def threaded() -> int:
        truth.ran(name, "sync", "dependency#1")
        return 1

    def generator() -> Any:
        truth.ran(name, "sync", "dependency#0")
        yield 1

    async def async_generator() -> Any:
        truth.ran(name, "async", "dependency#0")
        yield 1
        truth.ran(name, "async", "dependency#0")

    providers = [Provide(one) for one in (asynchronous, plain, generator, async_generator)]
    providers.append(Provide(threaded, sync_to_thread=True))
    paths += [f"/dependency/{number}" for number in range(len(providers))]
    return [depending(number, provider) for number, provider in enumerate(providers)]


def depending(number, provider):
    @litestar.get(f"/dependency/{number}", dependencies={"value": provider})
    async def handler(value: int) -> None:
        pass

    return handler


def sockets(truth):
    @litestar.websocket("/ws")
    async def raw(socket: litestar.WebSocket) -> None:
        truth.ran("litestar.websocket", "async", "decorates")
        await socket.accept()
        await socket.close()

    @litestar.websocket_listener("/listen")
    async def asynchronous(data: str) -> None:
        truth.ran("litestar.websocket_listener", "async")

    @litestar.websocket_listener("/listen-plain")
    def plain(data: str) -> None:
        truth.ran("litestar.websocket_listener", "sync")

    class Listener(WebsocketListener):
        path = "/listener"

        def on_accept(self, socket: litestar.WebSocket) -> None:
            truth.ran("litestar.handlers.WebsocketListener", "sync", ".on_accept")

        async def on_receive(self, data: str) -> None:
            truth.ran("litestar.handlers.WebsocketListener", "async", ".on_receive")

    return [raw, asynchronous, plain, Listener]


def streams(truth, paths):
    paths += ["/stream/plain", "/stream/async", "/events/plain", "/background/plain", "/background/async"]
    stream, background = "litestar.response.Stream", "litestar.background_tasks.BackgroundTask"

    @litestar.get("/stream/plain")
    async def plain(request: Request) -> Stream:
        request.app.emit("happened")
        return Stream(truth.generator(stream)())

    @litestar.get("/stream/async")
    async def asynchronous() -> Stream:
        return Stream(truth.async_generator(stream)())

    @litestar.get("/events/plain")
    async def sent() -> ServerSentEvent:
        return ServerSentEvent(truth.generator("litestar.response.ServerSentEvent", item="x")())

    @litestar.get("/background/plain")
    async def later_plain() -> Response[None]:
        return Response(None, background=BackgroundTask(truth.plain(background)))

    @litestar.get("/background/async")
    async def later_async() -> Response[None]:
        return Response(None, background=BackgroundTask(truth.coroutine(background)))

    return [plain, asynchronous, sent, later_plain, later_async]
