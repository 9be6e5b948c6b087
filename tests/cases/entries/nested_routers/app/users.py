import time

from fastapi import APIRouter

router = APIRouter(prefix="/users")


@router.get("/{key}")
async def user(key: int):
    time.sleep(1)  # expect: blocking-sleep via GET /api/v1/users/{key} via GET /internal/users/{key}


@router.post("")
async def add():
    time.sleep(1)  # expect: blocking-sleep via POST /api/v1/users
