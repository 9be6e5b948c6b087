"""Bound methods, unbound ones, `operator.methodcaller`, objects with `__call__`, class methods handed over."""

import operator

import requests
from fastapi import FastAPI

app = FastAPI()


class Page:
    def __init__(self, url):
        self.url = url

    def load(self):
        return requests.get(self.url)  # expect: blocking-http via GET /bound via GET /unbound via GET /methodcaller

    @classmethod
    def ping(cls):
        return requests.head("https://example.com")  # expect: blocking-http via GET /class-method

    def __call__(self):
        return requests.options(self.url)  # expect: blocking-http via GET /call


def run(action, *arguments):
    return action(*arguments)


page = Page("https://example.com")


@app.get("/bound")
async def bound():
    action = page.load
    return run(action)  # boundary


@app.get("/unbound")
async def unbound():
    return run(Page.load, page)  # boundary


@app.get("/methodcaller")
async def methodcaller():
    return run(operator.methodcaller("load"), page)  # boundary


@app.get("/class-method")
async def class_method():
    return run(Page.ping)  # boundary


@app.get("/call")
async def call():
    return run(page)  # boundary
