"""Helpers that are handed to a memoizer, a retry wrapper or a circuit breaker."""

import time

import requests
import tenacity
from fastapi import FastAPI

app = FastAPI()


class Memo:
    def __init__(self):
        self.values = {}

    def get_or_compute(self, key, compute, *arguments):
        if key not in self.values:
            self.values[key] = compute(*arguments)
        return self.values[key]


class Breaker:
    def __init__(self, limit=3):
        self.limit = limit
        self.failures = 0

    def call(self, function, *args, **kwargs):
        try:
            return function(*args, **kwargs)
        except OSError:
            self.failures += 1
            raise


memo = Memo()
breaker = Breaker()


def rate(currency):
    return requests.get(f"https://rates.example.com/{currency}").json()  # expect: blocking-http via GET /memo via GET /breaker


@tenacity.retry(stop=tenacity.stop_after_attempt(3), wait=tenacity.wait_fixed(1))
def retried_rate(currency):
    return requests.get(f"https://rates.example.com/{currency}").json()  # expect: blocking-http via GET /retried


def poll(check, interval=1):
    while not check():
        time.sleep(interval)  # expect: blocking-sleep via GET /poll


@app.get("/memo")
async def by_memo():
    return memo.get_or_compute("eur", rate, "eur")  # boundary


@app.get("/breaker")
async def by_breaker():
    return breaker.call(rate, "usd")  # boundary


@app.get("/retried")
async def retried():
    return retried_rate("eur")


@app.get("/poll")
async def by_poll():
    poll(lambda: bool(memo.values))  # boundary
