"""`blockcheck graph` has every call by qualified name, and narrows down to what somebody asks for."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Pairs = set[tuple[str, str, str]]

APP = """\
import asyncio
import time

from fastapi import Depends, FastAPI
from fastapi.concurrency import run_in_threadpool

from lib import Base, Store, steps

app = FastAPI()


async def user():
    return 1


@app.get("/items/{id}")
async def item(id: int, user=Depends(user)):
    store = Store()
    await store.get(id)
    await run_in_threadpool(store.wait)
    return sum(step for step in steps())


@app.get("/jobs")
def jobs():
    time.sleep(1)


def idle():
    Base().get(1)


async def loose():
    pass


if __name__ == "__main__":
    idle()
"""
LIB = """\
import requests


class Base:
    limit = int("3")

    def get(self, key):
        return sorted([key], key=lambda key: -key)


class Store(Base):
    def __init__(self):
        self.keys = []

    async def get(self, key):
        return super().get(key)

    def wait(self):
        requests.get("https://a.b")


def steps():
    yield 1
    yield from more()


def more():
    yield 2
"""


@pytest.fixture(autouse=True)
def files(project: Path) -> None:
    (project / "app.py").write_text(APP)
    (project / "lib.py").write_text(LIB)
    (project / "service.py").unlink()


@pytest.fixture
def graph(blockcheck: Run) -> Callable[..., Any]:
    def run(*options: str) -> Any:
        result = blockcheck("graph", *options)
        assert (result.stderr, result.exit_code) == ("", 0)
        return json.loads(result.stdout)

    return run


def names(graph: Any) -> set[str]:
    return {function["name"] for function in graph["functions"]}


def pairs(graph: Any) -> Pairs:
    return {(call["caller"], call["how"], call["callee"]) for call in graph["calls"]}


def test_all_has_every_function_and_every_call(graph: Callable[..., Any]) -> None:
    found = graph("--all")

    assert found["version"] == 1
    assert names(found) == {
        "app", "app.user", "app.item", "app.jobs", "app.idle", "app.loose", "lib", "lib.Base.get", "lib.steps",
        "lib.more", "lib.Base.get.<locals>.<lambda>", "lib.Store.__init__", "lib.Store.get", "lib.Store.wait",
    }  # fmt: skip
    assert pairs(found) == {
        ("app", "call", "app.idle"),
        ("app.idle", "call", "lib.Base.get"),
        ("app.item", "framework", "app.user"),
        ("app.item", "call", "lib.Store.__init__"),
        ("app.item", "await", "lib.Store.get"),
        ("app.item", "thread", "lib.Store.wait"),
        ("app.item", "call", "lib.steps"),
        ("lib.Store.get", "call", "lib.Base.get"),
        ("lib.Base.get", "call", "lib.Base.get.<locals>.<lambda>"),
        ("lib.steps", "call", "lib.more"),
    }
    assert {(block["caller"], block["name"], block["rule"]) for block in found["blocking"]} == {
        ("app.jobs", "time.sleep", "BLC101"),
        ("lib.Store.wait", "requests.get", "BLC102"),
    }


def test_places_and_contexts(graph: Callable[..., Any]) -> None:
    found = graph("--all")
    functions = {function["name"]: function for function in found["functions"]}

    assert functions["app.item"] == {
        "name": "app.item",
        "file": "app.py",
        "line": 16,
        "async": True,
        "runs_on": ["loop"],
        "entry_points": ["GET /items/{id}"],
    }
    assert functions["app.jobs"]["runs_on"] == functions["lib.Store.wait"]["runs_on"] == ["thread"]
    assert functions["app"]["runs_on"] == functions["app.idle"]["runs_on"] == ["import"]
    assert functions["app.loose"]["entry_points"] == ["async def app.loose"]
    assert {
        "caller": "app.item", "callee": "lib.Store.wait", "how": "thread", "file": "app.py", "line": 20
    } in found["calls"]  # fmt: skip


def test_by_itself_it_has_what_entry_points_reach(graph: Callable[..., Any]) -> None:
    found = names(graph())

    assert {"app.item", "app.jobs", "app.loose", "lib.more"} <= found
    assert found.isdisjoint({"app", "lib", "app.idle"})


@pytest.mark.parametrize("start", ["GET /jobs", "/jobs", "jobs", "app.jobs"])
def test_from_a_route_or_function(graph: Callable[..., Any], start: str) -> None:
    found = graph("--from", start)

    assert (names(found), pairs(found)) == ({"app.jobs"}, set())


@pytest.mark.parametrize("target", ["requests.get", "requests.*", "BLC102", "Store.wait", "lib.Store.wait"])
def test_to_a_blocking_call_rule_or_function(graph: Callable[..., Any], target: str) -> None:
    found = graph("--to", target)

    assert (names(found), pairs(found)) == (
        {"app.item", "lib.Store.wait"},
        {("app.item", "thread", "lib.Store.wait")},
    )


def test_from_and_to_and_all_together(graph: Callable[..., Any]) -> None:
    assert pairs(graph("--from", "idle", "--to", "Base.get")) == {("app.idle", "call", "lib.Base.get")}
    assert "app" in names(graph("--all", "--to", "Base.get"))
    assert names(graph("lib.py")) == names(graph())  # of a file, its project


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--from", "GET /job"], "error: nothing is called `GET /job`\n help: did you mean `GET /jobs`?\n"),
        (["--to", "request.get"], "error: nothing is called `request.get`\n help: did you mean `requests.get`?\n"),
        (["--to", "zzz"], "error: nothing is called `zzz`\n help: `blockcheck graph --all` lists every name\n"),
    ],
)
def test_names_that_there_are_not(blockcheck: Run, options: list[str], message: str) -> None:
    result = blockcheck("graph", *options)

    assert (result.stdout, result.stderr, result.exit_code) == ("", message, 2)


def test_an_empty_project_has_an_empty_graph(graph: Callable[..., Any], project: Path) -> None:
    (project / "empty").mkdir()

    assert graph("empty") == {"version": 1, "functions": [], "calls": [], "blocking": []}


# Pictures


def test_dot(blockcheck: Run) -> None:
    assert blockcheck("graph", "--to", "requests.get", "--output-format", "dot").stdout == (
        """\
digraph calls {
  rankdir=LR
  node [shape=box, fontname="sans-serif"]
  "app.item" [label="app.item\\nGET /items/{id}", style=filled, fillcolor="#fff3cd"]
  "lib.Store.wait" [label="lib.Store.wait"]
  "requests.get()" [label="requests.get", shape=oval, color="#b00020"]
  "app.item" -> "lib.Store.wait" [style=dashed]
  "lib.Store.wait" -> "requests.get()"
}
"""
    )


def test_mermaid(blockcheck: Run) -> None:
    assert blockcheck("graph", "--to", "requests.get", "--output-format", "mermaid").stdout == (
        """\
flowchart LR
  f0["app.item<br/>GET /items/#123;id#125;"]:::loop
  f1["lib.Store.wait"]
  b0(["requests.get"]):::blocking
  f0 -.-> f1
  f1 --> b0
  classDef loop fill:#fff3cd,color:#000
  classDef blocking stroke:#b00020
"""
    )


def test_names_of_routes_mean_nothing_to_the_picture(blockcheck: Run, project: Path) -> None:
    route = 'x"]; evil["\\\\\\\\\\n\\x1b[31m'
    (project / "app.py").write_text(APP.replace("/jobs", route.replace('"', '\\"')))

    dot = blockcheck("graph", "--from", "app.jobs", "--output-format", "dot").stdout
    mermaid = blockcheck("graph", "--from", "app.jobs", "--output-format", "mermaid").stdout

    label = next(line for line in dot.splitlines() if line.startswith('  "app.jobs"'))
    assert re.fullmatch(r'  "app\.jobs" \[label="([^"\\]|\\.)*"\]', label)
    assert len(mermaid.splitlines()) == 6
    assert "evil[" not in mermaid
    assert "\x1b" not in dot + mermaid


def test_svg_is_drawn_by_graphviz(blockcheck: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = project / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    drawing = programs / "dot"
    drawing.write_text("#!/bin/sh\n[ \"$1\" = -Tsvg ] && printf '<svg>' && grep -c Store.wait\n")
    drawing.chmod(0o755)

    assert blockcheck("graph", "--to", "requests.get", "--output-format", "svg").stdout == "<svg>3\n"

    drawing.write_text("#!/bin/sh\necho no room >&2; exit 1\n")
    result = blockcheck("graph", "--output-format", "svg")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (2, "error: `dot` failed: no room")


def test_svg_needs_graphviz(blockcheck: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project))

    result = blockcheck("graph", "--output-format", "svg")

    assert result.stderr == (
        "error: --output-format svg needs the program `dot`\n help: install Graphviz, or take dot or mermaid\n"
    )
    assert result.exit_code == 2
