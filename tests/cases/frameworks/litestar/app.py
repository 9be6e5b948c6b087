"""Litestar: a plain function runs on the loop, unless it asks for a thread."""

import time

from litestar import Controller, Litestar, get, post, websocket_listener
from litestar.background_tasks import BackgroundTask
from litestar.di import Provide
from litestar.response import Stream


def plain_dependency() -> int:
    time.sleep(1)  # expect: blocking-sleep via dependency plain_dependency
    return 1


def thread_dependency() -> int:
    time.sleep(1)
    return 1


@get("/async", dependencies={"one": Provide(plain_dependency), "two": Provide(thread_dependency, sync_to_thread=True)})
async def asynchronous(one: int, two: int) -> None:
    time.sleep(1)  # expect: blocking-sleep via GET /async


@get("/plain")
def plain() -> None:
    time.sleep(1)  # expect: blocking-sleep via GET /plain


@get("/thread", sync_to_thread=True)
def thread() -> None:
    time.sleep(1)


class Pages(Controller):
    path = "/pages"

    @post("/inline", sync_to_thread=False)
    def inline(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via POST /inline


@websocket_listener("/listen")
def listen(data: str) -> None:
    time.sleep(1)


def chunks():
    time.sleep(1)
    yield b""


def later() -> None:
    time.sleep(1)


@get("/stream")
async def stream() -> Stream:
    return Stream(chunks(), background=BackgroundTask(later))


def before(request) -> None:
    time.sleep(1)


def start() -> None:
    time.sleep(1)  # expect: blocking-sleep via lifespan hook start


app = Litestar([asynchronous, plain, thread, Pages, listen, stream], before_request=before, on_startup=[start])
