"""Comments that silence: at the call that blocks, and where a path to it starts."""

import time

import requests
from fastapi import FastAPI

app = FastAPI()


def slow():
    time.sleep(1)  # expect: blocking-sleep via GET /reported, not via GET /silenced


def silent():
    time.sleep(1)  # noqa: BLC101


@app.get("/reported")
async def reported():
    slow()  # boundary


@app.get("/silenced")
async def silenced():
    slow()  # blockcheck: ignore[blocking-sleep] only at night


@app.get("/at-the-cause")
async def at_the_cause():
    silent()


@app.get("/directly")
async def directly():
    requests.get("https://example.com")  # noqa
    requests.get("https://example.com")  # noqa: BLC101 # expect: blocking-http, unused-suppression
    requests.get("https://example.com")  # noqa: E501, BLC102
    requests.get("https://example.com")  # blockcheck: ignore[BLC102]


@app.get("/nothing")
async def nothing():
    return 1  # blockcheck: ignore[blocking-http] nothing here # expect: unused-suppression
