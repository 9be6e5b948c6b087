"""Collaborators that are default arguments, class attributes or assigned methods."""

import requests
from fastapi import FastAPI

app = FastAPI()


def fetch(url, get=requests.get):
    return get(url)  # expect: blocking-http via GET /default, not via GET /replaced


def fake_get(url):
    return url


class Client:
    transport = staticmethod(requests.get)

    def __init__(self, send=None):
        self.send = send or requests.post

    def call(self, url):
        return self.send(url)  # expect: blocking-http via GET /attribute, not via GET /given

    def fetch(self, url):
        return self.transport(url)  # expect: blocking-http via GET /class-attribute


@app.get("/default")
async def default():
    return fetch("https://example.com")  # boundary


@app.get("/replaced")
async def replaced():
    return fetch("https://example.com", get=fake_get)


@app.get("/attribute")
async def attribute():
    return Client().call("https://example.com")  # boundary


@app.get("/given")
async def given():
    return Client(send=fake_get).call("https://example.com")


@app.get("/class-attribute")
async def class_attribute():
    return Client().fetch("https://example.com")  # boundary
