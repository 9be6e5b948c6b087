"""FastMCP: tools reach what the lifespan yields; methods of an object become tools."""

import time
from contextlib import asynccontextmanager

from fastmcp import Context, FastMCP


class Database:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via tool find


class Index:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via tool search


@asynccontextmanager
async def lifespan(server: FastMCP):
    yield {"database": Database()}


server = FastMCP("server", lifespan=lifespan)


@server.tool
async def find(query: str, ctx: Context) -> str:
    ctx.lifespan_context["database"].read()
    return query


class Tools:
    def __init__(self, index: Index) -> None:
        self.index = index
        server.tool(self.search)

    async def search(self, query: str) -> str:
        self.index.read()
        return query


Tools(Index())
