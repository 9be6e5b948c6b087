"""`super().__init__`, and cooperative calls along a diamond."""

import httpx
from fastapi import FastAPI

app = FastAPI()


class Root:
    def __init__(self, url):
        self.http = httpx.Client(base_url=url)

    def load(self):
        return []


class Left(Root):
    def __init__(self, url, name):
        super().__init__(url)
        self.name = name

    def load(self):
        return ["left", *super().load()]


class Right(Root):
    def load(self):
        return [self.http.get("/"), *super().load()]  # expect: blocking-http via GET /diamond, not via GET /left


class Both(Left, Right): ...


@app.get("/diamond")
async def diamond():
    return Both("https://example.com", "both").load()  # boundary


@app.get("/left")
async def left():
    return Left("https://example.com", "left").load()
