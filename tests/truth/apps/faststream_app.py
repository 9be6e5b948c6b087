"""FastStream: subscribers, dependencies, hooks and middleware, with a broker in memory."""

from contextlib import asynccontextmanager

from faststream import BaseMiddleware, Depends, FastStream
from faststream.redis import RedisBroker, TestRedisBroker

RULES = ("frameworks/faststream",)
NOT_DRIVEN = {}

APP = "faststream.FastStream"


async def drive(truth):
    class Middle(BaseMiddleware):
        async def on_receive(self):
            truth.ran("faststream.BaseMiddleware", "async", ".on_receive")
            return await super().on_receive()

        async def consume_scope(self, call_next, message):
            truth.ran("faststream.BaseMiddleware", "async", ".consume_scope")
            return await call_next(message)

    broker = RedisBroker(middlewares=[Middle])
    subscribers(broker, truth)
    truth.phase = "startup"
    async with TestRedisBroker(broker), application(broker, truth):
        truth.phase = "serving"
        for channel in ("async", "plain"):
            await broker.publish("hello", channel)
        truth.phase = "startup"


@asynccontextmanager
async def application(broker, truth):
    @asynccontextmanager
    async def live():
        truth.ran(APP, "async", "lifespan")
        yield
        truth.ran(APP, "async", "lifespan")

    probes = (truth.plain, truth.coroutine)
    app = FastStream(broker, lifespan=live, on_startup=[probe(APP, "on_startup") for probe in probes])
    for probe in probes:
        app.on_startup(probe(f"{APP}.on_startup"))
        app.after_shutdown(probe(f"{APP}.after_shutdown"))
    async with app.lifespan_context():
        await app.start()
        yield
        await app.stop()


def subscribers(broker, truth):
    name, depends = "faststream.redis.RedisBroker.subscriber", "faststream.Depends"

    def plain_dependency():
        truth.ran(depends, "sync")

    async def async_dependency():
        truth.ran(depends, "async")

    @broker.subscriber("async")
    async def asynchronous(text: str, first=Depends(plain_dependency), second=Depends(async_dependency)):
        truth.ran(name, "async")

    @broker.subscriber("plain")
    def plain(text: str):
        truth.ran(name, "sync")
