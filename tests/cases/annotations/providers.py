"""What a `yield` provider gives is in its return annotation, in its body, or in both."""

from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager

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


async def by_asynchronous_annotation_only() -> AsyncIterator[psycopg.Connection]:
    yield acme.connection()


@contextmanager
def managed() -> Iterator[psycopg.Connection]:
    yield acme.connection()


def known_better() -> Iterator[object]:
    yield by_name(SessionLocal())


def by_name(session: Session) -> Session:
    return session


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
    connection.execute("select 1")  # expect: blocking-database via GET /annotation-only


@app.get("/asynchronous")
async def asynchronously(session=Depends(asynchronous)):
    await session.commit()


@app.get("/asynchronous/annotation-only")
async def asynchronous_annotation_only(connection=Depends(by_asynchronous_annotation_only)):
    connection.execute("select 1")  # expect: blocking-database via GET /asynchronous/annotation-only


@app.get("/managed")
async def with_manager():
    with managed() as connection:
        connection.execute("select 1")  # expect: blocking-database via GET /managed


@app.get("/iterated")
async def iterated():
    for connection in by_annotation_only():
        connection.execute("select 1")  # expect: blocking-database via GET /iterated


@app.get("/known")
async def known(session=Depends(known_better)):
    session.commit()  # expect: blocking-database via GET /known
