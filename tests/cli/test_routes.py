"""`blockcheck routes` lists every endpoint with where it runs, what blocks in it, and the step to take."""

from __future__ import annotations

import csv
import importlib
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

Run = Callable[..., Any]
Routes = list[dict[str, Any]]

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "announcements"
SCHEMA = json.loads((ROOT / "docs" / "routes.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

APP = """\
import functools
import time

import httpx
import requests
from fastapi import APIRouter, Depends, FastAPI, WebSocket
from starlette.endpoints import HTTPEndpoint
from starlette.middleware.wsgi import WSGIMiddleware
from starlette.routing import Route

from legacy import flask_app

router = APIRouter(prefix="/v1")


async def user():
    time.sleep(1)


def timed(function):
    @functools.wraps(function)
    async def timing(*args, **kwargs):
        return await function(*args, **kwargs)

    return timing


class Page(HTTPEndpoint):
    async def get(self, request):
        return None


app = FastAPI(routes=[Route("/page", Page)])


@router.get("/plain")
async def plain():
    time.sleep(1)


@router.post("/awaits")
async def awaits():
    await other()
    time.sleep(1)


@router.get("/user")
async def me(user=Depends(user)):
    return user


@app.get("/ok")
@timed
async def fine():
    async with httpx.AsyncClient() as client:
        await client.get("https://a.b")


@app.get("/modern")
def modern():
    requests.get("https://a.b")


@app.get("/classic")
def classic():
    time.sleep(1)
    input()


@app.get("/quick")
def quick():
    return 1


@app.websocket("/ws")
async def socket(socket: WebSocket):
    await socket.accept()


async def other():
    pass


app.include_router(router, prefix="/api")
app.add_api_route("/added", other, methods=["PUT", "PATCH"])
app.mount("/old", WSGIMiddleware(flask_app))


def raw(environ, start_response):
    return []


app.mount("/raw", WSGIMiddleware(raw))
"""
OFFLOAD = "offload this call"
LEGACY = """\
import requests
from flask import Blueprint, Flask
from flask.views import MethodView

flask_app = Flask(__name__)
pages = Blueprint("pages", __name__, url_prefix="/pages")


@flask_app.route("/news", methods=["GET", "POST"])
def news():
    requests.get("https://a.b")


@pages.get("/<int:page>")
def page(page):
    return "page"


class Things(MethodView):
    def get(self):
        return "things"


flask_app.register_blueprint(pages)
flask_app.add_url_rule("/things", view_func=Things.as_view("things"))
"""


@pytest.fixture(autouse=True)
def files(project: Path) -> None:
    (project / "app.py").write_text(APP)
    (project / "legacy.py").write_text(LEGACY)
    (project / "service.py").unlink()


@pytest.fixture
def routes(blockcheck: Run) -> Callable[..., Routes]:
    def run(*options: str) -> Routes:
        result = blockcheck("routes", "--output-format", "json", *options)
        assert (result.stderr, result.exit_code) == ("", 0)
        document = json.loads(result.stdout)
        VALIDATOR.validate(document)
        found: Routes = document["routes"]
        return found

    return run


def test_every_endpoint_is_listed_with_its_verdict_and_step(routes: Callable[..., Routes]) -> None:
    found = [
        (f"{route['method']} {route['path']}", route["handler"], route["runs_on"], route["verdict"], route["step"])
        for route in routes()
    ]

    assert found == [
        ("PUT,PATCH /added", "app.other", "loop", "ok", "leave it"),
        (
            "POST /api/v1/awaits",
            "app.awaits",
            "loop",
            "blocks the loop",
            "offload this call: time.sleep(1) in app.py:44",
        ),
        ("GET /api/v1/plain", "app.plain", "loop", "blocks the loop", "make it `def`"),
        ("GET /api/v1/user", "app.me", "loop", "blocks the loop", "make it `def`: app.user in app.py"),
        ("GET /classic", "app.classic", "threadpool", "threadpool", "leave it"),
        ("GET /modern", "app.modern", "threadpool", "threadpool", "could become `async def`"),
        ("GET /ok", "app.fine", "loop", "ok", "leave it"),
        ("GET,POST /old/news", "legacy.news", "thread", "ok", "move it as a plain `def` first"),
        ("GET /old/pages/<int:page>", "legacy.page", "thread", "ok", "move it as a plain `def` first"),
        ("GET /old/things", "legacy.Things.get", "thread", "ok", "move it as a plain `def` first"),
        ("GET /page", "app.Page.get", "loop", "ok", "leave it"),
        ("GET /quick", "app.quick", "threadpool", "threadpool", "leave it"),
        ("WSGI /raw", "app.raw", "threadpool", "threadpool", "move it as a plain `def` first"),
        ("WS /ws", "app.socket", "loop", "ok", "leave it"),
    ]


def test_handlers_and_causes_have_their_places(routes: Callable[..., Routes]) -> None:
    by_path = {route["path"]: route for route in routes()}

    assert by_path["/api/v1/user"] == {
        "method": "GET",
        "path": "/api/v1/user",
        "framework": "FastAPI",
        "handler": "app.me",
        "file": "app.py",
        "line": 47,
        "async": True,
        "runs_on": "loop",
        "verdict": "blocks the loop",
        "cause": "time.sleep (app.py:17)",
        "step": "make it `def`: app.user in app.py",
    }
    assert by_path["/classic"]["cause"] == "time.sleep (app.py:66)"
    assert by_path["/old/news"]["cause"] == "requests.get (legacy.py:11)"
    assert (by_path["/old/news"]["framework"], by_path["/raw"]["framework"]) == ("Flask", "WSGI")
    assert (by_path["/raw"]["file"], by_path["/raw"]["line"]) == ("app.py", 89)


def test_only_findings_that_check_reports_hold_up_the_loop(routes: Callable[..., Routes], project: Path) -> None:
    source = APP.replace("    time.sleep(1)\n\n\n@router.post", "    time.sleep(1)  # noqa: BLC101\n\n\n@router.post")
    (project / "app.py").write_text(source)

    assert [route["path"] for route in routes("--verdict", "blocks")] == ["/api/v1/awaits", "/api/v1/user"]
    assert routes("--verdict", "blocks the loop", "--ignore", "BLC101") == []


def test_verdicts_filter(routes: Callable[..., Routes]) -> None:
    both = routes("--verdict", "ok", "--verdict", "threadpool")

    assert {route["verdict"] for route in both} == {"ok", "threadpool"}
    assert len(both) + len(routes("--verdict", "blocks")) == len(routes())


# Formats


def test_table(blockcheck: Run) -> None:
    lines = blockcheck("routes", "--verdict", "blocks").stdout.splitlines()

    assert lines[0].split() == ["Endpoint", "Handler", "Where", "Runs", "on", "Verdict", "Cause", "Step"]
    assert re.split(r"\s{2,}", lines[3].strip()) == [
        "GET /api/v1/plain", "async def plain", "app.py:36", "event loop", "blocks the loop", "time.sleep (app.py:38)",
        "make it `def`",
    ]  # fmt: skip
    assert lines[-1] == "3 routes: 3 block the loop."
    assert blockcheck("routes").stdout.splitlines()[-1] == (
        "14 routes: 7 ok, 3 block the loop, 4 in the threadpool, 4 still to move from WSGI."
    )


def test_table_in_colour(blockcheck: Run) -> None:
    assert "\x1b[1;31mblocks the loop" in blockcheck("routes", "--color", "always").stdout


def test_markdown(blockcheck: Run) -> None:
    lines = blockcheck("routes", "--output-format", "markdown").stdout.splitlines()

    assert lines[:2] == [
        "| Endpoint | Handler | Where | Runs on | Verdict | Cause | Step |",
        "|---|---|---|---|---|---|---|",
    ]
    assert lines[10] == (
        "| `GET /old/pages/<int:page>` | `def page` | `legacy.py:14` | WSGI thread | ok |  "
        "| move it as a plain `def` first |"
    )
    assert lines[-2:] == ["", "14 routes: 7 ok, 3 block the loop, 4 in the threadpool, 4 still to move from WSGI."]


def test_csv(blockcheck: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(blockcheck("routes", "--output-format", "csv").stdout)))

    assert len(rows) == 14
    assert list(rows[0]) == SCHEMA["$defs"]["route"]["required"]
    assert (rows[0]["method"], rows[0]["async"], rows[0]["line"]) == ("PUT,PATCH", "true", "80")


@pytest.mark.parametrize("format_", ["table", "markdown", "csv", "json"])
def test_paths_mean_nothing_to_the_output(blockcheck: Run, project: Path, format_: str) -> None:
    (project / "app.py").write_text(
        "from fastapi import FastAPI\napp = FastAPI()\n"
        r"@app.get('/a|b`<script>\n::error::x\x1b[31m')" + "\nasync def f():\n    pass\n"
    )
    (project / "legacy.py").unlink()

    text = blockcheck("routes", "--output-format", format_).stdout

    assert "\x1b" not in text
    assert not re.search("^::", text, re.MULTILINE)
    if format_ == "markdown":
        assert text.splitlines()[2].startswith("| <code>GET /a&#124;b&#96;&lt;script&gt;")


@pytest.mark.parametrize(("format_", "text"), [("table", "No routes found.\n"), ("markdown", "No routes found.\n")])
def test_no_routes(blockcheck: Run, project: Path, format_: str, text: str) -> None:
    (project / "empty").mkdir()

    result = blockcheck("routes", "empty", "--output-format", format_)

    assert (result.stdout, result.exit_code) == (text, 0)


# The truth


def test_the_three_steps_of_the_example(blockcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLE)

    found = json.loads(blockcheck("routes", ".", "--output-format", "json").stdout)["routes"]

    assert [(route["file"], route["verdict"], route["step"]) for route in found] == [
        ("step1_flask.py", "ok", "move it as a plain `def` first"),
        ("step2_async_def.py", "blocks the loop", "make it `def`"),
        ("step3_def.py", "threadpool", "leave it"),
    ]


def own_routes(app: Any) -> set[tuple[str, str, str]]:
    """What a FastAPI application itself serves of the project's functions: method, path and function."""
    found = set()
    for route in app.routes:
        endpoint = getattr(route, "endpoint", None)
        for method in getattr(route, "methods", None) or ():
            if endpoint is not None and not endpoint.__module__.startswith(("fastapi.", "starlette.")):
                found.add((method, route.path, endpoint.__qualname__))
    return found


@pytest.mark.parametrize("step", ["step2_async_def", "step3_def"])
def test_the_running_application_lists_the_same(
    blockcheck: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, step: str
) -> None:
    monkeypatch.chdir(EXAMPLE)
    monkeypatch.syspath_prepend(EXAMPLE)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'announcements.db'}")
    for name in [path.stem for path in EXAMPLE.glob("*.py")]:
        monkeypatch.delitem(sys.modules, name, raising=False)

    listed = own_routes(importlib.import_module(step).app)
    found = json.loads(blockcheck("routes", ".", "--output-format", "json").stdout)["routes"]

    assert listed
    assert listed == {
        (route["method"], route["path"], route["handler"].removeprefix(f"{step}."))
        for route in found
        if route["file"] == f"{step}.py"
    }
    for name in [path.stem for path in EXAMPLE.glob("*.py")]:
        sys.modules.pop(name, None)


PATHS = """\
import os

from fastapi import APIRouter, FastAPI

app = FastAPI()
router = APIRouter(prefix=os.getenv("PREFIX", "/api"))


async def both():
    pass


async def unknown():
    pass


for path in ("/a", "/b"):
    app.add_api_route(path, both, methods=["GET", "POST"])

for path in open("paths.txt"):
    app.add_api_route(path, unknown)


@router.get("")
@router.get("/")
async def top():
    pass


@router.get("/c")
async def c():
    pass


for prefix in ("/v1", "/v2"):
    app.include_router(router, prefix=prefix)
"""


def test_a_route_is_listed_under_each_of_its_paths(routes: Callable[..., Routes], project: Path) -> None:
    (project / "app.py").write_text(PATHS)
    (project / "legacy.py").unlink()

    assert sorted((route["method"], route["path"], route["handler"]) for route in routes()) == [
        ("GET", "", "app.unknown"),
        ("GET", "/v1/api", "app.top"),
        ("GET", "/v1/api/", "app.top"),
        ("GET", "/v1/api/c", "app.c"),
        ("GET", "/v2/api", "app.top"),
        ("GET", "/v2/api/", "app.top"),
        ("GET", "/v2/api/c", "app.c"),
        ("GET,POST", "/a", "app.both"),
        ("GET,POST", "/b", "app.both"),
    ]


MOUNTED = """\
from fastapi import APIRouter, FastAPI

service = FastAPI()
router = APIRouter()


@service.get("/a")
async def a():
    pass


@router.get("/b")
async def b():
    pass


def setup(app: FastAPI, path: str = "/service"):
    app.mount(path, service)
    app.include_router(router, prefix="/router")
"""


def test_what_a_function_mounts_that_nothing_calls(routes: Callable[..., Routes], project: Path) -> None:
    (project / "app.py").write_text(MOUNTED)
    (project / "legacy.py").unlink()

    assert sorted(route["path"] for route in routes()) == ["/a", "/router/b", "/service/a"]


MANY = """\
import functools

from fastapi import FastAPI

app = FastAPI()


def timed(function):
    @functools.wraps(function)
    async def timing(*args):
        return await function(*args)

    return timing

"""


def test_one_decorator_on_very_many_handlers(routes: Callable[..., Routes], project: Path) -> None:
    handlers = [
        f'\n@app.get("/{n}")\n@app.get("/v1/{n}")\n@timed\nasync def handler_{n}():\n    pass\n\n' for n in range(150)
    ]
    (project / "app.py").write_text(MANY + "".join(handlers))
    (project / "legacy.py").unlink()

    found = {(route["path"], route["handler"]) for route in routes()}

    assert found == {(f"{prefix}/{n}", f"app.handler_{n}") for n in range(150) for prefix in ("", "/v1")}
