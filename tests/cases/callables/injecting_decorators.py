"""Decorators that open a session and hand it to the function; decorators on methods; stacked ones."""

import functools
import time

from fastapi import FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

Session = sessionmaker(create_engine("postgresql://localhost/app"))
app = FastAPI()


def with_session(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        with Session() as session:
            result = function(*args, session=session, **kwargs)
            session.commit()  # expect: blocking-database via GET /users via GET /method via GET /stacked
            return result

    return wrapper


def timed(label):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            start = time.monotonic()
            try:
                return function(*args, **kwargs)
            finally:
                print(label, time.monotonic() - start)

        return wrapper

    return decorate


@with_session
def all_users(session=None):
    return session.execute("select * from users").all()  # expect: blocking-database via GET /users


class Repository:
    @with_session
    def count(self, table, session=None):
        return session.scalar(f"select count(*) from {table}")  # expect: blocking-database via GET /method


@timed("slow")
@with_session
def stacked(key, *, session):
    return session.get(dict, key)  # expect: blocking-database via GET /stacked


@app.get("/users")
async def users():
    return all_users()  # boundary


@app.get("/method")
async def method():
    return Repository().count("users")  # boundary


@app.get("/stacked")
async def by_stack():
    return stacked(1)  # boundary
