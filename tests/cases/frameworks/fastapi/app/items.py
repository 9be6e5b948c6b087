"""A router below two prefixes."""

import time

from fastapi import APIRouter

router = APIRouter(prefix="/items")


@router.get("/{item}")
async def one(item: int):
    time.sleep(1)  # expect: blocking-sleep via GET /api/v1/items/{item}


@router.get("/")
def every():
    time.sleep(1)
