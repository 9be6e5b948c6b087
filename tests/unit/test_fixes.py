"""What to write in place of a blocking call: the advice fits the place, or is not given."""

from __future__ import annotations

import pytest

from tests.unit.engine import finding_of

HEAD = """\
import asyncio
import time
import requests
from fastapi import Depends, FastAPI, WebSocket
app = FastAPI()
"""


def advice(text: str) -> str:
    return finding_of(HEAD + text).advice


@pytest.mark.parametrize(
    "text",
    [
        "@app.get('/')\nasync def route():\n    time.sleep(1)\n",
        "@app.get('/')\nasync def route():\n    def helper():\n        return 1\n    time.sleep(helper())\n",
        "@app.get('/')\nasync def route():\n    async def inner():\n        await inner()\n    time.sleep(1)\n",
        "async def route():\n    time.sleep(1)\n@app.get('/')\ndef other(x=Depends(route)): ...\n",
        "def slow():\n    time.sleep(1)\n@app.get('/')\nasync def route():\n    slow()\n",
    ],
    ids=["a route", "with a helper", "an inner function awaits", "a dependency", "through a function"],
)
def test_a_handler_that_never_awaits_may_be_plain(text: str) -> None:
    assert advice(text).startswith(
        "make `route` a plain `def`: it never awaits, and FastAPI will run it in its threadpool"
    )


@pytest.mark.parametrize(
    "text",
    [
        "@app.get('/')\nasync def route():\n    await asyncio.sleep(1)\n    time.sleep(1)\n",
        "@app.get('/')\nasync def route(lock):\n    async with lock:\n        time.sleep(1)\n",
        "@app.get('/')\nasync def route(items):\n    async for item in items:\n        time.sleep(1)\n",
        "@app.get('/')\nasync def route(items):\n    found = [i async for i in items]\n    time.sleep(1)\n",
        "@app.get('/')\nasync def route():\n    time.sleep(1)\nasync def other():\n    await route()\n",
        "@app.get('/')\nasync def route():\n    time.sleep(1)\nasync def other():\n    asyncio.create_task(route())\n",
        "@app.websocket('/')\nasync def route(socket: WebSocket):\n    time.sleep(1)\n",
        "async def route():\n    time.sleep(1)\n",
        "class Service:\n    async def route(self):\n        time.sleep(1)\n",
    ],
    ids=[
        "await",
        "async with",
        "async for",
        "comprehension",
        "awaited",
        "scheduled",
        "websocket",
        "no framework",
        "method",
    ],
)
def test_where_a_plain_def_would_be_wrong_it_is_not_advised(text: str) -> None:
    found = advice(text)

    assert "plain `def`" not in found
    assert "await " in found


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("requests.get(url)", "await run_in_threadpool(requests.get, url)"),
        ("requests.get(url, timeout=(1, 2))", "await run_in_threadpool(requests.get, url, timeout=(1, 2))"),
        (
            "requests.get(\n        url,\n        timeout=1,\n    )",
            "await run_in_threadpool(requests.get, url, timeout=1)",
        ),
        ("load(url)", "await run_in_threadpool(load, url)"),
        ("load()", "await run_in_threadpool(load)"),
        ("requests.get(url).json()", "await run_in_threadpool(requests.get, url)"),
    ],
)
def test_the_call_at_the_boundary_handed_to_a_thread(call: str, expected: str) -> None:
    load = "def load(url=''):\n    return time.sleep(1)\n"
    route = f"@app.get('/')\nasync def route(url: str):\n    await asyncio.sleep(1)\n    return {call}\n"

    assert f"write `{expected}`" in advice(load + route)


def test_a_call_whose_arguments_await_is_not_rewritten() -> None:
    found = advice("@app.get('/')\nasync def route(url):\n    return requests.get(await url())\n")

    assert "write `" not in found
    assert "move the blocking work into a function and call it with `await run_in_threadpool(…)`" in found


def test_what_is_no_call_is_not_rewritten() -> None:
    pages = "def pages():\n    yield time.sleep(1)\n"
    route = "@app.get('/')\nasync def route():\n    await asyncio.sleep(1)\n    for page in pages(): pass\n"

    assert "move the blocking work into a function" in advice(pages + route)


def test_outside_of_frameworks_the_offload_is_that_of_asyncio() -> None:
    assert "await asyncio.to_thread(requests.get, 'x')" in advice("async def job():\n    requests.get('x')\n")


def test_the_way_of_the_library_itself() -> None:
    assert "httpx.AsyncClient" in advice("async def job():\n    requests.get('x')\n")


def test_plain_code_on_the_loop_is_told_where_to_move_the_call() -> None:
    text = "def tick():\n    time.sleep(1)\nasync def main():\n    asyncio.get_running_loop().call_soon(tick)\n"

    assert "`tick` runs on the event loop: move the call in line 7 to where a thread runs it" in advice(text)


@pytest.mark.parametrize(
    ("call", "twin"),
    [
        ("litellm.completion('m', [])", "litellm.acompletion"),
        ("litellm.embedding('m', [])", "litellm.aembedding"),
        ("client.chat.completions.create()", "openai.AsyncOpenAI"),
        ("requests.get('u')", "httpx.AsyncClient` of httpx"),
    ],
)
def test_the_async_counterpart_of_the_very_name_is_told(call: str, twin: str) -> None:
    route = f"@app.get('/')\nasync def route():\n    await asyncio.sleep(1)\n    {call}\n"
    assert f"; or use `{twin}" in advice(f"import litellm, openai\nclient = openai.OpenAI()\n{route}")
