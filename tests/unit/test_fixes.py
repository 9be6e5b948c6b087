"""What to write in place of a blocking call: the advice fits the place, or is not given."""

from __future__ import annotations

import pytest

from tests.unit.engine import finding_of, findings_of

HEAD = """\
import asyncio
import time
import requests
from fastapi import Depends, FastAPI, WebSocket
app = FastAPI()
"""


def advice(text: str) -> str:
    return finding_of(HEAD + text).advice


def in_route(text: str) -> str:
    """The advice for the one finding that concerns `route`."""
    (found,) = [each for each in findings_of(HEAD + text) if "app.route" in {b.function for b in each.boundaries}]
    return found.advice


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


STORE = """\
class Store:
    def get(self, key):
        return requests.get(key)
    async def aget(self, key):
        await asyncio.sleep(0)
    def items(self):
        yield requests.get("u")
    async def aitems(self):
        yield await asyncio.sleep(0)
    def put(self):
        requests.put("u")
    async def put_async(self):
        await asyncio.sleep(0)
        self.put()
    def drop(self):
        requests.delete("u")
    async def drop_async(self): ...
    def push(self):
        requests.post("u")
    async def async_push(self):
        await asyncio.to_thread(self.push)
    def __enter__(self):
        requests.get("u")
    def __exit__(self, *error): ...
    async def __aenter__(self):
        await asyncio.sleep(0)
    async def __aexit__(self, *error): ...
    def _load_sync(self):
        requests.get("u")
    async def _load(self):
        await asyncio.sleep(0)
class Child(Store):
    pass
def fetch():
    requests.get("u")
async def fetch_async():
    await asyncio.sleep(0)
def through(store):
    store.get("k")
store = Child()
"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("store.get('k')", "the project has an async version: `await store.aget(…)` (app.py:9); or write `await "),
        ("fetch()", "an async version: `await fetch_async()` (app.py:41); or "),
        ("store.push()", "an async version: `await store.async_push()` (app.py:25); or "),
        ("store._load_sync()", "an async version: `await store._load()` (app.py:35); or "),
        ("for item in store.items(): pass", "an async version: `Store.aitems` (app.py:13), with `async for`; "),
        ("with store: pass", "an async version: `Store.__aenter__` (app.py:30), with `async with`; or "),
        ("through(store)", "store)`; or the project has an async version of `Store.get`: `Store.aget` (app.py:9)"),
    ],
)  # fmt: skip
def test_the_async_version_that_the_project_has(line: str, expected: str) -> None:
    route = f"@app.get('/')\nasync def route():\n    await asyncio.sleep(1)\n    {line}\n"
    (found,) = [
        each for each in findings_of(HEAD + STORE + route) if "app.route" in {b.function for b in each.boundaries}
    ]

    assert expected in found.advice
    assert "httpx" not in found.advice


@pytest.mark.parametrize("call", ["store.put()", "store.drop()"], ids=["blocks as well", "is a stub"])
def test_what_only_looks_like_an_async_version_is_not_advised(call: str) -> None:
    route = f"@app.get('/')\nasync def route():\n    await asyncio.sleep(1)\n    {call}\n"
    (found,) = [
        each for each in findings_of(HEAD + STORE + route) if "app.route" in {b.function for b in each.boundaries}
    ]

    assert "async version" not in found.advice


@pytest.mark.parametrize(
    ("place", "name", "advised"),
    [
        ("shop/aio.py", "AsyncClient", "the project has an async version: `AsyncClient.load` (shop/aio.py:3)"),
        ("shop/client.py", "ClientAsync", "the project has an async version: `ClientAsync.load` (shop/client.py:7)"),
        ("other/aio.py", "AsyncClient", ""),
    ],
)
def test_a_class_beside_a_class(place: str, name: str, advised: str) -> None:
    plain = "import asyncio, requests\nclass Client:\n    def load(self):\n        requests.get('u')\n"
    twin = f"import asyncio\nclass {name}:\n    async def load(self):\n        await asyncio.sleep(0)\n"
    files = {"shop/__init__.py": "", "other/__init__.py": "", "shop/client.py": plain, place: twin}
    if place == "shop/client.py":
        files[place] = plain + twin
    files["main.py"] = "from shop.client import Client\nasync def main():\n    Client().load()\n"

    assert finding_of(files).advice.startswith(advised or "move the blocking work") or not advised
    assert ("async version" in finding_of(files).advice) is bool(advised)
