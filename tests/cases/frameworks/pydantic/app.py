"""pydantic: the models of a route's parameters are made on the loop, even where the route is a plain function."""

import time
from typing import Annotated

from fastapi import FastAPI
from pydantic import AfterValidator, BaseModel, Field, computed_field, field_validator

app = FastAPI()


def slow_default() -> int:
    time.sleep(1)  # expect: blocking-sleep
    return 1


def slow_check(value: str) -> str:
    time.sleep(1)  # expect: blocking-sleep
    return value


def fine_default() -> int:
    time.sleep(1)
    return 1


class Order(BaseModel):
    number: int = Field(default_factory=slow_default)
    name: Annotated[str, AfterValidator(slow_check)]

    @field_validator("name")
    @classmethod
    def check(cls, value: str) -> str:
        time.sleep(1)  # expect: blocking-sleep
        return value


class Answer(BaseModel):
    where: str

    @computed_field
    @property
    def slow(self) -> str:
        time.sleep(1)  # expect: blocking-sleep
        return ""


class Inside(BaseModel):
    number: int = Field(default_factory=fine_default)


@app.post("/orders")
def order(order: Order) -> Answer:
    Inside()
    return Answer(where="thread")
