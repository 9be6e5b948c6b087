"""What a `yield` provider gives is in its return annotation, in its body, or in both."""

from collections.abc import AsyncIterator, Generator, Iterator

import acme
import psycopg
from fastapi import Depends, FastAPI
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, sessionmaker

engine = create_engine("postgresql://localhost/app")
SessionLocal = sessionmaker(engine)
async_session = async_sessionmaker(create_async_engine("postgresql+asyncpg://localhost/app"))
app = FastAPI()


def by_iterator() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session


def by_generator() -> Generator[Session, None, None]:
    session = SessionLocal()
    try:
        yield session
    finally:
        session.close()


def unannotated():
    session = SessionLocal()
    try:
        yield session
    finally:
        session.close()


def by_annotation_only() -> Iterator[psycopg.Connection]:
    yield acme.connection()


async def asynchronous() -> AsyncIterator[AsyncSession]:
    async with async_session() as session:
        yield session


@app.get("/iterator")
async def iterator(session=Depends(by_iterator)):
    session.commit()  # expect: blocking-database via GET /iterator


@app.get("/generator")
async def generator(session=Depends(by_generator)):
    session.commit()  # expect: blocking-database via GET /generator


@app.get("/unannotated")
async def not_annotated(session=Depends(unannotated)):
    session.commit()  # expect: blocking-database via GET /unannotated


@app.get("/annotation-only")
async def annotation_only(connection=Depends(by_annotation_only)):
    connection.execute("select 1")  # todo-expect: blocking-database via GET /annotation-only -- what an unknown value is said to be is not asked


@app.get("/asynchronous")
async def asynchronously(session=Depends(asynchronous)):
    await session.commit()
