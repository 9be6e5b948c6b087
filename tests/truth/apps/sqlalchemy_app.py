"""SQLAlchemy: what run_sync runs, and listeners of events."""

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.util import greenlet_spawn

RULES = ("frameworks/sqlalchemy",)
NOT_DRIVEN = {}

ASYNCIO = "sqlalchemy.ext.asyncio"


async def drive(truth):
    truth.phase = "serving"
    engine = create_async_engine("sqlite+aiosqlite://")
    event.listen(engine.sync_engine, "before_cursor_execute", truth.plain("sqlalchemy.event.listen"))

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def decorated(*args):
        truth.ran("sqlalchemy.event.listens_for", "sync")

    async with AsyncSession(engine) as session:
        await session.run_sync(truth.plain(f"{ASYNCIO}.AsyncSession.run_sync"))
        await session.execute(text("select 1"))
    async with engine.connect() as connection:
        await connection.run_sync(truth.plain(f"{ASYNCIO}.AsyncConnection.run_sync"))
    await greenlet_spawn(truth.plain("sqlalchemy.util.greenlet_spawn"))
    await engine.dispose()
