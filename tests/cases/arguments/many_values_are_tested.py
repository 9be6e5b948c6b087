"""A helper that is called with very many values: what it asks of its argument is asked of what each caller passes."""

import socket
import time

import requests
from fastapi import FastAPI

app = FastAPI()


def fetch(kind, depth=0):
    if kind == "remote":
        return requests.get("https://example.com")  # expect: blocking-http via GET /remote via GET /any, not via GET /local, not via GET /number
    if isinstance(kind, int):
        time.sleep(kind)  # expect: blocking-sleep via GET /number via GET /any, not via GET /local, not via GET /remote
    elif kind in ("host", "port"):
        socket.getaddrinfo(kind, None)  # expect: blocking-network via GET /host via GET /any, not via GET /local
    return kind


def through(kind):
    return fetch(kind)


def register():
    for kind in (fetch("a"), fetch("b"), fetch("c"), fetch("d"), fetch("e"), fetch("f"), fetch("g"), fetch("h")):
        print(kind)
    through("a"), through("b"), through("c"), through("d"), through("e"), through("f"), through("g"), through("h")
    fetch("i"), fetch("j"), fetch("k"), fetch("l"), fetch("m"), fetch("n"), fetch("o"), fetch("p"), fetch("q")
    through("i"), through("j"), through("k"), through("l"), through("m"), through("n"), through("o"), through("p")
    fetch(object()), through(unknown())


def unknown(): ...


@app.get("/any")
async def any_kind(kind):
    return fetch(kind)  # boundary


@app.get("/remote")
async def remote():
    return through("remote")  # boundary


@app.get("/local")
async def local():
    return through("local")


@app.get("/number")
async def number():
    return through(12)  # boundary


@app.get("/host")
async def host():
    return through("host")  # boundary


register()
