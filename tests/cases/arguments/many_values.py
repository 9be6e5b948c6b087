"""A helper that is called with very many values: what is not kept apart any more still gets there."""

import socket

from fastapi import FastAPI

app = FastAPI()


def check(host):
    if isinstance(host, str):
        return socket.getaddrinfo(host, None)  # expect: blocking-network via GET /unknown, via GET /host-1, via GET /host-12
    return None


@app.get("/unknown")
async def unknown(host):
    return check(host)  # boundary


@app.get("/host-1")
async def host_1():
    return check("host-1.example")  # boundary


@app.get("/host-2")
async def host_2():
    return check("host-2.example")  # boundary


@app.get("/host-3")
async def host_3():
    return check("host-3.example")  # boundary


@app.get("/host-4")
async def host_4():
    return check("host-4.example")  # boundary


@app.get("/host-5")
async def host_5():
    return check("host-5.example")  # boundary


@app.get("/host-6")
async def host_6():
    return check("host-6.example")  # boundary


@app.get("/host-7")
async def host_7():
    return check("host-7.example")  # boundary


@app.get("/host-8")
async def host_8():
    return check("host-8.example")  # boundary


@app.get("/host-9")
async def host_9():
    return check("host-9.example")  # boundary


@app.get("/host-10")
async def host_10():
    return check("host-10.example")  # boundary


@app.get("/host-11")
async def host_11():
    return check("host-11.example")  # boundary


@app.get("/host-12")
async def host_12():
    return check("host-12.example")  # boundary
