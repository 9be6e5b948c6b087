"""`app.state.x` and `request.state.x`: set in one place, read in another."""

from contextlib import asynccontextmanager

import httpx
import redis
from fastapi import FastAPI, Request


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.cache = redis.Redis()
    app.state.http = httpx.AsyncClient()
    yield


app = FastAPI(lifespan=lifespan)


@app.middleware("http")
async def with_session(request: Request, call_next):
    request.state.session = httpx.Client()
    return await call_next(request)


@app.get("/hits")
async def hits(request: Request):
    return request.app.state.cache.incr("hits")  # expect: blocking-broker via GET /hits


@app.get("/proxy")
async def proxy(request: Request):
    return request.state.session.get("https://example.com").text  # expect: blocking-http via GET /proxy


@app.get("/clean")
async def clean(request: Request):
    return await request.app.state.http.get("https://example.com")
