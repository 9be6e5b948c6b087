"""What an inner function takes from the one around it belongs to the call that made it."""

import time

import requests
from fastapi import FastAPI

app = FastAPI()


def visit_all(tree, visit, context=None):
    if context is not None:

        def nested(child):
            return visit_all(child, visit, context.copy())

        def leaf(item):
            return visit(item, context)

    else:

        def nested(child):
            return visit_all(child, visit)

        def leaf(item):
            return visit(item)

    leaf(tree)
    return [nested(child) for child in tree]


def slow(item, context=None):
    time.sleep(1)  # expect: blocking-sleep via GET /slow, not via GET /quick, not via GET /fetch


def quick(item, context=None):
    return item


def fetch(item, context=None):
    requests.get(item)  # expect: blocking-http via GET /fetch, not via GET /slow, not via GET /quick


@app.get("/slow")
async def slow_route():
    return visit_all([1], slow)  # boundary


@app.get("/quick")
async def quick_route():
    return visit_all([1], quick, {})


@app.get("/fetch")
async def fetch_route():
    return visit_all([1], fetch, {})  # boundary


def retried(function, times):
    def attempt():
        return function()

    def again():
        for _ in range(times):
            attempt()

    return again()


def sleeping():
    time.sleep(1)  # expect: blocking-sleep via GET /retried, not via GET /harmless


def harmless():
    return 1


@app.get("/retried")
async def retried_route():
    return retried(sleeping, 3)  # boundary


@app.get("/harmless")
async def harmless_route():
    return retried(harmless, 3)


def apply(function, items):
    return [function(item) for item in items]


def through_another(function):
    def inner(item):
        return function(item)

    return apply(inner, [1])


def nap(item):
    time.sleep(1)  # expect: blocking-sleep via GET /through


@app.get("/through")
async def through():
    return through_another(nap)  # boundary


def made(function):
    def call():
        return function()

    return call


def dozing():
    time.sleep(1)  # expect: blocking-sleep via GET /made, not via GET /made/harmless


MADE = made(dozing)
MADE_HARMLESS = made(harmless)


@app.get("/made")
async def made_route():
    return MADE()  # boundary


@app.get("/made/harmless")
async def made_harmless():
    return MADE_HARMLESS()
