"""aiohttp: what is kept on the application at its start is used by handlers."""

import time

from aiohttp import web


class Database:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /read


class Cache:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /cached


class Session:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /session


class Unused:
    def read(self) -> None:
        time.sleep(1)


cache_key = web.AppKey("cache", Cache)


async def open_database(app):
    app["database"] = Database()
    app[cache_key] = Cache()
    app["unused"] = Unused()
    yield


@web.middleware
async def with_session(request, handler):
    request["session"] = Session()
    return await handler(request)


async def read(request):
    request.app["database"].read()
    return web.Response()


async def cached(request: web.Request) -> web.Response:
    request.config_dict[cache_key].read()
    return web.Response()


async def session(request):
    request.get("session").read()
    return web.Response()


app = web.Application(middlewares=[with_session])
app.cleanup_ctx.append(open_database)
app.add_routes([web.get("/read", read), web.get("/cached", cached), web.get("/session", session)])
