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


@cbv(router)
class Items:
    session: int = Depends(session)
    other: int = Depends(async_session)

    @router.get("/async")
    async def asynchronous(self):
        time.sleep(1)  # expect: blocking-sleep via GET /async

    @router.get("/plain")
    def plain(self):
        time.sleep(1)


@repeat_every(seconds=60)
async def often():
    time.sleep(1)  # expect: blocking-sleep via repeated task often


@repeat_every(seconds=60)
def often_plain():
    time.sleep(1)


app.include_router(router)


sessions = FastAPISessionMaker("sqlite://")


def get_session() -> Iterator[Session]:
    yield from sessions.get_db()


@app.get("/rows")
async def rows(session: Session = Depends(get_session)):
    return session.scalars(select(1)).all()  # expect: blocking-database via GET /rows


@app.get("/more-rows")
async def more_rows(session=Depends(sessions.get_db)):
    return session.scalars(select(1)).all()  # todo-expect: blocking-database via GET /more-rows -- what a method of a library gives as a dependency is not known


@app.get("/in-a-block")
async def in_a_block():
    with sessions.context_session() as session:
        return session.scalars(select(1)).all()  # expect: blocking-database via GET /in-a-block
