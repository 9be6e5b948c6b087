"""SQLAlchemy: run_sync runs on the loop; the session's own calls give way to it, others do not."""

import time

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session


def work(session: Session) -> int:
    count = session.execute(text("select 1")).scalar_one()
    time.sleep(1)  # expect: blocking-sleep
    return count


def direct(session: Session) -> None:
    session.execute(text("select 1"))  # expect: blocking-database


async def main(session: AsyncSession, plain: Session) -> None:
    await session.run_sync(work)
    direct(plain)
