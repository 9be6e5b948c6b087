"""fastapi-pagination: a page is fetched where `paginate` is called; with a session of asyncio it is awaited."""

import time

from fastapi import Depends, FastAPI
from fastapi_pagination import Page, add_pagination
from fastapi_pagination import paginate as paginate_list
from fastapi_pagination.ext.sqlalchemy import apaginate, paginate
from sqlalchemy import create_engine, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, sessionmaker

app = FastAPI()
make_session = sessionmaker(create_engine("sqlite://"))
make_async_session = async_sessionmaker(create_async_engine("sqlite+aiosqlite://"))


def sessions():
    with make_session() as session:
        yield session


async def async_sessions():
    async with make_async_session() as session:
        yield session


def slow(items):
    time.sleep(1)  # expect: blocking-sleep via GET /listed
    return items


@app.get("/on-the-loop")
async def on_the_loop(session: Session = Depends(sessions)) -> Page[int]:
    return paginate(session, select(1))  # expect: blocking-database via GET /on-the-loop


@app.get("/in-a-thread")
def in_a_thread(session: Session = Depends(sessions)) -> Page[int]:
    return paginate(session, select(1))


@app.get("/awaited")
async def awaited(session: AsyncSession = Depends(async_sessions)) -> Page[int]:
    return await apaginate(session, select(1))


@app.get("/listed")
async def listed() -> Page[int]:
    return paginate_list([1, 2], transformer=slow)


add_pagination(app)
