"""What entry points are called: the whole path of a route, wherever its router is mounted."""

from __future__ import annotations

import pytest

from tests.unit.engine import findings_of

HEAD = """\
import time
from fastapi import APIRouter, FastAPI
app = FastAPI()
router = APIRouter(prefix="/users")
"""
ROUTE = '@router.get("/{key}")\nasync def user(key): time.sleep(1)\n'


def labels(text: str) -> list[str]:
    """The entry points of the only finding, in their order."""
    (finding,) = findings_of(HEAD + text)
    return [entry.label for boundary in finding.boundaries for entry in boundary.entry_points]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ROUTE, ["GET /users/{key}"]),
        (ROUTE + "app.include_router(router)", ["GET /users/{key}"]),
        (ROUTE + "app.include_router(router, prefix='/v1')", ["GET /v1/users/{key}"]),
        (
            ROUTE + "app.include_router(router, prefix='/v1')\napp.include_router(router, prefix='/v2')",
            ["GET /v1/users/{key}", "GET /v2/users/{key}"],
        ),
        (
            ROUTE + "api = APIRouter(prefix='/api')\napi.include_router(router)\napp.include_router(api, prefix='/v1')",
            ["GET /v1/api/users/{key}"],
        ),
        (ROUTE + "sub = FastAPI()\nsub.include_router(router)\napp.mount('/sub', sub)", ["GET /sub/users/{key}"]),
        ("@router.post('')\nasync def add(): time.sleep(1)", ["POST /users"]),
        ("@app.get('/')\nasync def root(): time.sleep(1)", ["GET /"]),
        ("@app.websocket('/ws')\nasync def talk(socket): time.sleep(1)", ["WS /ws"]),
        ("PATH = '/constant'\n@app.get(PATH)\nasync def constant(): time.sleep(1)", ["GET /constant"]),
        ("@app.api_route('/a', methods=['GET', 'POST'])\nasync def both(): time.sleep(1)", ["GET,POST /a"]),
        (
            "@app.put('/a')\n@app.patch('/b')\nasync def both(): time.sleep(1)",
            ["PATCH /b", "PUT /a"],
        ),
        ("async def job(): time.sleep(1)", ["async def app.job"]),
        ("class C:\n    async def job(self): time.sleep(1)", ["async def app.C.job"]),
    ],
)
def test_labels(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


def test_routers_that_include_each_other_come_to_an_end() -> None:
    text = ROUTE + "other = APIRouter(prefix='/other')\nother.include_router(router)\nrouter.include_router(other)\n"

    assert all(label.startswith("GET /") for label in labels(text))


def test_named_entry_points_come_first() -> None:
    text = "def slow(): time.sleep(1)\nasync def job(): slow()\n@app.get('/a')\nasync def a(): await job()\n"
    text += "async def b(): await job()\n"

    assert labels(text) == ["GET /a", "async def app.b"]
