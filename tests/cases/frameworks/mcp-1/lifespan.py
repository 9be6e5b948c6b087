"""MCP: tools reach what the lifespan yields."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from mcp.server.fastmcp import Context, FastMCP


class Database:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via tool find


@dataclass
class Kept:
    database: Database


@asynccontextmanager
async def lifespan(server: FastMCP) -> AsyncIterator[Kept]:
    yield Kept(database=Database())


mcp = FastMCP("server", lifespan=lifespan)


@mcp.tool()
async def find(query: str, ctx: Context) -> str:
    ctx.request_context.lifespan_context.database.read()
    return query
