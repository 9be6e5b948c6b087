"""Wrappers: with and without `functools.wraps`, with arguments, as classes; what they do themselves counts too."""

import functools
import time

import requests
from fastapi import FastAPI

app = FastAPI()


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


def plain_wrapper(function):
    def wrapper(*args):
        return function(*args)

    return wrapper


def delayed(seconds):
    def decorate(function):
        @functools.wraps(function)
        async def wrapper(*args, **kwargs):
            time.sleep(seconds)  # expect: blocking-sleep via GET /delayed
            return await function(*args, **kwargs)

        return wrapper

    return decorate


class Counted:
    def __init__(self, function):
        self.function = function
        self.count = 0

    def __call__(self, *args):
        self.count += 1
        return self.function(*args)


def replaced(function):
    def stub(*args):
        return None

    return stub


@logged
def fetch(url):
    return requests.get(url)  # expect: blocking-http via GET /wrapped


@plain_wrapper
def fetch_plain(url):
    return requests.get(url)  # expect: blocking-http via GET /plain


@Counted
def fetch_counted(url):
    return requests.get(url)  # expect: blocking-http via GET /class


@replaced
def fetch_replaced(url):
    return requests.get(url)


@app.get("/wrapped")
async def wrapped():
    return fetch("https://example.com")  # boundary


@app.get("/plain")
async def plain():
    return fetch_plain("https://example.com")  # boundary


@app.get("/class")
async def by_class():
    return fetch_counted("https://example.com")  # boundary


@app.get("/replaced")
async def by_replacement():
    return fetch_replaced("https://example.com")


@app.get("/delayed")
@delayed(1)
async def by_delay():
    return 1
