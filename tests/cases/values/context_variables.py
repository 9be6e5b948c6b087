"""A session in a context variable, set by a middleware and read far away."""

from contextvars import ContextVar

from fastapi import FastAPI, Request
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

factory = sessionmaker(create_engine("postgresql://localhost/app"))
current: ContextVar[Session] = ContextVar("current")
untyped = ContextVar("untyped", default=None)
app = FastAPI()


@app.middleware("http")
async def open_session(request: Request, call_next):
    token = current.set(factory())
    untyped.set(factory())
    try:
        return await call_next(request)
    finally:
        current.get().close()  # todo-expect: blocking-database
        current.reset(token)


@app.get("/typed")
async def typed():
    return current.get().execute("select 1")  # todo-expect: blocking-database via GET /typed -- a context variable does not say what it holds


@app.get("/untyped")
async def without_type():
    return untyped.get().execute("select 1")  # todo-expect: blocking-database via GET /untyped
