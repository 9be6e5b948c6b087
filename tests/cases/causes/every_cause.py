"""A helper that does several blocking things is several findings: none hides another until it is mended."""

import time

import requests
from fastapi import FastAPI

app = FastAPI()


def fetch(url):
    time.sleep(1)  # expect: blocking-sleep via GET /both
    response = requests.get(url)  # expect: blocking-http via GET /both
    with open("/tmp/log", "a") as log:  # expect: blocking-file via GET /both
        log.write(response.text)  # expect: blocking-file via GET /both
    return response


@app.get("/both")
async def both():
    return fetch("https://example.com")  # boundary


@app.get("/two-calls")
async def two_calls():
    requests.get("https://a.example.com"), requests.get("https://b.example.com")  # expect: blocking-http via GET /two-calls
