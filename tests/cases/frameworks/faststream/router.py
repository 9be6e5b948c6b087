"""FastStream in FastAPI: a router has messages and routes."""

import time

from fastapi import Depends, FastAPI
from faststream.rabbit.fastapi import RabbitRouter


class Database:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via message orders


def get_database():
    return Database()


router = RabbitRouter("amqp://localhost", prefix="/v1")


@router.subscriber("orders")
@router.publisher("done")
async def order(message: dict, database=Depends(get_database)) -> None:
    database.read()


@router.get("/orders")
async def orders() -> None:
    time.sleep(1)  # expect: blocking-sleep via GET /v1/orders


app = FastAPI()
app.include_router(router)
