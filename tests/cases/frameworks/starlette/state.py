"""Starlette: what a lifespan yields is the state of each request."""

import contextlib
import time
from collections.abc import AsyncIterator
from typing import TypedDict

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


class Database:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /read


class State(TypedDict):
    database: Database


@contextlib.asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[State]:
    yield {"database": Database()}


async def read(request: Request) -> Response:
    request.state.database.read()
    return PlainTextResponse("")


app = Starlette(routes=[Route("/read", read)], lifespan=lifespan)
