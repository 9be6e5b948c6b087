"""The call graph: which function runs which, in what way, and what runs them from outside."""

from __future__ import annotations

import pytest

from blockcheck.callgraph import CallGraph, imports_first
from blockcheck.nodes import Kind, op_span
from tests.unit.engine import graph_of, node_of, program_of

FASTAPI = "from fastapi import Depends, FastAPI\napp = FastAPI()\n"


def edges(graph: CallGraph, caller: str) -> set[tuple[str, Kind]]:
    """What a function runs: names below `app`, and how."""
    return {
        (edge.callee.function.name.removeprefix("app."), edge.kind)
        for node in graph.nodes
        if node.function.name == f"app.{caller}"
        for edge in node.edges.values()
    }


def roots(graph: CallGraph) -> set[tuple[str, Kind]]:
    return {(root.node.function.name.removeprefix("app."), root.kind) for root in graph.roots}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("target()", {("target", Kind.CALL)}),
        ("await coroutine()", {("coroutine", Kind.AWAIT)}),
        ("coroutine()", set()),
        ("x = coroutine()\n    await x", {("coroutine", Kind.AWAIT)}),
        ("generator()", set()),
        ("list(generator())", {("generator", Kind.CALL)}),
        ("for x in generator(): pass", {("generator", Kind.CALL)}),
        ("async for x in async_generator(): pass", {("async_generator", Kind.AWAIT)}),
        ("with manager(): pass", {("manager", Kind.CALL)}),
        ("await asyncio.to_thread(target)", {("target", Kind.THREAD)}),
        ("asyncio.create_task(coroutine())", {("coroutine", Kind.OWN_LOOP)}),
        ("await asyncio.gather(coroutine(), coroutine())", {("coroutine", Kind.OWN_LOOP)}),
        ("asyncio.get_running_loop().call_soon(target)", {("target", Kind.OWN_LOOP)}),
        ("threading.Thread(target=target).start()", {("target", Kind.THREAD)}),
        ("asyncio.run(coroutine())", {("coroutine", Kind.OWN_LOOP)}),
        ("C()", {("C.__init__", Kind.CALL)}),
        ("C().method()", {("C.__init__", Kind.CALL), ("C.method", Kind.CALL)}),
        ("C().prop", {("C.__init__", Kind.CALL), ("C.prop", Kind.CALL)}),
        ("target if True else coroutine", set()),
        ("[target() for _ in ()]", {("target", Kind.CALL)}),
        ("(lambda: 1)()", {("caller.<locals>.<lambda>", Kind.CALL)}),
        ("functools.partial(target)()", {("target", Kind.CALL)}),
        ("missing()", set()),
    ],
)
def test_edges(body: str, expected: set[tuple[str, Kind]]) -> None:
    text = f"""\
import asyncio, contextlib, functools, threading
def target(): ...
async def coroutine(): ...
def generator(): yield
async def async_generator(): yield
@contextlib.contextmanager
def manager(): yield
class C:
    def __init__(self): ...
    def method(self): ...
    @property
    def prop(self): ...
async def caller():
    {body}
"""
    assert edges(graph_of(text), "caller") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@app.get('/')\nasync def a(): ...", {("a", Kind.LOOP)}),
        ("@app.get('/')\ndef a(): ...", {("a", Kind.THREAD)}),
        ("async def b(): ...\n@app.get('/')\ndef a(x=Depends(b)): ...", {("a", Kind.THREAD), ("b", Kind.LOOP)}),
        ("app.add_api_route('/', a := (lambda: 1))", {("<lambda>", Kind.THREAD)}),
        ("@app.on_event('startup')\ndef a(): ...", {("a", Kind.STARTUP)}),
        ("async def a(): ...", set()),
    ],
)
def test_entry_points_of_frameworks(text: str, expected: set[tuple[str, Kind]]) -> None:
    assert roots(graph_of(FASTAPI + text)) == expected


def test_what_nothing_calls_is_entered_from_outside() -> None:
    graph = graph_of("def one(): two()\ndef two(): ...\nasync def three(): ...\nclass C:\n    def method(self): ...\n")

    assert {node.function.name for node in graph.outside} >= {"app.one", "app.three", "app.C.method"}
    assert {node.function.facts.kind for node in graph.outside} == {"def"}


def test_a_method_entered_from_outside_has_an_object_of_its_class() -> None:
    graph = graph_of("class C:\n    def method(self): self.other()\n    def other(self): ...\n")

    assert ("C.other", Kind.CALL) in edges(graph, "C.method")


def test_functions_in_unreached_functions_are_entered_too() -> None:
    graph = graph_of("def outer():\n    async def inner(): ...\n    return inner\n")

    assert node_of(graph, "app.outer.<locals>.inner") in graph.nodes


def test_hierarchies_and_callbacks_make_edges_uncertain() -> None:
    text = "class A:\n    def m(self): ...\ndef known(): A().m()\ndef declared(a: A): a.m()\n"
    graph = graph_of(text)
    certain = {
        node.function.facts.name: edge.certain
        for node in graph.nodes
        for edge in node.edges.values()
        if edge.callee.function.facts.name == "m"
    }

    assert certain == {"known": True, "declared": False}


def test_a_closure_has_an_activation_for_each_place_that_makes_it() -> None:
    text = "def make(x):\n    def inner(): return x\n    return inner\na = make(1)\nb = make(2)\na(), b()\n"
    graph = graph_of(text)

    assert len([node for node in graph.nodes if node.function.facts.name == "make"]) == 2
    assert len([node for node in graph.nodes if node.function.facts.name == "inner"]) == 2


def test_sinks_come_in_the_order_of_the_source() -> None:
    files = {
        "b.py": "import time\ndef f():\n    time.sleep(1)\n    time.sleep(2)\n",
        "a.py": "import time\ndef f(): time.sleep(1)\n",
    }
    graph = graph_of(files)

    places = [(sink.node.function.module.display, op_span(sink.node.function, sink.op).line) for sink in graph.sinks()]
    assert places == [("a.py", 2), ("b.py", 3), ("b.py", 4)]


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        ({"a": "import b", "b": "import c", "c": ""}, ["c", "b", "a"]),
        ({"a": "", "b": "import a", "c": "import a, b"}, ["a", "b", "c"]),
        ({"c": "", "b": "import c", "a": "import b, c"}, ["c", "b", "a"]),
    ],
)
def test_modules_come_behind_those_that_they_import(imports: dict[str, str], expected: list[str]) -> None:
    program = program_of({f"{name}.py": text for name, text in imports.items()})

    assert [module.name for module in imports_first(program)] == expected


def test_modules_that_import_each_other_come_once() -> None:
    program = program_of({"a.py": "import b", "b.py": "import a", "c.py": "import c"})

    assert sorted(module.name for module in imports_first(program)) == ["a", "b", "c"]
