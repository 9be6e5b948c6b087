"""Taking a lock holds the loop up where some holder does something slow with it, and only there."""

import threading
import time

import requests
from fastapi import FastAPI

app = FastAPI()

briefly = threading.Lock()
counts: dict[str, int] = {}


def count(name):
    with briefly:
        counts[name] = counts.get(name, 0) + 1


@app.get("/count")
async def count_route():
    count("a")
    with briefly:
        return dict(counts)


during_request = threading.Lock()


def refresh():
    with during_request:
        counts["rates"] = fetch()


def fetch():
    return requests.get("https://example.com").json()


@app.get("/rates")
async def rates():
    with during_request:  # expect: lock-held via GET /rates
        return counts["rates"]


@app.post("/refresh")
def refresh_route():
    refresh()


class Cache:
    """One lock for each object, and one for the class."""

    made = threading.Lock()

    def __init__(self):
        self.lock = threading.RLock()
        self.slow_lock = threading.Lock()
        self.items = {}

    def get(self, key):
        with self.lock:
            return self.items.get(key)

    def put(self, key, value):
        with self.lock, self.made:
            self.items[key] = value

    def load(self, key):
        self.slow_lock.acquire()  # expect: lock-held via GET /cache
        try:
            with open(key) as file:  # expect: blocking-file via GET /cache
                self.items[key] = file.read()  # expect: blocking-file via GET /cache
        finally:
            self.slow_lock.release()

    def is_loading(self):
        with self.slow_lock:  # expect: lock-held via GET /loading
            return bool(self.items)


cache = Cache()


@app.get("/cache")
async def cached(key: str):
    found = cache.get(key)
    if found is None:
        cache.put(key, 1)
        cache.load(key)  # boundary
    return found


@app.get("/loading")
async def loading():
    return cache.is_loading()  # boundary


across_await = threading.Lock()


@app.get("/across")
async def across():
    with across_await:  # expect: lock-held via GET /across
        await pause()


async def pause(): ...


outer = threading.Lock()
inner = threading.Lock()


def nested():
    with outer:
        with inner:
            counts["nested"] = 1


def slow_inner():
    with inner:
        time.sleep(1)


@app.get("/outer")
async def outer_route():
    with outer:  # expect: lock-held via GET /outer
        return counts


other = threading.Lock()


def after():
    with other:
        counts["other"] = 1
    time.sleep(1)


@app.get("/other")
async def other_route():
    with other:
        return counts
