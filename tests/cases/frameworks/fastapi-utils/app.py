"""fastapi-utils: class-based views and repeated tasks."""

import time
from collections.abc import Iterator

from fastapi import APIRouter, Depends, FastAPI
from fastapi_utils.cbv import cbv
from fastapi_utils.session import FastAPISessionMaker
from fastapi_utils.tasks import repeat_every
from sqlalchemy import select
from sqlalchemy.orm import Session

app = FastAPI()
router = APIRouter()


def session() -> int:
    time.sleep(1)
    return 1


async def async_session() -> int:
    time.sleep(1)  # expect: blocking-sleep
    return 1


class Store:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /store


class Cache:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /cache


def get_store() -> Store:
    return Store()


@cbv(router)
class Items:
    session: int = Depends(session)
    other: int = Depends(async_session)
    store = Depends(get_store)

    def __init__(self) -> None:
        self.cache = Cache()

    @router.get("/store")
    async def stored(self):
        self.store.read()

    @router.get("/cache")
    async def cached(self):
        self.cache.read()

    @router.get("/async")
    async def asynchronous(self):
        time.sleep(1)  # expect: blocking-sleep via GET /async

    @router.get("/plain")
    def plain(self):
        time.sleep(1)


@app.on_event("startup")
@repeat_every(seconds=60)
async def often():
    time.sleep(1)  # expect: blocking-sleep via repeated task often


@app.on_event("startup")
@repeat_every(seconds=60)
def often_plain():
    time.sleep(1)


@repeat_every(seconds=60)
def started_by_hand():
    time.sleep(1)


@app.on_event("startup")
async def start():
    await started_by_hand()


app.include_router(router)


sessions = FastAPISessionMaker("sqlite://")


def get_session() -> Iterator[Session]:
    yield from sessions.get_db()


@app.get("/rows")
async def rows(session: Session = Depends(get_session)):
    return session.scalars(select(1)).all()  # expect: blocking-database via GET /rows


@app.get("/more-rows")
async def more_rows(session=Depends(sessions.get_db)):
    return session.scalars(select(1)).all()  # expect: blocking-database via GET /more-rows


@app.get("/in-a-block")
async def in_a_block():
    with sessions.context_session() as session:
        return session.scalars(select(1)).all()  # expect: blocking-database via GET /in-a-block
