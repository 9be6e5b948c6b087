"""Socket.IO: handlers, namespaces and background tasks of an AsyncServer, its events triggered by hand."""

import asyncio

import socketio

RULES = ("frameworks/socketio",)
NOT_DRIVEN = {}

SERVER = "socketio.AsyncServer"


async def drive(truth):
    truth.phase = "serving"
    server = socketio.AsyncServer(async_mode="asgi")
    handlers(server, truth)
    server.register_namespace(namespace(truth))
    client = socketio.AsyncClient()
    client.register_namespace(client_namespace(truth))
    for name in ("bare", "bare_plain", "decorated", "on", "on_plain", "added", "added_plain"):
        await server._trigger_event(name, "/", "sid")
    for one in (server, client):
        for name in ("asynchronous", "plain"):
            await one._trigger_event(name, "/truth", "sid")
    server.start_background_task(truth.coroutine(f"{SERVER}.start_background_task"))
    await asyncio.sleep(0.01)


def handlers(server, truth):
    @server.event
    async def bare(sid):
        truth.ran(f"{SERVER}.event", "async", "0")

    @server.event
    def bare_plain(sid):
        truth.ran(f"{SERVER}.event", "sync", "0")

    @server.event(namespace="/")
    async def decorated(sid):
        truth.ran(f"{SERVER}.event", "async", "decorates")

    @server.on("on")
    async def on(sid):
        truth.ran(f"{SERVER}.on", "async", "decorates")

    @server.on("on_plain")
    def on_plain(sid):
        truth.ran(f"{SERVER}.on", "sync", "decorates")

    server.on("added", truth.coroutine(f"{SERVER}.on", "handler"))
    server.on("added_plain", truth.plain(f"{SERVER}.on", "handler"))


def namespace(truth):
    class Namespace(socketio.AsyncNamespace):
        async def on_asynchronous(self, sid):
            truth.ran("socketio.AsyncNamespace", "async", ".on_*")

        def on_plain(self, sid):
            truth.ran("socketio.AsyncNamespace", "sync", ".on_*")

    return Namespace("/truth")


def client_namespace(truth):
    class Namespace(socketio.AsyncClientNamespace):
        async def on_asynchronous(self, data):
            truth.ran("socketio.AsyncClientNamespace", "async", ".on_*")

        def on_plain(self, data):
            truth.ran("socketio.AsyncClientNamespace", "sync", ".on_*")

    return Namespace("/truth")
