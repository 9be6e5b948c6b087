"""Lists and dicts that fields begin with (`default_factory`): each object of the class has its own."""

import time
from collections import deque
from dataclasses import dataclass, field

from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


def slow(event):
    time.sleep(1)  # expect: blocking-sleep via GET /slow not via GET /quick


def quick(event):
    return event


def last(event):
    time.sleep(2)  # expect: blocking-sleep via GET /slow


def validate(event):
    time.sleep(3)  # expect: blocking-sleep via GET /plan


def given(event):
    time.sleep(4)  # expect: blocking-sleep via GET /given not via GET /slow not via GET /quick


@dataclass
class Bus:
    name: str
    handlers: dict[str, list] = field(default_factory=dict)
    after: deque = field(default_factory=deque)

    def on(self, event, handler):
        self.handlers.setdefault(event, []).append(handler)

    def fire(self, event):
        for handler in self.handlers[event]:
            handler(event)
        for handler in self.after:
            handler(event)


class Plan(BaseModel):
    steps: list = Field(default_factory=list)


slow_bus, quick_bus = Bus("slow"), Bus("quick")
slow_bus.on("made", slow)
slow_bus.after.append(last)
quick_bus.on("made", quick)
given_bus = Bus("given", {"made": [given]})
plan = Plan()
plan.steps.append(validate)


@app.get("/slow")
async def fire_slow():
    slow_bus.fire("made")  # boundary


@app.get("/quick")
async def fire_quick():
    quick_bus.fire("made")


@app.get("/given")
async def fire_given():
    given_bus.fire("made")  # boundary


@app.get("/plan")
async def run_plan():
    for step in plan.steps:
        step("run")  # boundary
