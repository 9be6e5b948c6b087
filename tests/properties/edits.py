"""A small program whose findings speak of many places, and edits as people make them."""

from __future__ import annotations

import ast
from collections.abc import Callable

PROGRAM = {
    "app.py": '''\
import asyncio
import subprocess
import threading

from fastapi import Depends, FastAPI

from service import Service, load

app = FastAPI()
lock = threading.Lock()


@app.get("/users/{number}")
async def users(number: int, service: Service = Depends(Service)):
    await asyncio.sleep(0)
    return service.get(number)


@app.get("/plain")
async def plain():
    """Says nothing."""
    return load(
        "a",
        "b",
    )


@app.get("/late")
async def late():
    asyncio.get_running_loop().call_soon(tick)
    with lock:
        await asyncio.sleep(1)


def tick():
    subprocess.run(["true"])
    load("c", "d")  # noqa: BLC110
    load("e", "f"); load("g", "h")
''',
    "service.py": """\
import asyncio
import time

import requests


class Service:
    def get(self, number):
        time.sleep(number)
        return requests.get("https://example.org", timeout=5)

    async def aget(self, number):
        await asyncio.sleep(number)


def load(first, second):
    with open(first) as file:
        return file.read() + second
""",
}

Edit = Callable[[str, int], str]
"""Of a text and a number that chooses the place: the text after the edit."""


def _between(text: str, place: int, line: Callable[[int], str]) -> str:
    """A line put before one that begins a statement, with its indentation; at the end where there is none."""
    lines = text.splitlines(keepends=True)
    starts = sorted({node.lineno for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt)})
    starts = [
        start for start in starts if lines[start - 1].lstrip()[:1] not in ("", '"') and not _decorated(lines, start)
    ]
    if not starts:
        return text + line(0)
    number = starts[place % len(starts)] - 1
    indent = len(lines[number]) - len(lines[number].lstrip())
    return "".join([*lines[:number], line(indent), *lines[number:]])


def _decorated(lines: list[str], start: int) -> bool:
    return start > 1 and lines[start - 2].lstrip().startswith("@")


def comment(text: str, place: int) -> str:
    return _between(text, place, lambda indent: " " * indent + f"# note {place}\n")


def blank(text: str, place: int) -> str:
    return _between(text, place, lambda indent: "\n")


def useless_noqa(text: str, place: int) -> str:
    return _between(text, place, lambda indent: " " * indent + "x = 1  # noqa: BLC101\n")


def trailing(text: str, place: int) -> str:
    """A comment that silences whatever is found in a line."""
    lines = text.splitlines()
    number = place % len(lines)
    calls = [at for at, line in enumerate(lines) if "(" in line and line.endswith(")") and "#" not in line]
    number = calls[place % len(calls)] if calls else number
    lines[number] += "  # noqa" if calls else ""
    return "\n".join(lines) + "\n"


def docstring(text: str, place: int) -> str:
    return text.replace('"""Says nothing."""', f'"""Says {place},\n    and more."""')


def another_call(text: str, place: int) -> str:
    return _between(text, place, lambda indent: " " * indent + "load_more()\n")


def sooner(text: str, place: int) -> str:
    return (
        text.replace("time.sleep", "time.ctime") if "time.sleep" in text else text.replace("time.ctime", "time.sleep")
    )


def renamed(text: str, place: int) -> str:
    return text.replace("aget", "get_async") if "aget" in text else text.replace("get_async", "aget")


def reformatted(text: str, place: int) -> str:
    """Every statement as Python's own printer writes it: comments go, too."""
    return ast.unparse(ast.parse(text)) + "\n"


def swapped(text: str, place: int) -> str:
    """The first and the last statement of the module that are definitions change places."""
    tree = ast.parse(text)
    defined = [at for at, node in enumerate(tree.body) if hasattr(node, "body")]
    if defined:
        body, (first, *_, last) = tree.body, (*defined, defined[-1])
        body[first], body[last] = body[last], body[first]
    return ast.unparse(tree) + "\n"


def joined(text: str, place: int) -> str:
    """Two calls in one line, or each in its own."""
    if '"f"); load(' in text:
        return text.replace('"f"); load(', '"f")\n    load(')
    return text.replace('"f")\n    load(', '"f"); load(')


HARMLESS: tuple[Edit, ...] = (comment, blank, trailing, docstring)
"""What changes nothing but where code stands, and what is silenced."""
EDITS: tuple[Edit, ...] = (
    *HARMLESS, useless_noqa, another_call, sooner, renamed, reformatted, swapped, joined
)  # fmt: skip
