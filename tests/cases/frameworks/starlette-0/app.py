"""Starlette before 1: decorators and events."""

import time

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse


def start():
    time.sleep(1)  # expect: blocking-sleep via startup handler start


app = Starlette(on_startup=[start])


@app.route("/async")
async def asynchronous(request):
    time.sleep(1)  # expect: blocking-sleep via GET /async
    return PlainTextResponse("ok")


@app.route("/plain")
def plain(request):
    time.sleep(1)
    return PlainTextResponse("ok")


@app.on_event("shutdown")
def stop():
    time.sleep(1)  # expect: blocking-sleep via shutdown handler stop
