"""What is set on the application object itself is reached through `request.app`."""

import time

from fastapi import APIRouter, FastAPI, Request


class Database:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GET /read-attribute


router = APIRouter()


@router.get("/read-attribute")
async def read(request: Request) -> None:
    request.app.database.read()


def create() -> FastAPI:
    application = FastAPI()
    application.database = Database()
    application.include_router(router)
    return application
