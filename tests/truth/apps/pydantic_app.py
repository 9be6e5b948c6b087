"""pydantic: validators run where a model is made, serializers where it is dumped, in this thread or another."""

import asyncio
from typing import Annotated, Any

import pydantic
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

RULES = ("frameworks/pydantic",)
NOT_DRIVEN = {"pydantic.computed_field (decorates)": "marks a method, which is driven as a serializer"}


async def drive(truth):
    truth.phase = "serving"
    for run in (from_loop, asyncio.to_thread):
        await run(make_and_dump, truth, *models(truth))


async def from_loop(function, *args):
    function(*args)


def models(truth):
    base = "pydantic.BaseModel"

    def note(name):
        return lambda value: (truth.ran(name, "sync"), value)[1]

    class Tagged(pydantic.BaseModel):
        kind: str = "x"

    class Model(pydantic.BaseModel):
        name: str = "x"
        made: int = pydantic.Field(default_factory=truth.plain("pydantic.Field", result=1))
        checked: Annotated[str, pydantic.AfterValidator(note("pydantic.AfterValidator"))] = "x"
        written: Annotated[str, pydantic.PlainSerializer(note("pydantic.PlainSerializer"))] = "x"
        union: Annotated[
            Annotated[Tagged, pydantic.Tag("x")] | Annotated[int, pydantic.Tag("y")],
            pydantic.Discriminator(lambda value: (note("pydantic.Discriminator")(value), "x")[1]),
        ]

        @pydantic.field_validator("name")
        @classmethod
        def check(cls, value):
            truth.ran(base, "sync", "@pydantic.field_validator")
            return value

        def model_post_init(self, context: Any) -> None:
            truth.ran(base, "sync", ".model_post_init")

        @pydantic.field_serializer("name")
        def write(self, value):
            truth.ran(base, "sync", "@pydantic.field_serializer")
            return value

        @pydantic.computed_field
        @property
        def computed(self) -> str:
            truth.ran(base, "sync", "@pydantic.computed_field")
            return ""

    class Source(PydanticBaseSettingsSource):
        def get_field_value(self, field, field_name):
            return None, field_name, False

        def __call__(self):
            truth.ran("pydantic_settings.PydanticBaseSettingsSource", "sync", ".__call__")
            return {}

    class Settings(BaseSettings):
        @classmethod
        def settings_customise_sources(cls, settings_cls, **sources):
            truth.ran("pydantic_settings.BaseSettings", "sync", ".settings_customise_sources")
            return (Source(settings_cls),)

    return Model, Settings


def make_and_dump(truth, model, settings):
    truth.calls()
    one = model(name="y", checked="y", union={"kind": "x"})
    model.model_validate({"name": "z", "checked": "z", "union": {"kind": "x"}})
    one.model_dump()
    one.model_dump_json()
    settings()

    @pydantic.validate_call
    def validated(number: int, value: Annotated[int, pydantic.AfterValidator(parameter(truth))] = 1):
        truth.ran("pydantic.validate_call", "sync")

    validated(1, 2)


def parameter(truth):
    return lambda value: (truth.ran("pydantic.validate_call", "parameters"), value)[1]
