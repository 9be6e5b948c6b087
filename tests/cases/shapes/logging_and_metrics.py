"""Handlers and exporters of the project that talk to the network whenever something is logged."""

import logging

import requests
from fastapi import FastAPI

app = FastAPI()
logger = logging.getLogger("app")


class HttpHandler(logging.Handler):
    def emit(self, record):
        requests.post("https://logs.example.com", json={"text": record.getMessage()})  # expect: blocking-http via GET /logged


logger.addHandler(HttpHandler())


class Metrics:
    def __init__(self, url):
        self.url = url
        self.buffer = []

    def count(self, name, value=1):
        self.buffer.append((name, value))
        if len(self.buffer) > 100:
            self.flush()

    def flush(self):
        requests.post(self.url, json=self.buffer)  # expect: blocking-http via GET /counted
        self.buffer = []


metrics = Metrics("https://metrics.example.com")


@app.get("/logged")
async def logged():
    logger.info("hello")  # boundary


@app.get("/counted")
async def counted():
    metrics.count("hits")  # boundary
