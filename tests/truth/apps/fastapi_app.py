"""FastAPI: routes, dependencies, models, middleware, exception handlers and the life of an application."""

import functools
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Request, Response, Security, WebSocket
from fastapi.concurrency import contextmanager_in_threadpool
from fastapi.responses import JSONResponse, PlainTextResponse, StreamingResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, computed_field, field_validator

from tests.truth.asgi import request, served, websocket

RULES = ("frameworks/fastapi",)
NOT_DRIVEN = {
    "fastapi.FastAPI.websocket_route (decorates)": "Starlette's, in starlette_app.py",
    "fastapi.FastAPI.add_api_websocket_route (endpoint)": "what websocket calls",
    "fastapi.APIRouter.route (decorates)": "Starlette's, in starlette_app.py",
}

GET = "fastapi.FastAPI.get"
ADD = "fastapi.FastAPI.add_api_route"


class AsyncError(Exception):
    pass


class PlainError(Exception):
    pass


class ListedError(Exception):
    pass


async def drive(truth):
    app = application(truth)
    for build in (routes, wrapped_routes, models, dependencies, overrides, middleware, problems, responses, included):
        build(app, truth)
    async with served(app, truth):
        await ask(app)
        truth.phase = "serving"
        manager = plain_manager(truth, "fastapi.concurrency.contextmanager_in_threadpool")
        async with contextmanager_in_threadpool(manager()):
            pass
    async with served(with_events(truth), truth):
        pass


async def ask(app):
    for route in app.state.paths:
        method, _, path = route.partition(" ")
        body = {"name": "x"} if method == "POST" else None
        status, answer = await request(app, method, path, body)
        assert status == (500 if "problem" in path else 200), (route, status, answer)
    await websocket(app, "/ws")


def application(truth):
    @asynccontextmanager
    async def live(app):
        truth.ran("fastapi.FastAPI", "async", "lifespan")
        yield
        truth.ran("fastapi.FastAPI", "async", "lifespan")

    async def listed(request, error):
        truth.ran("fastapi.FastAPI", "async", "exception_handlers")
        return PlainTextResponse("no", 500)

    def unique(route):
        if truth.phase != "import":  # of a route that stands on the application itself
            truth.ran("fastapi.FastAPI", "sync", "generate_unique_id_function")
        return route.path

    class App(FastAPI):
        def openapi(self):
            truth.ran("fastapi.FastAPI", "sync", ".openapi")
            return {}

    app = App(
        lifespan=live,
        exception_handlers={ListedError: listed},
        generate_unique_id_function=unique,
    )
    app.state.paths = ["GET /openapi.json", "GET /replaced/openapi.json"]
    replaced = FastAPI()
    replaced.openapi = truth.plain("fastapi.FastAPI.openapi", "assigned", {})
    app.mount("/replaced", replaced)
    return app


def with_events(truth):
    """An application without a lifespan function: with one, FastAPI calls no event handlers."""
    probes = (truth.plain, truth.coroutine)
    app = FastAPI(
        on_startup=[probe("fastapi.FastAPI", "on_startup") for probe in probes],
        on_shutdown=[probe("fastapi.FastAPI", "on_shutdown") for probe in probes],
    )
    for probe in probes:
        for event in ("startup", "shutdown"):
            app.on_event(event)(probe("fastapi.FastAPI.on_event"))
            app.router.add_event_handler(event, probe("fastapi.APIRouter.add_event_handler"))
    return app


def async_route(truth, name, way):
    async def answer():
        truth.ran(name, "async", way)
        return {}

    return answer


def plain_route(truth, name, way):
    def answer():
        truth.ran(name, "sync", way)
        return {}

    return answer


def routes(app, truth):
    for make in (async_route, plain_route):
        kind = make.__name__
        app.get(f"/get/{kind}")(make(truth, GET, "decorates"))
        app.api_route(f"/api/{kind}", methods=["PUT"])(make(truth, "fastapi.FastAPI.api_route", "decorates"))
        app.add_api_route(f"/add/{kind}", make(truth, ADD, "endpoint"))
        app.state.paths += [f"GET /get/{kind}", f"PUT /api/{kind}", f"GET /add/{kind}"]

    @app.websocket("/ws")
    async def talk(socket: WebSocket):
        truth.ran("fastapi.FastAPI.websocket", "async", "decorates")
        await socket.accept()
        await socket.close()

    class View:
        async def asynchronous(self):
            truth.ran(ADD, "async", "endpoint")

        def plain(self):
            truth.ran(ADD, "sync", "endpoint")

    app.add_api_route("/method/async", View().asynchronous)
    app.add_api_route("/method/plain", View().plain)
    app.state.paths += ["GET /method/async", "GET /method/plain"]


def wrapped_routes(app, truth):
    """Partials are looked through; the function under `functools.wraps` decides, the wrapper runs there."""

    def plainly(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            truth.ran(GET, "async", "decorates")
            return function(*args, **kwargs)

        return wrapper

    def asynchronously(function):
        @functools.wraps(function)
        async def wrapper(*args, **kwargs):
            truth.ran(GET, "async", "decorates")
            return function(*args, **kwargs)

        return wrapper

    def with_name(name, kind):
        truth.ran(ADD, kind, "endpoint")

    async def async_with_name(name, kind):
        truth.ran(ADD, kind, "endpoint")

    app.get("/wrapped/async")(plainly(async_route(truth, GET, "decorates")))

    @app.get("/wrapped/plain")
    @asynchronously
    def _():
        truth.ran(GET, "async", "decorates")

    app.add_api_route("/partial/plain", functools.partial(with_name, "x", "sync"))
    app.add_api_route("/partial/async", functools.partial(async_with_name, "x", "async"))
    app.state.paths += [f"GET /{way}/{kind}" for way in ("wrapped", "partial") for kind in ("async", "plain")]


def models(app, truth):
    """Values of parameters are made on the loop, results where the route ran, output on the loop again."""

    class Body(BaseModel):
        name: str

        @field_validator("name")
        @classmethod
        def check(cls, value):
            truth.ran("fastapi.FastAPI.post", "parameters", "decorates")
            return value

    class Result(BaseModel):
        where: str

        @field_validator("where")
        @classmethod
        def check(cls, value):
            truth.ran("fastapi.FastAPI.post", "result", "decorates", caller=value)
            return value

        @computed_field
        def computed(self) -> str:
            truth.ran("fastapi.FastAPI.post", "output", "decorates")
            return ""

    @app.post("/model/async")
    async def asynchronous(body: Body) -> Result:
        return {"where": truth.here()}

    @app.post("/model/plain", response_model=Result)
    def plain(body: Body):
        return {"where": truth.here()}

    app.state.paths += ["POST /model/async", "POST /model/plain"]


def plain_generator(truth, name, way=""):
    def provide():
        truth.ran(name, "sync", way)
        yield 1
        truth.ran(name, "sync", way)

    return provide


def async_generator(truth, name, way=""):
    async def provide():
        truth.ran(name, "async", way)
        yield 1
        truth.ran(name, "async", way)

    return provide


def plain_manager(truth, name, way=""):
    return contextmanager(plain_generator(truth, name, way))


def dependencies(app, truth):
    depends = "fastapi.Depends"

    class Settings(BaseModel):
        name: str = "x"

        @field_validator("name")
        @classmethod
        def check(cls, value):
            truth.ran(depends, "parameters")
            return value

    class Page:
        def __init__(self, name: str = ""):
            truth.ran(depends, "sync")

    class Checker:
        def __call__(self):
            truth.ran(depends, "sync")

    class AsyncChecker:
        async def __call__(self):
            truth.ran(depends, "async")

    def with_parameters(name: str = "", settings: Annotated[Settings, "no marker"] = None):
        truth.ran(depends, "sync")

    kinds = [plain_route, async_route, plain_generator, async_generator]
    callables = [kind(truth, depends, "") for kind in kinds] + [Checker(), AsyncChecker(), Page]
    for number, callable_ in enumerate(callables):

        @app.get(f"/depends/{number}")
        def depending(value: Annotated[object, Depends(callable_)]):
            return {}

    app.get("/depends/listed", dependencies=[Depends(one) for one in callables])(empty)
    secured = [Security(make(truth, "fastapi.Security", "")) for make in (plain_route, async_route)]
    app.get("/depends/secured", dependencies=secured)(empty)
    app.post("/depends/parameters", dependencies=[Depends(settings_of(Settings))])(empty)
    app.state.paths += [f"GET /depends/{number}" for number in range(len(callables))]
    app.state.paths += ["GET /depends/listed", "GET /depends/secured", "POST /depends/parameters"]


def settings_of(model):
    def dependency(settings: model):
        return settings

    return dependency


def overrides(app, truth):
    name = "fastapi.FastAPI.dependency_overrides"
    for number, make in enumerate((plain_route, async_route, plain_generator, async_generator)):
        replaced = raises(AssertionError("it is replaced"))
        app.get(f"/override/{number}", dependencies=[Depends(replaced)])(empty)
        app.dependency_overrides[replaced] = make(truth, name, "assigned")
        app.state.paths.append(f"GET /override/{number}")


def middleware(app, truth):
    @app.middleware("http")
    async def pass_on(request: Request, call_next):
        truth.ran("fastapi.FastAPI.middleware", "async")
        return await call_next(request)


def problems(app, truth):
    name = "fastapi.FastAPI.exception_handler"

    @app.exception_handler(AsyncError)
    async def asynchronous(request, error):
        truth.ran(name, "async")
        return PlainTextResponse("no", 500)

    @app.exception_handler(PlainError)
    def plain(request, error):
        truth.ran(name, "sync")
        return PlainTextResponse("no", 500)

    for error in (AsyncError, PlainError, ListedError):
        app.get(f"/problem/{error.__name__}")(raises(error()))
        app.state.paths.append(f"GET /problem/{error.__name__}")


def empty():
    return {}


def raises(error):
    def fail():
        raise error

    return fail


def responses(app, truth):
    def own_response(name, way):
        class Own(Response):
            def render(self, content):
                truth.ran(name, "sync", way)
                return b"ok"

            async def __call__(self, scope, receive, send):
                truth.ran(name, "then", way)
                await super().__call__(scope, receive, send)

        return Own

    app.get("/response/class", response_class=own_response(GET, "response_class"))(empty)
    default = own_response("fastapi.FastAPI.include_router", "default_response_class")
    router = APIRouter()
    router.get("/response/default")(empty)
    app.include_router(router, default_response_class=default)
    for make, kind in ((plain_generator, "plain"), (async_generator, "async")):
        streamed = make(truth, GET, "decorates")
        app.get(f"/response/stream/{kind}", response_class=TextStream)(text_of(streamed, kind))
        app.state.paths.append(f"GET /response/stream/{kind}")
    app.state.paths += ["GET /response/class", "GET /response/default"]


class TextStream(StreamingResponse):
    media_type = "text/plain"


def text_of(generator, kind):
    """The same generator function, giving text."""

    def plain():
        for item in generator():
            yield str(item)

    async def asynchronous():
        async for item in generator():
            yield str(item)

    return plain if kind == "plain" else asynchronous


def included(app, truth):
    """Routers in routers, route classes, background tasks."""
    base = "fastapi.routing.APIRoute"

    class Watched(APIRoute):
        def get_route_handler(self):
            if truth.phase != "import":
                truth.ran(base, "sync", ".get_route_handler")
            handle = super().get_route_handler()

            async def watched(request):
                truth.ran(base, "then", ".get_route_handler")
                return await handle(request)

            return watched

        async def handle(self, scope, receive, send):
            truth.ran(base, "async", ".handle")
            await super().handle(scope, receive, send)

    inner = APIRouter(prefix="/inner", route_class=Watched)

    @inner.get("/background")
    def later(tasks: BackgroundTasks):
        truth.ran("fastapi.APIRouter.get", "sync", "decorates")
        return JSONResponse({})

    outer = APIRouter(prefix="/outer")
    outer.include_router(inner)
    app.include_router(outer, prefix="/v1")
    app.state.paths.append("GET /v1/outer/inner/background")
