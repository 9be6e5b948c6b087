"""Class methods of library classes that give an object of the class."""

from pathlib import Path

import redis
from azure.storage.blob import BlobServiceClient
from fastapi import FastAPI

app = FastAPI()
cache = redis.Redis.from_url("redis://cache")
store = BlobServiceClient.from_connection_string("connection")


@app.get("/cached")
async def cached():
    return cache.get("a")  # expect: blocking-broker via GET /cached


@app.get("/blob")
async def blob():
    client = store.get_blob_client("a", "b")
    return client.download_blob()  # expect: blocking-sdk via GET /blob


@app.get("/home")
async def home():
    return (Path.home() / "a").read_text()  # expect: blocking-file via GET /home -- the same
