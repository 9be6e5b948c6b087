"""Attributes that are None in `__init__` and set in `connect()` or `initialize()`."""

import httpx
import pymongo
from fastapi import FastAPI

app = FastAPI()


class Database:
    def __init__(self, url):
        self.url = url
        self.client = None
        self._db: "pymongo.database.Database | None" = None

    def connect(self):
        self.client = pymongo.MongoClient(self.url)
        self._db = self.client["shop"]

    def users(self):
        return list(self._db["users"].find())  # expect: blocking-database via GET /users

    def ping(self):
        self.client.admin.command("ping")  # expect: blocking-database via GET /ping


class Search:
    client = None

    async def initialize(self):
        self.client = httpx.AsyncClient()

    async def find(self, text):
        return await self.client.get("/search", params={"q": text})


database = Database("mongodb://localhost")
search = Search()


@app.on_event("startup")
async def startup():
    database.connect()
    await search.initialize()


@app.get("/users")
async def users():
    return database.users()  # boundary


@app.get("/ping")
async def ping():
    database.ping()  # boundary


@app.get("/search")
async def find(text: str):
    return await search.find(text)
