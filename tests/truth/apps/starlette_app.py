"""Starlette: routes, endpoints, middleware, lifespan, exception handlers, background tasks and responses."""

from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.authentication import AuthCredentials, AuthenticationBackend, AuthenticationError, SimpleUser, requires
from starlette.background import BackgroundTask, BackgroundTasks
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool, run_until_first_complete
from starlette.convertors import Convertor, register_url_convertor
from starlette.endpoints import HTTPEndpoint, WebSocketEndpoint
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route, Router, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from tests.truth.asgi import request, served, websocket

RULES = ("frameworks/starlette",)
NOT_DRIVEN = {}


async def drive(truth):
    app = application(truth)
    async with served(app, truth):
        await ask(app)
        await offload(truth)


async def ask(app):
    """One request for each thing that can be asked for."""
    for path in ("/async", "/sync", "/added", "/added-sync", "/class", "/class-sync", "/asgi/x"):
        assert (await request(app, "GET", path))[0] == 200, path
    for path in (
        "/stream",
        "/template",
        "/rendered",
        "/background",
        "/convert/7",
        "/files/static.txt",
        "/nested/async",
        "/own-default/x",
    ):
        assert (await request(app, "GET", path))[0] == 200, path
    for path in ("/error-async", "/error-sync", "/error-listed", "/error-assigned"):
        assert (await request(app, "GET", path))[0] == 500, path
    assert (await request(app, "GET", "/private"))[0] == 200
    assert (await request(app, "GET", "/private", authorization="wrong"))[0] == 400
    await websocket(app, "/ws")
    await websocket(app, "/ws-class", "hello")


class OwnError(Exception):
    """Raised for an exception handler; each handler has one of its own."""


class AsyncError(OwnError):
    pass


class PlainError(OwnError):
    pass


class ListedError(OwnError):
    pass


class AssignedError(OwnError):
    pass


def application(truth):
    app = Starlette(
        routes=[*routes(truth), *other_routes(truth)],
        middleware=[Middleware(plain_middleware(truth, "starlette.middleware.Middleware", "cls"))],
        exception_handlers={ListedError: handler(truth, "starlette.applications.Starlette", "exception_handlers")},
        lifespan=lifespan(truth, "starlette.applications.Starlette"),
    )
    app.add_route("/added", endpoint(truth, "starlette.applications.Starlette.add_route"))
    app.add_route("/added-sync", plain_endpoint(truth, "starlette.applications.Starlette.add_route"))
    app.add_exception_handler(AsyncError, handler(truth, "starlette.applications.Starlette.add_exception_handler"))
    app.add_exception_handler(PlainError, plain_handler(truth))
    app.exception_handlers[AssignedError] = handler(truth, "starlette.applications.Starlette.exception_handlers")
    add_middleware(app, truth)
    inner = app.router.lifespan_context
    outer = lifespan(truth, "starlette.routing.Router.lifespan_context")

    @asynccontextmanager
    async def both(app):
        async with inner(app), outer(app):
            yield

    app.router.lifespan_context = both
    return app


def endpoint(truth, name, way=""):
    async def answer(request):
        truth.ran(name, "async", way)
        return PlainTextResponse("ok")

    return answer


def plain_endpoint(truth, name, way=""):
    def answer(request):
        truth.ran(name, "sync", way)
        return PlainTextResponse("ok")

    return answer


def handler(truth, name, way=""):
    async def handle(request, error):
        truth.ran(name, "async", way)
        return PlainTextResponse("no", 500)

    return handle


def plain_handler(truth):
    def handle(request, error):
        truth.ran("starlette.applications.Starlette.add_exception_handler", "sync")
        return PlainTextResponse("no", 500)

    return handle


def lifespan(truth, name):
    @asynccontextmanager
    async def live(app):
        truth.ran(name, "async", "lifespan" if name.endswith("Starlette") else "")
        yield
        truth.ran(name, "async", "lifespan" if name.endswith("Starlette") else "")

    return live


def raises(error):
    async def fail(request):
        raise error

    return fail


def routes(truth):
    route = "starlette.routing.Route"

    async def connected(socket):
        truth.ran("starlette.routing.WebSocketRoute", "async")
        await socket.accept()
        await socket.close()

    return [
        Route("/async", endpoint(truth, route)),
        Route("/sync", plain_endpoint(truth, route)),
        Route("/error-async", raises(AsyncError())),
        Route("/error-sync", raises(PlainError())),
        Route("/error-listed", raises(ListedError())),
        Route("/error-assigned", raises(AssignedError())),
        WebSocketRoute("/ws", connected),
        Mount("/nested", routes=[Route("/async", endpoint(truth, route))]),
        *classes(truth),
    ]


def classes(truth):
    http, ws = "starlette.endpoints.HTTPEndpoint", "starlette.endpoints.WebSocketEndpoint"

    class Page(HTTPEndpoint):
        def __init__(self, scope, receive, send):
            super().__init__(scope, receive, send)
            truth.ran(http, "sync", ".__init__")

        async def get(self, request):
            truth.ran(http, "async", ".get")
            return PlainTextResponse("ok")

    class PlainPage(HTTPEndpoint):
        def get(self, request):
            truth.ran(http, "sync", ".get")
            return PlainTextResponse("ok")

    class Talk(WebSocketEndpoint):
        encoding = "text"

        def __init__(self, scope, receive, send):
            super().__init__(scope, receive, send)
            truth.ran(ws, "sync", ".__init__")

        async def on_receive(self, socket, data):
            truth.ran(ws, "async", ".on_receive")

    class Application:
        async def __call__(self, scope, receive, send):
            truth.ran("starlette.routing.Mount", "async", "app")
            await PlainTextResponse("ok")(scope, receive, send)

    return [
        Route("/class", Page),
        Route("/class-sync", PlainPage),
        WebSocketRoute("/ws-class", Talk),
        Mount("/asgi", Application()),
    ]


def other_routes(truth):
    class Number(Convertor):
        regex = "[0-9]+"

        def convert(self, value):
            truth.ran("starlette.convertors.Convertor", "sync", ".convert")
            return int(value)

        def to_string(self, value):
            return str(value)

    register_url_convertor("truth", Number())

    class Files(StaticFiles):
        def lookup_path(self, path):
            truth.ran("starlette.staticfiles.StaticFiles", "sync", ".lookup_path")
            return super().lookup_path(path)

        async def get_response(self, path, scope):
            truth.ran("starlette.staticfiles.StaticFiles", "async", ".get_response")
            return await super().get_response(path, scope)

    async def default(scope, receive, send):
        truth.ran("starlette.routing.Router", "async", "default")
        await PlainTextResponse("ok")(scope, receive, send)

    @requires("reader")
    async def private(request):
        truth.ran("starlette.authentication.requires", "async")
        return PlainTextResponse("ok")

    return [
        Route("/convert/{number:truth}", endpoint(truth, "starlette.routing.Route")),
        Route("/private", private),
        Mount("/files", Files(directory=Path(__file__).parent.parent / "data")),
        Mount("/own-default", Router(default=default)),
        *responses(truth),
    ]


def responses(truth):
    stream = "starlette.responses.StreamingResponse"

    async def streamed(request):
        for generator in (truth.generator(stream), truth.async_generator(stream)):
            await StreamingResponse(generator())(request.scope, request.receive, nothing)
        return PlainTextResponse("ok")

    class Rendered(Response):
        def render(self, content):
            truth.ran("starlette.responses.Response", "sync", ".render")
            return b"ok"

        async def __call__(self, scope, receive, send):
            truth.ran("starlette.responses.Response", "async", ".__call__")
            await super().__call__(scope, receive, send)

    async def rendered(request):
        truth.calls()
        return Rendered()

    def background(request):
        tasks = BackgroundTasks([BackgroundTask(truth.plain("starlette.background.BackgroundTask"))])
        for probe in (truth.plain, truth.coroutine):
            tasks.add_task(probe("starlette.background.BackgroundTasks.add_task"))
        return JSONResponse({}, background=tasks)

    folder = Path(__file__).parent.parent / "data"
    processor = truth.plain("starlette.templating.Jinja2Templates", result={})
    templates = Jinja2Templates(directory=folder, context_processors=[processor])

    async def template(request):
        truth.calls()
        return templates.TemplateResponse(request, "static.txt")

    return [
        Route("/stream", streamed),
        Route("/rendered", rendered),
        Route("/background", background),
        Route("/template", template),
    ]


async def nothing(message):
    """A `send` that drops what it is given."""


def plain_middleware(truth, name, way):
    class Middle:
        def __init__(self, app):
            truth.ran(name, "sync", way)
            self.app = app

        async def __call__(self, scope, receive, send):
            if scope["type"] == "http":
                truth.ran(name, "then", way)
            await self.app(scope, receive, send)

    return Middle


def add_middleware(app, truth):
    base = "starlette.middleware.base.BaseHTTPMiddleware"

    class Dispatching(BaseHTTPMiddleware):
        def __init__(self, app):
            truth.ran(base, "sync", ".__init__")
            super().__init__(app)

        async def dispatch(self, request, call_next):
            truth.ran(base, "async", ".dispatch")
            return await call_next(request)

    async def dispatch(request, call_next):
        truth.ran("starlette.applications.Starlette.add_middleware", "async", "dispatch")
        return await call_next(request)

    class Backend(AuthenticationBackend):
        async def authenticate(self, connection):
            truth.ran("starlette.authentication.AuthenticationBackend", "async", ".authenticate")
            if connection.headers.get("authorization") == "wrong":
                raise AuthenticationError
            return AuthCredentials(["reader"]), SimpleUser("reader")

    def failed(connection, error):
        truth.ran("starlette.applications.Starlette.add_middleware", "sync", "on_error")
        return PlainTextResponse("no", 400)

    app.add_middleware(AuthenticationMiddleware, backend=Backend(), on_error=failed)
    app.add_middleware(Dispatching)
    app.add_middleware(BaseHTTPMiddleware, dispatch=dispatch)
    app.add_middleware(plain_middleware(truth, "starlette.applications.Starlette.add_middleware", "middleware_class"))


async def offload(truth):
    for probe in (truth.plain, truth.coroutine):
        await run_in_threadpool(probe("starlette.concurrency.run_in_threadpool"))
    steps = truth.generator("starlette.concurrency.iterate_in_threadpool")
    async for _ in iterate_in_threadpool(steps()):
        pass
    first = truth.coroutine("starlette.concurrency.run_until_first_complete")
    await run_until_first_complete((first, {}), (first, {}))
