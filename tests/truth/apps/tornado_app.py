"""Tornado: handlers, websockets, callbacks and executors, over a real socket."""

import asyncio
import concurrent.futures

from tornado import gen, httpclient, ioloop, web, websocket
from tornado.concurrent import run_on_executor
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port

RULES = ("frameworks/tornado",)
NOT_DRIVEN = {}

LOOP = "tornado.ioloop.IOLoop"


async def drive(truth):
    truth.phase = "serving"
    await serve(truth)
    await callbacks(truth)
    await Executing(truth).drive()
    await asyncio.get_running_loop().run_in_executor(None, private, truth)


async def serve(truth):
    server = HTTPServer(web.Application(handlers(truth)))
    socket, port = bind_unused_port()
    server.add_socket(socket)
    client = httpclient.AsyncHTTPClient()
    for name in ("async", "plain", "generator"):
        await client.fetch(f"http://127.0.0.1:{port}/{name}")
    talk = await websocket.websocket_connect(f"ws://127.0.0.1:{port}/ws")
    await talk.write_message("hello")
    await talk.read_message()
    talk.close()
    await asyncio.sleep(0.05)
    server.stop()


def handlers(truth):
    base, ws = "tornado.web.RequestHandler", "tornado.websocket.WebSocketHandler"

    class Async(web.RequestHandler):
        async def prepare(self):
            truth.ran(base, "async", ".prepare")

        async def get(self):
            truth.ran(base, "async", ".get")

    class Plain(web.RequestHandler):
        def initialize(self):
            truth.ran(base, "sync", ".initialize")

        def get(self):
            truth.ran(base, "sync", ".get")

        def on_finish(self):
            truth.ran(base, "sync", ".on_finish")

    class Generator(web.RequestHandler):
        @gen.coroutine
        def get(self):
            truth.ran("tornado.gen.coroutine", "sync")
            yield gen.sleep(0)
            truth.ran("tornado.gen.coroutine", "sync")

    class Talk(websocket.WebSocketHandler):
        def open(self):
            truth.ran(ws, "sync", ".open")

        async def on_message(self, message):
            truth.ran(ws, "async", ".on_message")
            await self.write_message("answer")

        def on_close(self):
            truth.ran(ws, "sync", ".on_close")

    return [("/async", Async), ("/plain", Plain), ("/generator", Generator), ("/ws", Talk)]


async def callbacks(truth):
    loop = ioloop.IOLoop.current()
    for probe in (truth.plain, truth.coroutine):
        loop.add_callback(probe(f"{LOOP}.add_callback"))
        await asyncio.to_thread(loop.add_callback, probe(f"{LOOP}.add_callback"))
        loop.call_later(0, probe(f"{LOOP}.call_later"))
        periodic = ioloop.PeriodicCallback(probe("tornado.ioloop.PeriodicCallback"), 1)
        periodic.start()
        await asyncio.sleep(0.02)
        periodic.stop()
    loop.add_future(asyncio.ensure_future(asyncio.sleep(0)), truth.plain(f"{LOOP}.add_future"))
    await loop.run_in_executor(None, truth.plain(f"{LOOP}.run_in_executor"))
    await asyncio.sleep(0.05)


class Executing:
    """Methods that an executor runs."""

    def __init__(self, truth):
        self.truth = truth
        self.executor = self.pool = concurrent.futures.ThreadPoolExecutor(1)

    @run_on_executor
    def work(self):
        self.truth.ran("tornado.concurrent.run_on_executor", "sync", "0")

    @run_on_executor(executor="pool")
    def other_work(self):
        self.truth.ran("tornado.concurrent.run_on_executor", "sync", "decorates")

    async def drive(self):
        await self.work()
        await self.other_work()
        self.executor.shutdown()


def private(truth):
    truth.calls()
    asyncio.set_event_loop(asyncio.new_event_loop())
    loop = ioloop.IOLoop.current()
    for probe in (truth.plain, truth.coroutine):
        loop.run_sync(probe(f"{LOOP}.run_sync"))
