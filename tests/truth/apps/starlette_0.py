"""Starlette before 1: what version 1 dropped."""

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse

from tests.truth.asgi import request, served, websocket

RULES = ("frameworks/starlette-0",)
NOT_DRIVEN = {}

APP = "starlette.applications.Starlette"


async def drive(truth):
    app = application(truth)
    async with served(app, truth):
        assert (await request(app, "GET", "/async"))[0] == 200
        assert (await request(app, "GET", "/plain"))[0] == 200
        assert (await request(app, "GET", "/fail/key"))[0] == 500
        assert (await request(app, "GET", "/fail/index"))[0] == 500
        await websocket(app, "/decorated")
        await websocket(app, "/added")


def application(truth):
    probes = (truth.plain, truth.coroutine)
    app = Starlette(
        on_startup=[probe(APP, "on_startup") for probe in probes],
        on_shutdown=[probe(APP, "on_shutdown") for probe in probes],
    )
    for probe in probes:
        app.on_event("startup")(probe(f"{APP}.on_event"))
        app.add_event_handler("shutdown", probe(f"{APP}.add_event_handler"))
    routes(app, truth)
    handlers(app, truth)
    return app


def routes(app, truth):
    @app.route("/async")
    async def asynchronous(request):
        truth.ran(f"{APP}.route", "async")
        return PlainTextResponse("ok")

    @app.route("/plain")
    def plain(request):
        truth.ran(f"{APP}.route", "sync")
        return PlainTextResponse("ok")

    @app.route("/fail/{kind}")
    async def fail(request):
        raise {"key": KeyError, "index": IndexError}[request.path_params["kind"]]

    @app.websocket_route("/decorated")
    async def decorated(socket):
        truth.ran(f"{APP}.websocket_route", "async")
        await socket.accept()
        await socket.close()

    async def added(socket):
        truth.ran(f"{APP}.add_websocket_route", "async")
        await socket.accept()
        await socket.close()

    app.add_websocket_route("/added", added)


def handlers(app, truth):
    @app.middleware("http")
    async def pass_on(request, call_next):
        truth.ran(f"{APP}.middleware", "async")
        return await call_next(request)

    @app.exception_handler(KeyError)
    async def asynchronous(request, error):
        truth.ran(f"{APP}.exception_handler", "async")
        return PlainTextResponse("no", 500)

    @app.exception_handler(IndexError)
    def plain(request, error):
        truth.ran(f"{APP}.exception_handler", "sync")
        return PlainTextResponse("no", 500)
