"""Sanic: everything runs on the loop, plain functions too."""

import time

from sanic import Blueprint, Sanic
from sanic.response import text

app = Sanic("app")
blueprint = Blueprint("inner", url_prefix="/v1")


@app.get("/async")
async def asynchronous(request):
    time.sleep(1)  # expect: blocking-sleep via GET /async
    return text("ok")


@app.get("/plain")
def plain(request):
    time.sleep(1)  # expect: blocking-sleep via GET /plain
    return text("ok")


@blueprint.post("/inner")
def inner(request):
    time.sleep(1)  # expect: blocking-sleep via POST /v1/inner
    return text("ok")


@app.on_request
def timing(request):
    time.sleep(1)  # expect: blocking-sleep via middleware timing


@app.before_server_start
def start(app):
    time.sleep(1)  # expect: blocking-sleep via before_server_start listener start


def helper():
    time.sleep(1)


app.blueprint(blueprint)
