"""A name that is imported for type checkers only still says what a parameter is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import Session

app = FastAPI()


def get_session():
    yield


@app.get("/users")
async def users(session: Session = Depends(get_session)):
    return session.execute("select 1")  # expect: blocking-database via GET /users


@app.get("/orders")
async def orders(session: AsyncSession = Depends(get_session)):
    return await session.execute("select 1")
