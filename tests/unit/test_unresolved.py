"""Of every call in loop code it is either known what it calls, or said why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from blockcheck.analysis import Request, analyse
from blockcheck.findings import Report

ATTRIBUTE = """\
import acme


class A:
    def __init__(self):
        self.c = acme.Client()

    async def a(self):
        self.c.get().x()
"""
NEVER = """\
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def a():
    g()


def g(debug=False):
    if debug:
        gone()
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(source: str) -> Report:
    Path("app.py").write_text(source)
    return analyse(Request(unresolved=True))


def reasons(source: str) -> list[str]:
    return [call.reason for call in report(source).unresolved]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("async def a(f):\n    f()\n", "parameter `f` receives no known callable"),
        ("async def a(c):\n    c.get()\n", "parameter `c` of `a` receives nothing that is known"),
        ("import acme\nasync def a():\n    acme.x()\n", "`acme` is a library that is not known"),
        (
            "import acme\nc = acme.Client()\nasync def a():\n    c.get()\n",
            "`c` comes from `acme`, which is a library that is not known",
        ),
        (ATTRIBUTE, "`self.c` comes from `acme`, which is a library that is not known"),
        ("from google.cloud import acme\nasync def a():\n    acme.x()\n", "`google.cloud.acme` is a library"),
        ("import json\nasync def a():\n    json.loads('1').x()\n", "nothing is known of what `json.loads('1')` gives"),
        ("async def a():\n    gone()\n", "the name `gone` is nowhere written down"),
        ("class A:\n    pass\nasync def a():\n    A().gone()\n", "class `A` has no `gone` that is written down"),
        ("import b\nasync def a():\n    b.gone()\n", "module `b` has no `gone` that is written down"),
        ("async def a():\n    c = None\n    c.get()\n", "`c` is never known to be anything but `None`"),
        ("async def a(x):\n    x['f']()\n", "it is not known what `x['f']` holds"),
        ("async def a(x):\n    for f in x:\n        f()\n", "nothing is known of the elements of `x`"),
        ("async def a(x):\n    with x as f:\n        f()\n", "it is not known what `with x` gives"),
        ("def g(x):\n    return x\nasync def a(y):\n    g(y).f()\n", "nothing that is known comes back from `g(y)`"),
    ],
)
def test_the_reason_is_in_plain_words(project: Path, source: str, reason: str) -> None:
    (project / "b.py").touch()

    assert reasons(source)[-1].startswith(reason)


@pytest.mark.parametrize(
    "source",
    [
        "async def a(c):\n    await c.get()\n",  # taken for a coroutine
        "def a(f):\n    f()\n",  # no loop code
        "import json, uuid\nasync def a(x):\n    print(len(x), json.dumps(x), uuid.uuid4())\n",
        "async def a(x=False):\n    if x and not x:\n        pass\n    return\n    gone()\n",
        "import acme\n@acme.job\nasync def a():\n    pass\n",  # the decorator is applied while the module is imported
        "def run(f):\n    f()\ndef g():\n    pass\nasync def a():\n    run(g)\n",
    ],
)
def test_what_is_known_is_not_listed(source: str) -> None:
    assert reasons(source) == []


def test_a_call_that_cannot_run_is_not_counted() -> None:
    found = report(NEVER)

    assert (found.unresolved, found.summary.call_sites, found.summary.unresolved) == ((), 1, 0)
