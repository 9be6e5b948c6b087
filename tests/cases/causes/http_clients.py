"""BLC102: HTTP clients that wait."""

import http.client
import urllib.request

import httpx
import requests
import urllib3
from fastapi import FastAPI

app = FastAPI()


@app.get("/requests")
async def with_requests():
    requests.post("https://example.com", json={})  # expect: blocking-http via GET /requests
    requests.Session().get("https://example.com")  # expect: blocking-http via GET /requests


@app.get("/httpx")
async def with_httpx():
    httpx.get("https://example.com")  # expect: blocking-http via GET /httpx
    with httpx.Client() as client:
        client.post("https://example.com")  # expect: blocking-http via GET /httpx


@app.get("/urllib3")
async def with_urllib3():
    urllib3.PoolManager().request("GET", "https://example.com")  # expect: blocking-http via GET /urllib3


@app.get("/standard")
async def with_the_standard_library():
    urllib.request.urlretrieve("https://example.com", "/tmp/a")  # expect: blocking-http via GET /standard
    connection = http.client.HTTPSConnection("example.com")
    connection.request("GET", "/")  # expect: blocking-http via GET /standard
    connection.getresponse().read()  # expect: blocking-http via GET /standard


@app.get("/good")
async def good():
    async with httpx.AsyncClient() as client:
        return (await client.get("https://example.com")).json()
