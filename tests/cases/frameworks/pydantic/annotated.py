"""Validators in `Annotated`, in an alias, in a list, on a parameter: they run on the loop where a framework asks."""

import dataclasses
import time
from typing import Annotated, Optional

from fastapi import FastAPI, Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, PlainSerializer

app = FastAPI()


def check_alias(value: str) -> str:
    time.sleep(1)  # expect: blocking-sleep via POST /teams
    return value


def check_optional(value: int) -> int:
    time.sleep(1)  # expect: blocking-sleep via POST /teams
    return value


def check_parameter(value: str) -> str:
    time.sleep(1)  # expect: blocking-sleep via GET /search
    return value


def shown(value: str) -> str:
    time.sleep(1)  # expect: blocking-sleep via GET /shown
    return value


def check_inside(value: str) -> str:
    time.sleep(1)
    return value


Name = Annotated[str, AfterValidator(check_alias)]


class Team(BaseModel):
    names: list[Name] = []
    size: Optional[Annotated[int, BeforeValidator(check_optional)]] = None


class Inside(BaseModel):
    name: Annotated[str, AfterValidator(check_inside)]


@dataclasses.dataclass
class Point:
    x: int

    def __post_init__(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via POST /points


@app.post("/teams")
def teams(team: Team) -> None: ...


@app.get("/search")
def search(q: Annotated[str, BeforeValidator(check_parameter), Query()] = "") -> None:
    Inside(name=q)


@app.get("/shown")
def show() -> Annotated[str, PlainSerializer(shown)]:
    return "text"


@app.post("/points")
def points(point: Point) -> None: ...
