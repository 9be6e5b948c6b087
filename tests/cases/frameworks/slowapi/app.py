"""slowapi: its decorator changes nothing of where a route runs."""

import time

from fastapi import FastAPI, Request
from slowapi import Limiter


def key(request: Request) -> str:
    time.sleep(1)  # expect: blocking-sleep via rate limit key key
    return "x"


app = FastAPI()
limiter = Limiter(key_func=key)


@app.get("/async")
@limiter.limit("5/minute")
async def asynchronous(request: Request):
    time.sleep(1)  # expect: blocking-sleep via GET /async


@app.get("/plain")
@limiter.limit("5/minute")
def plain(request: Request):
    time.sleep(1)
