"""The announcements example does what its README says: three steps, one answer, and one of them holds up the loop."""

from __future__ import annotations

import asyncio
import importlib
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXAMPLE = Path(__file__).parent.parent / "docs" / "examples" / "announcements"
MODULES = {path.stem for path in EXAMPLE.glob("*.py")}
INCIDENT = {"name": "Mail", "update": "Slow.", "date": "2026-10-20"}


def on_loop() -> bool:
    """Whether an event loop runs in this very thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class Example:
    """The example with a database of its own and a status page that answers; `blocked` is where each call ran."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, database: Path) -> None:
        self.blocked: dict[str, bool] = {}
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
        monkeypatch.syspath_prepend(EXAMPLE)
        monkeypatch.setattr("requests.get", self.answer)
        self.store = self.module("store")
        self.store.fill()
        event.listen(self.store.engine, "before_cursor_execute", self.query)

    def module(self, name: str) -> Any:
        """A module of the example."""
        return importlib.import_module(name)

    def answer(self, url: str, timeout: float) -> SimpleNamespace:
        """Stand in for `requests.get`."""
        self.blocked["http"] = on_loop()
        return SimpleNamespace(raise_for_status=lambda: None, json=lambda: [INCIDENT])

    def query(self, *_: object) -> None:
        """SQLAlchemy is about to run a statement."""
        self.blocked["database"] = on_loop()


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Example]:
    outside: dict[str, ModuleType] = {name: sys.modules.pop(name) for name in MODULES & sys.modules.keys()}
    example = Example(monkeypatch, tmp_path / "announcements.db")
    yield example
    example.store.engine.dispose()
    for name in MODULES:
        sys.modules.pop(name, None)
    sys.modules.update(outside)


def flask_answer(app: Any) -> Any:
    return app.test_client().get("/announcements?limit=2").json


def fastapi_answer(app: Any) -> Any:
    return TestClient(app).get("/announcements?limit=2").json()


@pytest.mark.parametrize(
    ("step", "answer", "blocks"),
    [
        ("step1_flask", flask_answer, False),
        ("step2_async_def", fastapi_answer, True),
        ("step3_def", fastapi_answer, False),
    ],
)
def test_only_step_two_blocks_the_loop(example: Example, step: str, answer: Callable[[Any], Any], blocks: bool) -> None:
    shown = answer(example.module(step).app)

    assert [entry["title"] for entry in shown] == ["Library", "Mail"]
    assert example.blocked == {"http": blocks, "database": blocks}
