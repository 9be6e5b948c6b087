"""`AsyncSession.run_sync`: session work in it is awaited through greenlets, anything else in it is not."""

import requests
from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session

app = FastAPI()
sessions = async_sessionmaker(create_async_engine("postgresql+asyncpg://localhost/app"))


class User: ...


async def get_session():
    async with sessions() as session:
        yield session


def load(session: Session):
    return session.query(User).all()


def load_and_tell(session: Session):
    requests.post("https://hooks.example.com")  # expect: blocking-http via GET /told
    return session.query(User).all()


@app.get("/users")
async def users(session: AsyncSession = Depends(get_session)):
    return await session.run_sync(load)


@app.get("/told")
async def told(session: AsyncSession = Depends(get_session)):
    return await session.run_sync(load_and_tell)
