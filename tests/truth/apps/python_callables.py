"""The language: functions that call what they are given do so in the very call, on the loop or in a thread."""

import asyncio
import bisect
import collections
import contextvars
import dataclasses
import functools
import heapq
import itertools
import json
import re

RULES = ("python/intrinsics",)
NOT_DRIVEN = {
    "abc.abstractmethod (decorates)": "gives back the very function",
    "attr.ib (factory)": "as dataclasses.field; attrs is not needed for it",
    "attr.ib (validator)": "as dataclasses.field; attrs is not needed for it",
    "attr.Factory (factory)": "as dataclasses.field; attrs is not needed for it",
}


async def drive(truth):
    truth.phase = "serving"
    call_everything(truth)
    await asyncio.to_thread(call_everything, truth)


def call_everything(truth):
    truth.calls()
    one = functools.partial(truth.plain, result=1)
    functools.reduce(one("functools.reduce"), [1, 2])
    sorted([1, 2], key=one("builtins.sorted"))
    max([1, 2], key=one("builtins.max"))
    heapq.nlargest(1, [1, 2], key=one("heapq.nlargest"))
    bisect.insort([1, 2], 1, key=one("bisect.insort"))
    list(itertools.groupby([1, 2], one("itertools.groupby")))
    list(itertools.accumulate([1, 2], one("itertools.accumulate")))
    contextvars.copy_context().run(one("contextvars.Context.run"))
    re.sub("x", truth.plain("re.sub", result="y"), "x")
    re.compile("x").sub(truth.plain("re.Pattern.sub", result="y"), "x")
    json.dumps(object(), default=one("json.dumps"))
    json.loads("{}", object_hook=one("json.loads"))
    collections.defaultdict(one("collections.defaultdict"))["missing"]

    @dataclasses.dataclass
    class Data:
        made: int = dataclasses.field(default_factory=one("dataclasses.field"))

    Data()
