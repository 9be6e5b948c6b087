"""A session in a context variable, set by a middleware and read far away."""

from contextvars import ContextVar
from typing import Optional

import acme
import httpx
from fastapi import FastAPI, Request
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, sessionmaker

factory = sessionmaker(create_engine("postgresql://localhost/app"))
current: ContextVar[Session] = ContextVar("current")
untyped = ContextVar("untyped", default=None)
declared: ContextVar[Session | None] = ContextVar("declared", default=None)
asynchronous: ContextVar[Optional[AsyncSession]] = ContextVar("asynchronous", default=None)
client = ContextVar("client", default=httpx.Client())
other = ContextVar("other")
app = FastAPI()


@app.middleware("http")
async def open_session(request: Request, call_next):
    token = current.set(factory())
    untyped.set(factory())
    declared.set(acme.session())
    asynchronous.set(acme.session())
    other.set(httpx.AsyncClient())
    try:
        return await call_next(request)
    finally:
        current.get().close()  # expect: blocking-database
        current.reset(token)


@app.get("/typed")
async def typed():
    return current.get().execute("select 1")  # expect: blocking-database via GET /typed


@app.get("/untyped")
async def without_type():
    return untyped.get().execute("select 1")  # expect: blocking-database via GET /untyped


@app.get("/declared")
async def only_declared():
    return declared.get().execute("select 1")  # expect: blocking-database via GET /declared


@app.get("/asynchronous")
async def declared_asynchronous():
    return await asynchronous.get().execute("select 1")


def session_of(variable: ContextVar[Session]):
    return variable.get()


@app.get("/parameter")
async def parameter():
    return session_of(acme.variable()).execute("select 1")  # expect: blocking-database via GET /parameter


@app.get("/client")
async def with_default():
    client.get().get("https://example.com")  # expect: blocking-http via GET /client
    await other.get(None).get("https://example.com")
    return other.get(httpx.Client()).get("https://example.com")  # expect: blocking-http via GET /client
