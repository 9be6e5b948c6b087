"""pydantic, version 1: validators, default factories and settings, made for requests."""

import time

from fastapi import FastAPI
from pydantic import BaseModel, BaseSettings, Field, root_validator, validate_arguments, validator

app = FastAPI()


def slow_default() -> int:
    time.sleep(1)  # expect: blocking-sleep via POST /orders
    return 1


class Order(BaseModel):
    number: int = Field(default_factory=slow_default)
    name: str

    @validator("name")
    def check(cls, value):
        time.sleep(1)  # expect: blocking-sleep via POST /orders
        return value

    @root_validator
    def check_all(cls, values):
        time.sleep(1)  # expect: blocking-sleep via POST /orders
        return values


class Unused(BaseModel):
    @validator("name")
    def check(cls, value):
        time.sleep(1)
        return value


class Settings(BaseSettings):
    def __init__(self, **values):
        time.sleep(1)  # expect: blocking-sleep via GET /settings
        super().__init__(**values)


@app.post("/orders")
def create(order: Order):
    return order


@app.get("/settings")
async def settings():
    return Settings()


@validate_arguments
def checked(number: int) -> int:
    time.sleep(1)  # expect: blocking-sleep via GET /checked
    return number


@app.get("/checked")
async def call():
    return checked(1)


@app.get("/parsed")
async def parsed():
    return Order.parse_obj({})  # boundary
