"""A parameter that every caller fixes decides which branch runs."""

import time

import requests
from fastapi import FastAPI

app = FastAPI()


def load(name, anonymous=False, client=None):
    if not anonymous:
        audit(name)
    if client is None:
        return requests.get(f"https://example.com/{name}")  # expect: blocking-http via GET /own, not via GET /given
    return client.fetch(name)


def audit(name):
    time.sleep(1)  # expect: blocking-sleep via GET /own, not via GET /anonymous, not via GET /given


class Client:
    def fetch(self, name):
        return name


@app.get("/own")
async def own():
    return load("a")  # boundary


@app.get("/given")
async def given():
    return load("a", anonymous=True, client=Client())


@app.get("/anonymous")
async def anonymous():
    return load("a", True, Client())


def export(kind):
    if kind == "csv":
        return "a,b"
    elif kind in ("xls", "xlsx"):
        return open("/tmp/export.xlsx", "rb").read()  # expect: blocking-file via GET /xlsx, not via GET /csv
    return None


@app.get("/csv")
async def as_csv():
    return export("csv")


@app.get("/xlsx")
async def as_xlsx():
    return export("xlsx")  # boundary
