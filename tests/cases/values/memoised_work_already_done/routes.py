"""Does not import the module that calls `features`: only who includes the router does."""

from config import features
from fastapi import APIRouter

router = APIRouter()


@router.get("/features")
async def show_features():
    return features()
