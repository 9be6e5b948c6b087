"""BlackSheep: handlers, controllers, middlewares, events and streams."""

from blacksheep import Application, Response, Router, StreamedContent, text
from blacksheep.server.controllers import Controller
from blacksheep.server.routing import RoutesRegistry

from tests.truth import asgi

RULES = ("frameworks/blacksheep",)
NOT_DRIVEN = {
    "blacksheep.server.application.ApplicationEvent.__call__ (0)": "what Application.on_start is called as",
}

APP, ROUTER = "blacksheep.Application", "blacksheep.Router"
METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace", "connect")


async def drive(truth):
    app = Application(router=Router())
    app.controllers_router = RoutesRegistry()
    paths = []
    for build in (routes, controllers, handlers_of_errors, events):
        build(app, truth, paths)
    async with asgi.served(app, truth):
        for route in paths:
            method, _, path = route.rpartition(" ")
            assert (await asgi.request(app, method or "GET", path))[0] == 200, route
        await asgi.websocket(app, "/ws")
        await asgi.websocket(app, "/ws-added")


def handlers(truth, name, way=""):
    async def asynchronous():
        truth.ran(name, "async", way)
        return text("ok")

    def plain():
        truth.ran(name, "sync", way)
        return text("ok")

    return asynchronous, plain


def routes(app, truth, paths):
    for kind in (0, 1):
        app.router.get(f"/decorated/{kind}")(handlers(truth, f"{ROUTER}.get")[kind])
        for method in METHODS:
            add = getattr(app.router, f"add_{method}")
            add(f"/{method}/{kind}", handlers(truth, f"{ROUTER}.add_{method}")[kind])
            paths.append(f"{method.upper()} /{method}/{kind}")
        app.router.route(f"/route/{kind}")(handlers(truth, f"{ROUTER}.route")[kind])
        paths += [f"/decorated/{kind}", f"/route/{kind}"]

    @app.router.ws("/ws")
    async def talk(socket):
        truth.ran(f"{ROUTER}.ws", "async")
        await socket.accept()
        await socket.close()

    async def added(socket):
        truth.ran(f"{ROUTER}.add_ws", "async")
        await socket.accept()
        await socket.close()

    app.router.add_ws("/ws-added", added)

    @app.router.get("/stream")
    async def stream():
        content = truth.async_generator("blacksheep.StreamedContent", item=b"ok")
        return Response(200, content=StreamedContent(b"text/plain", content))

    paths.append("/stream")


def controllers(app, truth, paths):
    base = "blacksheep.server.controllers.Controller"
    registry = app.controllers_router

    class Home(Controller):
        def __init__(self):
            truth.ran(base, "sync", ".__init__")

        async def on_request(self, request):
            truth.ran(base, "async", ".on_request")

        @registry.get("/controller")
        def home(self):
            truth.ran("blacksheep.get", "sync")
            return text("ok")

    paths.append("/controller")


def handlers_of_errors(app, truth, paths):
    kinds = [type(f"Error{number}", (Exception,), {}) for number in range(2)]

    @app.exception_handler(kinds[0])
    async def decorated(app, request, error):
        truth.ran(f"{APP}.exception_handler", "async")
        return text("ok")

    async def assigned(app, request, error):
        truth.ran(f"{APP}.exceptions_handlers", "async")
        return text("ok")

    app.exceptions_handlers[kinds[1]] = assigned

    @app.router.get("/fail/{int:kind}")
    async def fail(kind: int):
        raise kinds[kind]

    async def middleware(request, handler):
        truth.ran(f"{APP}.middlewares", "async")
        return await handler(request)

    app.middlewares.append(middleware)
    paths += ["/fail/0", "/fail/1"]


def events(app, truth, paths):
    async def started(app):
        truth.ran(f"{APP}.on_start", "async", "0")

    async def stopping(app):
        truth.ran(f"{APP}.on_stop", "async", "assigned")

    def plain(app):
        truth.ran(f"{APP}.on_start", "sync", "0")
        return nothing()

    app.on_start(started)
    app.on_start(plain)
    app.on_stop += stopping

    @app.lifespan
    async def live():
        truth.ran(f"{APP}.lifespan", "async")
        yield
        truth.ran(f"{APP}.lifespan", "async")


async def nothing():
    pass
