"""How long it takes to join modules, to follow calls and to search: `pytest tests/benchmarks`.

Run, not asserted, like the benchmarks of extraction.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from blockcheck.callgraph import CallGraph, build_call_graph
from blockcheck.compose import compose
from blockcheck.extract import extract
from blockcheck.program import Module, Program, link, make_module
from blockcheck.reach import Search, find_blocking
from tests.properties.projects import CASES, ROOT, sources
from tests.unit.engine import catalogue

LIBRARY = Path(asyncio.__file__).parent
FILES = {
    "cases": (CASES, [path for path in sources() if path.is_relative_to(CASES)]),
    "blockcheck": (ROOT, [path for path in sources() if path.is_relative_to(ROOT / "blockcheck")]),
    "asyncio": (LIBRARY.parent, sorted(LIBRARY.glob("*.py"))),
}

by_program = pytest.mark.parametrize("name", FILES)


@pytest.fixture(autouse=True)
def collector_off() -> Iterator[None]:
    """As it is when blockcheck runs."""
    gc.disable()
    yield
    gc.enable()
    gc.collect()


@cache
def texts(name: str) -> dict[str, bytes]:
    """The files of a program, by their names in it."""
    folder, paths = FILES[name]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@cache
def modules(name: str) -> Sequence[Module]:
    """The modules of a program, but for those that this Python cannot parse."""
    found = []
    for path, text in texts(name).items():
        facts, _ = extract(text, path)
        parts = path.removesuffix(".py").split("/")
        is_package = parts[-1] == "__init__"
        if facts is not None:
            found.append(make_module(".".join(parts[:-1] if is_package else parts), path, is_package, False, facts))
    return found


def linked(name: str) -> Program:
    return link(modules(name), catalogue().canonical, catalogue().mro)


def graph_of(name: str) -> CallGraph:
    return build_call_graph(linked(name), catalogue())


@by_program
def test_linking(benchmark: Callable[..., Any], name: str) -> None:
    modules(name)

    program = benchmark(linked, name)

    record(benchmark, name)
    assert len(program.modules) == len(modules(name))


@by_program
def test_following_calls(benchmark: Any, name: str) -> None:
    """Each time in a program that nothing is known of yet."""
    graph = benchmark.pedantic(
        lambda program: build_call_graph(program, catalogue()), setup=lambda: ((linked(name),), {}), rounds=5
    )

    record(benchmark, name)
    assert graph.nodes


@by_program
def test_searching(benchmark: Callable[..., Any], name: str) -> None:
    graph = graph_of(name)

    benchmark(lambda: find_blocking(Search(graph)))

    record(benchmark, name)
    benchmark.extra_info["nodes"] = len(graph.nodes)  # type: ignore[attr-defined]


@by_program
def test_composing(benchmark: Callable[..., Any], name: str) -> None:
    search = Search(graph_of(name))
    found = find_blocking(search)
    lines = {path: text.decode("utf-8", "replace").split("\n") for path, text in texts(name).items()}

    findings = benchmark(lambda: compose(search, found, lines.__getitem__))

    record(benchmark, name)
    assert bool(findings) == bool(found)


def record(benchmark: Any, name: str) -> None:
    benchmark.extra_info["files"] = len(modules(name))
    benchmark.extra_info["functions"] = sum(len(module.functions) for module in modules(name))
