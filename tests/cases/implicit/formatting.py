"""Text that is made of objects: `str.format` and `%`, besides f-strings."""

import requests
from fastapi import FastAPI

app = FastAPI()


class Formatted:
    def __str__(self):
        return requests.get("https://example.com").text  # todo-expect: blocking-http via GET /format -- arguments of `str.format` are not turned into text


class Interpolated:
    def __str__(self):
        return requests.get("https://example.com").text  # todo-expect: blocking-http via GET /percent -- operands of `%` are not turned into text


class Printed:
    def __repr__(self):
        return requests.get("https://example.com").text  # expect: blocking-http via GET /repr


@app.get("/format")
async def by_format():
    return "{}".format(Formatted())


@app.get("/percent")
async def by_percent():
    return "%s" % Interpolated()


@app.get("/repr")
async def by_repr():
    return f"{Printed()!r}"  # boundary
