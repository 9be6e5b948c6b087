"""Quart: views, hooks, error handlers, background tasks and streams."""

import asyncio

from quart import Blueprint, Quart, Response, render_template_string, websocket
from quart.utils import run_sync
from quart.views import MethodView, View

from tests.truth import asgi

RULES = ("frameworks/quart",)
NOT_DRIVEN = {}

APP = "quart.Quart"


async def drive(truth):
    app = Quart("truth")
    paths = []
    for build in (views, classes, hooks, errors, streams):
        build(app, truth, paths)
    async with asgi.served(app, truth):
        for path in paths:
            assert (await asgi.request(app, "GET", path))[0] == 200, path
        for path in ("/ws/0", "/ws/1", "/ws-added"):
            await asgi.websocket(app, path)
        for probe in (truth.plain, truth.coroutine):
            async with app.app_context():
                app.add_background_task(probe(f"{APP}.add_background_task"))
            await app.ensure_async(probe(f"{APP}.ensure_async"))()
        await run_sync(truth.plain("quart.utils.run_sync"))()
        await asyncio.sleep(0.05)


def handlers(truth, name, way="", result="ok"):
    async def asynchronous(*args, **kwargs):
        truth.ran(name, "async", way)
        return result

    def plain(*args, **kwargs):
        truth.ran(name, "sync", way)
        return result

    return asynchronous, plain


def views(app, truth, paths):
    blueprint = Blueprint("inner", "truth", url_prefix="/v1")
    for kind in (0, 1):
        app.get(f"/get/{kind}", endpoint=f"get{kind}")(handlers(truth, f"{APP}.get")[kind])
        app.route(f"/route/{kind}", endpoint=f"route{kind}")(handlers(truth, f"{APP}.route")[kind])
        app.add_url_rule(f"/add/{kind}", f"add{kind}", handlers(truth, f"{APP}.add_url_rule")[kind])
        blueprint.get(f"/get/{kind}", endpoint=f"get{kind}")(handlers(truth, "quart.Blueprint.get")[kind])
        app.websocket(f"/ws/{kind}", endpoint=f"ws{kind}")(handlers(truth, f"{APP}.websocket", result=None)[kind])
        paths += [f"/get/{kind}", f"/route/{kind}", f"/add/{kind}", f"/v1/get/{kind}"]
    app.register_blueprint(blueprint)

    async def added():
        truth.ran(f"{APP}.add_websocket", "async")
        await websocket.accept()

    app.add_websocket("/ws-added", "ws-added", added)


def classes(app, truth, paths):
    class Page(MethodView):
        async def get(self):
            truth.ran("quart.views.MethodView", "async", ".get")
            return "ok"

    class PlainPage(MethodView):
        def get(self):
            truth.ran("quart.views.MethodView", "sync", ".get")
            return "ok"

    class Whole(View):
        def dispatch_request(self):
            truth.ran("quart.views.View", "sync", ".dispatch_request")
            return "ok"

    for view in (Page, PlainPage, Whole):
        app.add_url_rule(f"/{view.__name__}", view_func=view.as_view(view.__name__))
        paths.append(f"/{view.__name__}")


def hooks(app, truth, paths):
    for kind in (0, 1):
        app.before_request(handlers(truth, f"{APP}.before_request", result=None)[kind])
        app.before_serving(handlers(truth, f"{APP}.before_serving")[kind])
        app.after_serving(handlers(truth, f"{APP}.after_serving")[kind])
        app.context_processor(handlers(truth, f"{APP}.context_processor", result={})[kind])
    app.template_filter("plain")(handlers(truth, f"{APP}.template_filter")[1])
    app.template_filter("asynchronous")(handlers(truth, f"{APP}.template_filter")[0])

    @app.while_serving
    async def serving():
        truth.ran(f"{APP}.while_serving", "async")
        yield
        truth.ran(f"{APP}.while_serving", "async")

    @app.get("/template")
    async def template():
        return await render_template_string("{{ 1 | plain }} {{ 1 | asynchronous }}")

    paths.append("/template")


def errors(app, truth, paths):
    kinds = [type(f"Error{number}", (Exception,), {}) for number in range(4)]
    for kind in (0, 1):
        app.errorhandler(kinds[kind])(handlers(truth, f"{APP}.errorhandler")[kind])
        app.register_error_handler(kinds[kind + 2], handlers(truth, f"{APP}.register_error_handler")[kind])

    @app.get("/fail/<int:kind>")
    async def fail(kind):
        raise kinds[kind]

    paths += [f"/fail/{kind}" for kind in range(4)]


def streams(app, truth, paths):
    @app.get("/stream/plain")
    async def plain():
        return Response(truth.generator("quart.Response")())

    @app.get("/stream/async")
    async def asynchronous():
        return Response(truth.async_generator("quart.Response")())

    @app.get("/stream/generator")
    def generator():
        truth.ran(f"{APP}.get", "sync")
        yield "ok"
        truth.ran(f"{APP}.get", "sync")

    paths += ["/stream/plain", "/stream/async", "/stream/generator"]
