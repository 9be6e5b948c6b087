"""aiohttp: handlers, middleware and signals run on the loop."""

import asyncio
import time

from aiohttp import web


async def added(request: web.Request) -> web.Response:
    time.sleep(1)  # expect: blocking-sleep via GET /added
    return web.Response()


def plain(request: web.Request) -> web.Response:
    time.sleep(1)  # expect: blocking-sleep via POST /plain
    return web.Response()


async def defined(request: web.Request) -> web.Response:
    await asyncio.to_thread(time.sleep, 1)
    time.sleep(1)  # expect: blocking-sleep via PUT /defined
    return web.Response()


routes = web.RouteTableDef()


@routes.get("/decorated")
async def decorated(request: web.Request) -> web.Response:
    time.sleep(1)  # expect: blocking-sleep via GET /decorated
    return web.Response()


@routes.view("/view")
class Page(web.View):
    async def get(self) -> web.Response:
        time.sleep(1)  # expect: blocking-sleep via GET Page
        return web.Response()


@web.middleware
async def timing(request: web.Request, handler) -> web.StreamResponse:
    time.sleep(1)  # expect: blocking-sleep via middleware timing
    return await handler(request)


async def start(app: web.Application) -> None:
    time.sleep(1)  # expect: blocking-sleep via on_startup handler start


async def context(app: web.Application):
    time.sleep(1)  # expect: blocking-sleep
    yield


app = web.Application(middlewares=[timing])
app.router.add_get("/added", added)
app.router.add_post("/plain", plain)
app.add_routes([web.put("/defined", defined)])
app.add_routes(routes)
app.on_startup.append(start)
app.cleanup_ctx.append(context)
