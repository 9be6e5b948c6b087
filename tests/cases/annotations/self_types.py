"""Methods that give their own object back, with and without saying so."""

from __future__ import annotations

from typing import Self

import requests
from fastapi import FastAPI

app = FastAPI()


class Request:
    def __init__(self, url: str):
        self.url = url
        self.headers: dict[str, str] = {}

    def header(self, name: str, value: str) -> Self:
        self.headers[name] = value
        return self

    def bearer(self, token: str) -> "Request":
        return self.header("authorization", f"Bearer {token}")

    def unannotated(self):
        return self

    @classmethod
    def to(cls, url: str) -> Self:
        return cls(url)

    def send(self):
        return requests.get(self.url, headers=self.headers)  # expect: blocking-http via GET /chained


@app.get("/chained")
async def chained():
    return Request.to("https://example.com").header("a", "b").bearer("token").unannotated().send()  # boundary
