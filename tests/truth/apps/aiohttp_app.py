"""aiohttp: handlers, views, middlewares and signals, over a real socket."""

import asyncio

import aiohttp
from aiohttp import web

RULES = ("frameworks/aiohttp",)
NOT_DRIVEN = {"aiohttp.web.run_app (app)": "starts a loop of its own and serves forever"}

ROUTER = "aiohttp.web.UrlDispatcher"
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")


async def drive(truth):
    app = application(truth)
    runner = web.AppRunner(app, handle_signals=False)
    truth.phase = "startup"
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    truth.phase = "serving"
    await ask(truth, f"http://127.0.0.1:{runner.addresses[0][1]}", app["paths"])
    truth.phase = "startup"
    await runner.cleanup()
    truth.phase = "serving"


async def ask(truth, base, paths):
    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(truth.coroutine("aiohttp.TraceConfig.on_request_start"))
    async with aiohttp.ClientSession(trace_configs=[trace]) as session:
        for route in paths:
            method, _, path = route.rpartition(" ")
            async with session.request(method or "get", base + path) as response:
                assert response.status == 200, (path, response.status)


def handlers(truth, name, way=""):
    async def asynchronous(request):
        truth.ran(name, "async", way)
        return web.Response()

    def plain(request):
        truth.ran(name, "sync", way)
        return web.Response()

    return asynchronous, plain


def application(truth):
    @web.middleware
    async def decorated(request, handler):
        truth.ran("aiohttp.web.middleware", "async")
        truth.ran("aiohttp.web.Application", "async", "middlewares")
        return await handler(request)

    @web.middleware
    async def appended(request, handler):
        truth.ran("aiohttp.web.Application.middlewares", "async")
        return await handler(request)

    app = web.Application(middlewares=[decorated])
    app.middlewares.append(appended)
    app["paths"] = []
    routes(app, truth)
    tables(app, truth)
    signals(app, truth)
    return app


def routes(app, truth):
    for kind in (0, 1):
        for method in METHODS:
            add = getattr(app.router, f"add_{method}")
            add(f"/{method}/{kind}", handlers(truth, f"{ROUTER}.add_{method}")[kind])
            app["paths"].append(f"{method} /{method}/{kind}")
        app.router.add_route("GET", f"/route/{kind}", handlers(truth, f"{ROUTER}.add_route")[kind])
        app.add_routes([web.get(f"/def/{kind}", handlers(truth, "aiohttp.web.get")[kind])])
        app.add_routes([web.route("GET", f"/defroute/{kind}", handlers(truth, "aiohttp.web.route")[kind])])
        app["paths"] += [f"/{way}/{kind}" for way in ("route", "def", "defroute")]


def tables(app, truth):
    table = web.RouteTableDef()
    for kind in (0, 1):
        table.get(f"/table/{kind}")(handlers(truth, "aiohttp.web.RouteTableDef.get")[kind])
        table.route("GET", f"/tableroute/{kind}")(handlers(truth, "aiohttp.web.RouteTableDef.route")[kind])
        app["paths"] += [f"/table/{kind}", f"/tableroute/{kind}"]

    @table.view("/view")
    class View(web.View):
        async def get(self):
            truth.ran("aiohttp.web.View", "async", ".get")
            return web.Response()

    app["paths"].append("/view")
    app.add_routes(table)


def signals(app, truth):
    name = "aiohttp.web.Application"
    app.on_startup.append(truth.coroutine(f"{name}.on_startup"))
    app.on_shutdown.append(truth.coroutine(f"{name}.on_shutdown"))
    app.on_cleanup.append(truth.coroutine(f"{name}.on_cleanup"))

    def plain(app):
        """A plain function that starts something: what it returns is awaited."""
        truth.ran(f"{name}.on_startup", "sync")
        return asyncio.sleep(0)

    def prepare(request, response):
        truth.ran(f"{name}.on_response_prepare", "sync")
        return asyncio.sleep(0)

    app.on_startup.append(plain)
    app.on_response_prepare.append(prepare)
    app.on_response_prepare.append(truth.coroutine(f"{name}.on_response_prepare"))

    async def context(app):
        truth.ran(f"{name}.cleanup_ctx", "async")
        yield
        truth.ran(f"{name}.cleanup_ctx", "async")

    app.cleanup_ctx.append(context)
