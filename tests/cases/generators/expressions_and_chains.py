"""Generator expressions, chains of generators, `itertools`, `map` over a generator."""

import itertools

import requests
from fastapi import FastAPI

app = FastAPI()


def fetch(url):
    return requests.get(url).json()  # expect: blocking-http via GET /expression via GET /chain via GET /itertools via GET /enumerate via GET /zip, not via GET /lazy


def urls():
    yield "https://example.com/1"
    yield "https://example.com/2"


def pages(found):
    for url in found:
        yield fetch(url)


def titles(found):
    for page in found:
        yield page["title"]


@app.get("/lazy")
async def lazy():
    found = (fetch(url) for url in urls())
    chain = titles(pages(urls()))
    return found is chain


@app.get("/expression")
async def expression():
    return max(fetch(url) for url in urls())


@app.get("/chain")
async def chain():
    return list(titles(pages(urls())))  # boundary


@app.get("/itertools")
async def by_itertools():
    return list(itertools.islice(itertools.chain(pages(urls()), []), 1))  # boundary


@app.get("/enumerate")
async def by_enumerate():
    for number, page in enumerate(pages(urls())):  # boundary
        return number, page


@app.get("/zip")
async def by_zip():
    return [pair for pair in zip(urls(), pages(urls()))]  # boundary
