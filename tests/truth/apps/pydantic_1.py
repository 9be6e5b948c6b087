"""pydantic, version 1: validators run where a model is made, in this thread or another."""

import asyncio

import pydantic

RULES = ("frameworks/pydantic-1",)
NOT_DRIVEN = {}

BASE = "pydantic.BaseModel"


async def drive(truth):
    truth.phase = "serving"
    model = model_of(truth)
    make(truth, model)
    await asyncio.to_thread(make, truth, model)


def model_of(truth):
    class Settings(pydantic.BaseSettings):
        name: str = "x"

        def __init__(self, **values):
            truth.ran(BASE, "sync", ".__init__")
            super().__init__(**values)

    class Model(pydantic.BaseModel):
        name: str = "x"
        made: int = pydantic.Field(default_factory=truth.plain("pydantic.Field", result=1))
        settings: Settings = pydantic.Field(default_factory=Settings)

        @pydantic.validator("name")
        def check(cls, value):  # noqa: N805
            truth.ran(BASE, "sync", "@pydantic.validator")
            return value

        @pydantic.root_validator
        def check_all(cls, values):  # noqa: N805
            truth.ran(BASE, "sync", "@pydantic.root_validator")
            return values

    return Model


def make(truth, model):
    truth.calls()
    model(name="y")
    model.parse_obj({"name": "z"})

    @pydantic.validate_arguments
    def validated(number: int, value: model):
        truth.ran("pydantic.validate_arguments", "sync")

    class Parameter(pydantic.BaseModel):
        name: str

        @pydantic.validator("name", allow_reuse=True)
        def check(cls, value):  # noqa: N805
            truth.ran("pydantic.validate_arguments", "parameters")
            return value

    @pydantic.validate_arguments
    def taking(value: Parameter):
        pass

    validated(1, {"name": "y"})
    taking({"name": "y"})
