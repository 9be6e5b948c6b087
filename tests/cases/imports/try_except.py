"""A library with a replacement for those who do not have it: either may be what runs."""

from fastapi import FastAPI

try:
    import requests
except ImportError:
    requests = None

try:
    from ujson import loads
except ImportError:
    from json import loads

try:
    from fast_clock import pause
except ImportError:
    from time import sleep as pause

app = FastAPI()


@app.get("/rates")
async def rates():
    if requests is None:
        raise RuntimeError("requests is not installed")
    return loads(requests.get("https://rates.example.com").text)  # expect: blocking-http via GET /rates


@app.get("/slow")
async def slow():
    pause(1)  # expect: blocking-sleep via GET /slow


@app.get("/parsed")
async def parsed():
    return loads("{}")
