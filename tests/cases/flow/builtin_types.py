"""`isinstance` on what is declared to be of a builtin type, and on literals: also with abstract classes."""

import numbers
import time
from collections.abc import Mapping, Sequence

import acme
from fastapi import FastAPI

app = FastAPI()


def store(value: str):
    if isinstance(value, str):
        time.sleep(1)  # expect: blocking-sleep via GET /declared
    if not isinstance(value, str):
        time.sleep(2)
    if isinstance(value, (bytes, int)):
        time.sleep(3)


def store_all(values: dict[str, int] | list[int], flag: bool):
    if isinstance(values, dict):
        time.sleep(4)  # expect: blocking-sleep via GET /declared
    if isinstance(values, list):
        time.sleep(5)  # expect: blocking-sleep via GET /declared
    if isinstance(values, str):
        time.sleep(6)
    if isinstance(flag, int):
        time.sleep(7)  # expect: blocking-sleep via GET /declared
    if isinstance(flag, object):
        time.sleep(8)  # expect: blocking-sleep via GET /declared


def check(value):
    if isinstance(value, (Sequence, Mapping)):
        time.sleep(9)  # expect: blocking-sleep via GET /text
    if isinstance(value, numbers.Number):
        time.sleep(10)  # expect: blocking-sleep via GET /number
    if isinstance(value, int):
        time.sleep(11)  # expect: blocking-sleep via GET /number not via GET /text
    if isinstance(value, float):
        time.sleep(12)


@app.get("/declared")
async def declared():
    store(acme.load())  # boundary
    store_all(acme.load(), acme.flag())  # boundary


@app.get("/text")
async def text():
    check("text")  # boundary


@app.get("/number")
async def number():
    check(7)  # boundary
