"""The path of a route need not be a literal: constants, settings, `+`, f-strings, environment, loops and helpers."""

import os
import time
from enum import Enum

from fastapi import APIRouter, FastAPI
from pydantic_settings import BaseSettings

PREFIX = "/api"


class Settings(BaseSettings):
    api: str = "/api/v1"


class Pages(str, Enum):
    USERS = "/users"


class Names:
    items = f"{PREFIX}/items"


settings = Settings()
app = FastAPI()
router = APIRouter(prefix=settings.api)
named = APIRouter(prefix=f"{PREFIX}/named")


@app.get(PREFIX + "/sum")
async def of_sum() -> None:
    time.sleep(1)  # expect: blocking-sleep via GET /api/sum


@app.get(Names.items + "/sum")
async def of_sum_with_attribute() -> None:
    time.sleep(1)  # expect: blocking-sleep via GET /api/items/sum


@app.get(f"{settings.api}/setting")
async def of_setting() -> None:
    time.sleep(1)  # expect: blocking-sleep via GET /api/v1/setting


@router.get("/in-router")
async def in_router() -> None:
    time.sleep(1)  # expect: blocking-sleep via GET /api/v1/in-router


@named.get("/in-router")
async def in_named_router() -> None:
    time.sleep(1)  # expect: blocking-sleep via GET /api/named/in-router


@app.get(Pages.USERS.value)
async def of_enumeration() -> None:
    time.sleep(1)  # expect: blocking-sleep via GET /users


@app.get(os.environ.get("BASE", "/base") + "/environment")
async def of_environment() -> None:
    time.sleep(1)  # expect: blocking-sleep via GET /base/environment


@app.get(os.getenv("OTHER", "/other"))
async def of_environment_alone() -> None:
    time.sleep(1)  # expect: blocking-sleep via GET /other


async def twice() -> None:
    time.sleep(1)  # expect: blocking-sleep via GET /second


for path in ["/first", "/second"]:
    app.add_api_route(path, twice)


def make(name: str) -> None:
    @app.get(f"/made/{name}")
    async def made() -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /made/b


make("a")
make("b")

app.include_router(router)
app.include_router(named)
