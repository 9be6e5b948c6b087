"""Sanic: handlers, middleware, listeners, signals and tasks, by its own ASGI interface."""

import asyncio

from sanic import Blueprint, Sanic
from sanic.response import empty, text
from sanic.views import HTTPMethodView

from tests.truth.asgi import request, served, websocket

RULES = ("frameworks/sanic",)
NOT_DRIVEN = {}

APP = "sanic.Sanic"


async def drive(truth):
    Sanic.test_mode = True
    app = Sanic(f"truth{id(truth)}", configure_logging=False)
    app.config.TOUCHUP = False
    for build in (routes, middleware, listeners, signals):
        build(app, truth)
    async with served(app, truth):
        for path in ("/get/0", "/get/1", "/route/0", "/add/0", "/add/1", "/view", "/v1/get/0"):
            assert (await request(app, "GET", path))[0] == 200, path
        for path in ("/fail/0", "/fail/1"):
            assert (await request(app, "GET", path))[0] == 204, path
        await websocket(app, "/ws")
        await websocket(app, "/ws-added")
        await app.dispatch("truth.signal.sent")
        await app.dispatch("truth.signal.added")
        for probe in (truth.plain, truth.coroutine):
            app.add_task(probe(f"{APP}.add_task"))
        await asyncio.sleep(0.05)
    Sanic._app_registry.clear()


def handlers(truth, name, way=""):
    async def asynchronous(request, **kwargs):
        truth.ran(name, "async", way)
        return text("ok")

    def plain(request, **kwargs):
        truth.ran(name, "sync", way)
        return text("ok")

    return asynchronous, plain


def routes(app, truth):
    for kind in (0, 1):
        app.get(f"/get/{kind}", name=f"get{kind}")(handlers(truth, f"{APP}.get")[kind])
        app.add_route(handlers(truth, f"{APP}.add_route")[kind], f"/add/{kind}", name=f"add{kind}")
    app.route("/route/0", name="route")(handlers(truth, f"{APP}.route")[0])

    class View(HTTPMethodView):
        async def get(self, request):
            truth.ran("sanic.views.HTTPMethodView", "async", ".get")
            return text("ok")

    app.add_route(View.as_view(), "/view")
    blueprint = Blueprint("inner", url_prefix="/v1")
    blueprint.get("/get/0", name="inner")(handlers(truth, "sanic.Blueprint.get")[0])
    app.blueprint(blueprint)

    @app.websocket("/ws")
    async def talk(request, socket):
        truth.ran(f"{APP}.websocket", "async")

    async def added(request, socket):
        truth.ran(f"{APP}.add_websocket_route", "async")

    app.add_websocket_route(added, "/ws-added")


def passing(truth, name, way=""):
    """Middleware that answers nothing, so that the request goes on."""

    async def asynchronous(*args):
        truth.ran(name, "async", way)

    def plain(*args):
        truth.ran(name, "sync", way)

    return asynchronous, plain


def middleware(app, truth):
    for kind in (0, 1):
        app.on_request(passing(truth, f"{APP}.on_request", "0")[kind])
        app.on_response(passing(truth, f"{APP}.on_response", "0")[kind])
        app.middleware("request")(passing(truth, f"{APP}.middleware", "decorates")[kind])
        app.register_middleware(passing(truth, f"{APP}.register_middleware")[kind])

    class AsyncError(Exception):
        pass

    class PlainError(Exception):
        pass

    @app.exception(AsyncError)
    async def asynchronous(request, error):
        truth.ran(f"{APP}.exception", "async")
        return empty()

    @app.exception(PlainError)
    def plain(request, error):
        truth.ran(f"{APP}.exception", "sync")
        return empty()

    @app.get("/fail/<kind:int>")
    async def fail(request, kind):
        raise (AsyncError, PlainError)[kind]


def listeners(app, truth):
    for kind in (0, 1):
        app.before_server_start(passing(truth, f"{APP}.before_server_start")[kind])
        app.after_server_stop(passing(truth, f"{APP}.after_server_stop")[kind])
        app.listener("before_server_start")(passing(truth, f"{APP}.listener")[kind])
        app.register_listener(passing(truth, f"{APP}.register_listener")[kind], "before_server_start")


def signals(app, truth):
    for kind in (0, 1):
        app.signal("truth.signal.sent")(keyword(passing(truth, f"{APP}.signal")[kind]))
        app.add_signal(keyword(passing(truth, f"{APP}.add_signal")[kind]), "truth.signal.added")


def keyword(function):
    """The same function, a new object: Sanic marks handlers."""
    if asyncio.iscoroutinefunction(function):

        async def asynchronous(**context):
            await function()

        return asynchronous
    return lambda **context: function()
