"""Small libraries that run what they are given elsewhere."""

import asyncio
import os
import tempfile

import joblib
from a2wsgi import WSGIMiddleware

from tests.truth.apps.asyncio_offloads import Told, tell
from tests.truth.asgi import request

RULES = ("frameworks/offloads", "frameworks/wsgi")
NOT_DRIVEN = {
    "aiomultiprocess.Process (target)": "its processes start from the interpreter's main module",
    "aiomultiprocess.Pool.apply (func)": "its processes start from the interpreter's main module",
    "aiomultiprocess.Pool.map (func)": "its processes start from the interpreter's main module",
    "uvicorn.run (app)": "serves forever",
    "hypercorn.asyncio.serve (app)": "serves forever",
    "uvloop.run (main)": "as asyncio.run",
}


async def drive(truth):
    truth.phase = "serving"
    with tempfile.TemporaryDirectory() as folder:
        told = Told(truth, folder)
        joblib.Parallel(n_jobs=2)(joblib.delayed(tell)(*told.arguments("joblib.delayed")) for _ in range(2))
        told.read()

    def wsgi(environ, start_response):
        truth.ran("a2wsgi.WSGIMiddleware", "sync")
        start_response("200 OK", [])
        return [b"ok"]

    assert (await request(WSGIMiddleware(wsgi), "GET", "/"))[0] == 200
    assert os.getpid() == truth.process
    await asyncio.sleep(0)
