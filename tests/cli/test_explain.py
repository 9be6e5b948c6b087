"""`blockcheck explain` tells where a line runs, what its names stand for, and why `check` says what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

APP = """\
import queue
import time

import acme
from fastapi import Depends, FastAPI
from fastapi.concurrency import run_in_threadpool

from service import Service

app = FastAPI()
jobs = queue.Queue()


def work(n):
    time.sleep(n)


def get_service():
    return Service()


async def get_user():
    time.sleep(1)


@app.get("/a")
async def a(service: Service = Depends(get_service), user=Depends(get_user)):
    await run_in_threadpool(work, 1)
    jobs.get(block=False)
    service.load()
    time.sleep(1)  # noqa: BLC101
    acme.Client().get()
    run(get_service)


@app.get("/b")
def b(service: Service = Depends(get_service)):
    service.load()
    run(slow)


def run(f, quiet=True):
    if not quiet:
        time.sleep(9)
    return f()


def slow():
    time.sleep(3)


def unused():
    return sum(x for x in jobs)
"""
SERVICE = """\
import requests


class Service:
    def __init__(self):
        self.client = requests.Session()

    def load(self):
        return self.client.get("https://news.example").json()
"""


@pytest.fixture
def explain(blockcheck: Run, project: Path) -> Callable[[str], str]:
    """What is printed of the first line of a file that begins with a text."""
    (project / "app.py").write_text(APP)
    (project / "service.py").write_text(SERVICE)

    def explained(code: str, file: str = "app.py") -> str:
        lines = (project / file).read_text().splitlines()
        number = next(number for number, line in enumerate(lines, 1) if line.strip().startswith(code))
        result = blockcheck("explain", f"{file}:{number}")
        assert (result.stderr, result.exit_code) == ("", 0)
        return str(result.stdout)

    return explained


def test_a_line_that_runs_on_the_loop_and_in_a_thread(explain: Callable[..., str]) -> None:
    assert explain("return self.client", "service.py") == (
        """\
service.py:9  return self.client.get("https://news.example").json()

`Service.load` runs on the event loop and in a thread.

From GET /a, on the event loop:
  app.py:30:5  a  service.load()

From GET /b, in a thread:
  app.py:38:5  b  service.load()
  `b` is a plain `def`, which FastAPI runs in a thread.

On this line:
  `self` is a `Service`, made at app.py:19
  `self.client` is a `requests.Session`, made at service.py:6 (assigned at service.py:6)
  `self.client.get("https://news.example")`
    blocks: `requests.Session.get` waits for the server's answer (BLC102 blocking-http)
    gives a `requests.Response`
  `self.client.get("https://news.example").json()` calls `requests.Response.json`, which is not known to block

Findings:
  BLC102 blocking-http (`requests.Session.get` in service.py:9): this line is its cause; reported
"""
    )


def test_what_an_offload_moves(explain: Callable[..., str]) -> None:
    assert "`run_in_threadpool(work, 1)`\n    hands `work` (app.py:14) to a thread\n" in explain("await run_in")
    text = explain("time.sleep(n)")
    assert "`work` runs in a thread.\n" in text
    assert "  app.py:28:11  a  run_in_threadpool(work, 1)\n  The call in app.py:28 hands `work` to a thread.\n" in text
    assert "`n` is `1` (passed at app.py:28)\n" in text
    assert "  no finding: the blocking call is never made on the event loop\n" in text


def test_a_condition_that_keeps_a_call_from_blocking(explain: Callable[..., str]) -> None:
    text = explain("jobs.get")

    assert "calls `queue.Queue.get`, which blocks, but not here: argument `block` is `False`\n" in text
    assert "`jobs` is a `queue.Queue`, made at app.py:11 (assigned at app.py:11)\n" in text
    assert "Findings" not in text


def test_a_comment_that_silences(explain: Callable[..., str]) -> None:
    assert "not reported: `# noqa: BLC101` in app.py:31 silences it\n" in explain("time.sleep(1)  #")


def test_a_line_that_never_runs(explain: Callable[..., str]) -> None:
    text = explain("time.sleep(9)")

    assert "This line never runs: `quiet` in line 43 always holds, whoever calls.\n" in text
    assert "From" not in text


def test_only_ways_that_pass_the_callback_lead_to_it(explain: Callable[..., str]) -> None:
    text = explain("time.sleep(3)")

    assert "`slow` runs in a thread.\n" in text
    assert "From GET /b, in a thread:\n  app.py:39:5   b    run(slow)\n  app.py:45:12  run  f()\n" in text
    assert "GET /a" not in text


def test_a_dependency_is_run_for_its_routes(explain: Callable[..., str]) -> None:
    text = explain("time.sleep(1)")

    assert "`async def get_user` runs on the event loop.\n" in text
    assert "From `get_user`, which FastAPI calls for GET /a, on the event loop.\n" in text
    assert "this line is its cause and where async code starts it; reported\n" in text


def test_what_could_not_be_followed(explain: Callable[..., str]) -> None:
    text = explain("acme.Client")

    assert "calls `acme.Client`: `acme` is a library that is not known, so it counts as not blocking\n" in text
    assert "could not be followed: `acme.Client()` comes from `acme`, which is a library that is not known\n" in text


def test_a_step_on_the_way(explain: Callable[..., str]) -> None:
    assert "(`requests.Session.get` in service.py:9): this line is where async code starts it; reported\n" in explain(
        "service.load"
    )


def test_code_that_nothing_calls(explain: Callable[..., str]) -> None:
    text = explain("return sum")

    assert "`unused` runs from code that nothing in the project calls.\n" in text
    assert "`x` is something" not in text  # the line has code of its own


def test_decorators_and_module_code_run_at_import(explain: Callable[..., str]) -> None:
    text = explain('@app.get("/a")')

    assert "The body of module `app` runs while modules are imported, before there is an event loop.\n" in text
    assert "hands `a` (app.py:26) to the event loop\n" in text


def test_rules_that_are_off(blockcheck: Run, project: Path) -> None:
    (project / "app.py").write_text("import os\n\n\nasync def f(path):\n    os.path.exists(path)\n")
    (project / "pyproject.toml").write_text('[tool.blockcheck]\nper-file-ignores = { "app.py" = ["BLC111"] }\n')

    assert "BLC111 is off, `--extend-select BLC111` turns it on" in blockcheck("explain", "app.py:5").stdout
    text = blockcheck("explain", "app.py:5", "--extend-select", "BLC111").stdout
    assert "not reported: `per-file-ignores` silences BLC111 in app.py\n" in text
    assert "reported\n" in blockcheck("explain", "app.py:5", "--isolated", "--select", "ALL").stdout


def test_a_test_is_not_looked_into(blockcheck: Run, project: Path) -> None:
    (project / "test_app.py").write_text("async def test_it():\n    pass\n")

    text = blockcheck("explain", "test_app.py:2").stdout

    assert "was not looked into: it is a test, and those count only with `--include-tests`.\n" in text
    assert "runs on the event loop.\n" in blockcheck("explain", "test_app.py:2", "--include-tests").stdout


def test_columns_are_passed_over(blockcheck: Run) -> None:
    assert blockcheck("explain", "app.py:16:12").stdout == blockcheck("explain", "app.py:16").stdout


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("app.py", "`app.py` is not FILE:LINE, as in `app/main.py:12`"),
        ("app.py:x", "is not FILE:LINE"),
        ("gone.py:3", "error: gone.py: there is no such file\n help: name a Python file of the project"),
        ("app.py:0", "error: app.py has no line 0\n help: it has 16 lines"),
        ("app.py:999", "error: app.py has no line 999\n help: it has 16 lines"),
        ("notes.txt:1", "error: notes.txt: cannot be parsed by Python"),
        ("broken.py:1", "error: broken.py: cannot be parsed by Python"),
    ],
)
def test_places_that_there_are_not(blockcheck: Run, project: Path, place: str, message: str) -> None:
    (project / "notes.txt").write_text("two words\n")
    (project / "broken.py").write_text("def f(:\n")

    result = blockcheck("explain", place)

    assert message in result.stderr
    assert (result.stdout, result.exit_code) == ("", 2)
