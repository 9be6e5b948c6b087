"""Names reach the routes through `__init__` files: renamed, starred, relative."""

from fastapi import FastAPI

from app import clients
from app.clients import fetch, fetch_async

app = FastAPI()


@app.get("/rates")
async def rates():
    return fetch("https://rates.example.com")  # boundary


@app.get("/rates/async")
async def rates_async():
    return await fetch_async("https://rates.example.com")


@app.put("/files/{name}")
async def upload(name: str):
    clients.save(name, b"")  # boundary
