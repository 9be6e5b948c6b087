"""Routers of a class of the project: their routes are found, their prefixes not yet."""

import time
from typing import Any

from fastapi import APIRouter, FastAPI


class Plain(APIRouter):
    pass


class Own(APIRouter):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("tags", ["own"])
        super().__init__(**kwargs)


plain, own, nested = Plain(prefix="/plain"), Own(prefix="/own"), Own(prefix="/nested")


@plain.get("/items")
async def items() -> None:
    time.sleep(1)  # expect: blocking-sleep via GET /api/plain/items


@own.get("/items")
async def own_items() -> None:
    time.sleep(1)  # expect: blocking-sleep via GET /api/own/items


@nested.get("/items")
async def nested_items() -> None:
    time.sleep(1)  # expect: blocking-sleep via GET /api/own/nested/items


app = FastAPI()
own.include_router(nested)
for router in (plain, own):
    app.include_router(router, prefix="/api")
