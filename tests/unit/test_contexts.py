"""Where code runs, given who runs it and where that runs."""

from __future__ import annotations

import pytest

from blockcheck.contexts import Context, Placement, eager_modules
from blockcheck.nodes import Kind
from tests.unit.engine import graph_of, node_of, program_of

SHARED = "def shared(): ...\n"
FASTAPI = "from fastapi import FastAPI\napp = FastAPI()\n"
ASYNCIO_RUN = "import asyncio, threading\nasync def job(): shared()\ndef run(): asyncio.run(job())\n"


@pytest.mark.parametrize(
    ("kind", "caller", "expected"),
    [
        (Kind.CALL, Context.LOOP, Context.LOOP),
        (Kind.CALL, Context.THREAD, Context.THREAD),
        (Kind.CALL, Context.LOOP | Context.STARTUP, Context.LOOP | Context.STARTUP),
        (Kind.AWAIT, Context.PRIVATE, Context.PRIVATE),
        (Kind.THREAD, Context.LOOP, Context.THREAD),
        (Kind.LOOP, Context.THREAD, Context.LOOP),
        (Kind.STARTUP, Context.OUTSIDE, Context.STARTUP),
        (Kind.IMPORT, Context.LOOP, Context.IMPORT),
        (Kind.OWN_LOOP, Context.THREAD, Context.PRIVATE),
        (Kind.OWN_LOOP, Context.PRIVATE, Context.PRIVATE),
        (Kind.OWN_LOOP, Context.STARTUP, Context.STARTUP),
        (Kind.OWN_LOOP, Context.OUTSIDE, Context.LOOP),
        (Kind.OWN_LOOP, Context.IMPORT, Context.LOOP),
        (Kind.OWN_LOOP, Context.LOOP | Context.THREAD, Context.LOOP | Context.PRIVATE),
    ],
)
def test_what_an_edge_carries(kind: Kind, caller: Context, expected: Context) -> None:
    carried = Context.NOWHERE
    for one in Placement.carried(kind, caller):
        carried |= one

    assert carried == expected


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("async def main(): shared()", Context.LOOP),
        ("def main(): shared()", Context.OUTSIDE),
        ("shared()", Context.IMPORT),
        ("import threading\nthreading.Thread(target=shared).start()", Context.THREAD),
        pytest.param(
            "import threading\ndef main(): threading.Thread(target=shared).start()",
            Context.THREAD,
            marks=pytest.mark.xfail(strict=True, reason="what only uncalled code calls is taken to be uncalled, too"),
        ),
        ("import asyncio\nasync def main(): await asyncio.to_thread(shared)", Context.THREAD),
        ("import asyncio\nasync def main(): await asyncio.to_thread(shared())", Context.LOOP),
        ("import asyncio\nasync def main(): asyncio.get_running_loop().call_soon(shared)", Context.LOOP),
        ("import asyncio\nasync def job(): shared()\ndef main(): asyncio.run(job())", Context.LOOP),
        (f"{ASYNCIO_RUN}threading.Thread(target=run).start()", Context.PRIVATE),
        ("async def main(): shared()\nshared()", Context.LOOP | Context.IMPORT),
        (f"{FASTAPI}@app.on_event('startup')\ndef start(): shared()", Context.STARTUP),
        (f"{FASTAPI}@app.get('/')\ndef route(): shared()", Context.THREAD),
        (f"{FASTAPI}@app.get('/')\nasync def route(): shared()", Context.LOOP),
        ("async def main(): return shared", Context.OUTSIDE),
    ],
)
def test_where_a_function_runs(rest: str, expected: Context) -> None:
    graph = graph_of(SHARED + rest)

    assert Placement(graph).contexts[node_of(graph, "app.shared")] == expected


def test_startup_and_loop_are_on_the_loop_and_nothing_else_is() -> None:
    assert {context for context in Context if context.on_loop} == {Context.LOOP, Context.STARTUP}
    assert (Context.THREAD | Context.LOOP).on_loop


def test_coroutine_functions_that_nothing_runs_are_entry_points() -> None:
    graph = graph_of("async def one(): await two()\nasync def two(): ...\nasync def three(): await three()\n")

    assert [node.function.name for node in Placement(graph).unclaimed] == ["app.one", "app.three"]


def test_modules_that_only_functions_import_run_when_these_do() -> None:
    program = program_of(
        {
            "main.py": "import settings\ndef f():\n    import heavy\n",
            "settings.py": "import base\n",
            "base.py": "",
            "heavy.py": "import part\n",
            "part.py": "",
        }
    )

    assert {module.name for module in eager_modules(program)} == {"main", "settings", "base", "part"}
