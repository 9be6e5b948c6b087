"""A unit of work: entering opens a session, its repositories share it, leaving commits."""

from __future__ import annotations

from fastapi import Depends, FastAPI
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, sessionmaker

app = FastAPI()
make_session = sessionmaker(create_engine("postgresql://localhost/app"))
make_async_session = async_sessionmaker(create_async_engine("postgresql+asyncpg://localhost/app"))


class Users:
    def __init__(self, session: Session):
        self.session = session

    def get(self, key):
        return self.session.get(dict, key)  # expect: blocking-database via GET /sync


class UnitOfWork:
    users: Users

    def __enter__(self):
        self.session = make_session()
        self.users = Users(self.session)
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.session.commit()  # expect: blocking-database via GET /sync
        self.session.close()  # expect: blocking-database via GET /sync


class AsyncUnitOfWork:
    async def __aenter__(self) -> AsyncUnitOfWork:
        self.session: AsyncSession = make_async_session()
        return self

    async def __aexit__(self, *exc):
        await self.session.commit()
        await self.session.close()


def get_uow() -> UnitOfWork:
    return UnitOfWork()


@app.get("/sync")
async def sync(uow: UnitOfWork = Depends(get_uow)):
    with uow:  # boundary
        return uow.users.get(1)  # boundary


@app.get("/async")
async def asynchronous():
    async with AsyncUnitOfWork() as uow:
        return await uow.session.get(dict, 1)
