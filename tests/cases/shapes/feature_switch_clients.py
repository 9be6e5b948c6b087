"""A client that settings choose: real, fake or none; and one that is wrapped."""

import os

import boto3
import httpx
from fastapi import FastAPI

app = FastAPI()


class FakeS3:
    def put_object(self, **kwargs):
        return kwargs


class Retrying:
    """Wraps whatever it is given."""

    def __init__(self, inner, attempts=3):
        self._inner = inner
        self._attempts = attempts

    def get(self, url):
        for _ in range(self._attempts):
            return self._inner.get(url)  # expect: blocking-http via GET /wrapped

    def __getattr__(self, name):
        return getattr(self._inner, name)


def make_s3():
    if os.environ.get("FAKE"):
        return FakeS3()
    return boto3.client("s3")


s3 = make_s3()
tracker = httpx.Client() if os.environ.get("TRACKER") else None
wrapped = Retrying(httpx.Client())


@app.put("/files")
async def put():
    s3.put_object(Bucket="b", Key="k")  # expect: blocking-sdk via PUT /files


@app.get("/tracked")
async def tracked():
    if tracker:
        tracker.post("/events")  # expect: blocking-http via GET /tracked
    tracker and tracker.head("/")  # expect: blocking-http via GET /tracked


@app.get("/wrapped")
async def by_wrapper():
    wrapped.get("https://example.com")  # boundary
    return wrapped.post("https://example.com")  # expect: blocking-http via GET /wrapped
