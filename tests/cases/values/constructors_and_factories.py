"""Objects that are made: directly, by a function, by a class method, by a factory of factories."""

import httpx
import psycopg2
from fastapi import FastAPI

app = FastAPI()


class Api:
    def __init__(self, base):
        self.http = httpx.Client(base_url=base)

    @classmethod
    def from_settings(cls, settings):
        return cls(settings["base"])

    @staticmethod
    def default():
        return Api("https://api.example.com")

    def get(self, path):
        return self.http.get(path).json()  # expect: blocking-http via GET /direct via GET /class-method via GET /static


def connect(name):
    return psycopg2.connect(dbname=name)  # expect: blocking-database via GET /factory


def make_connector(name):
    def connector():
        return connect(name)

    return connector


@app.get("/direct")
async def direct():
    return Api("https://api.example.com").get("/")  # boundary


@app.get("/class-method")
async def class_method():
    return Api.from_settings({"base": "/"}).get("/")  # boundary


@app.get("/static")
async def static():
    return Api.default().get("/")  # boundary


@app.get("/factory")
async def factory():
    connection = make_connector("app")()  # boundary
    cursor = connection.cursor()
    cursor.execute("select 1")  # expect: blocking-database via GET /factory
    return cursor.fetchone()  # expect: blocking-database via GET /factory
