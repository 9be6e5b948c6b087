"""Quart: plain functions run in a thread, wherever they are registered."""

import time

from quart import Quart

app = Quart(__name__)


@app.get("/async")
async def asynchronous():
    time.sleep(1)  # expect: blocking-sleep via GET /async
    return "ok"


@app.get("/plain")
def plain():
    time.sleep(1)
    return "ok"


@app.before_request
async def before():
    time.sleep(1)  # expect: blocking-sleep via before_request before


@app.before_request
def before_plain():
    time.sleep(1)


@app.template_filter()
def slow(value):
    time.sleep(1)  # expect: blocking-sleep via template_filter slow
    return value


@app.before_serving
async def start():
    time.sleep(1)  # expect: blocking-sleep via before_serving start


@app.while_serving
async def live():
    time.sleep(1)  # expect: blocking-sleep
    yield
