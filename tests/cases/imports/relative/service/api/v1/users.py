from fastapi import APIRouter

from ...tasks import wait
from .. import shared

router = APIRouter()


@router.get("/users")
async def users():
    wait()  # boundary
    shared.audit("users")  # boundary
