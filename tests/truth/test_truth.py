"""What rules/frameworks says of where code runs is what happens when a small application runs."""

from __future__ import annotations

import ast
import asyncio
import importlib
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.truth.installed import skip_other_version
from tests.truth.recorder import Truth
from tests.truth.rows import Rows, read

if TYPE_CHECKING:
    from types import ModuleType

APPS = Path(__file__).parent / "apps"

# Frameworks warn of what they will drop, and Python of the coroutines that nobody awaits: both are here on purpose.
pytestmark = pytest.mark.filterwarnings("ignore")


def rules_of(app: str) -> tuple[str, ...]:
    """The rule files that an application drives, read from its text: importing it may need another version."""
    found = re.search(r"^RULES = (\(.*\))$", (APPS / f"{app}.py").read_text(encoding="utf-8"), re.MULTILINE)
    assert found, f"{app} says which RULES it drives"
    return tuple(ast.literal_eval(found.group(1)))


def load(app: str) -> ModuleType:
    """The application, or a skip that says which package is missing."""
    try:
        return importlib.import_module(f"tests.truth.apps.{app}")
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("tests."):
            raise
        pytest.skip(f"needs {missing.name}, which is not installed")


def run(app: Any, truth: Truth) -> None:
    """Drives an application: `drive` is a coroutine function, or a plain one that starts its own loop."""
    started = app.drive(truth)
    if inspect.iscoroutine(started):
        asyncio.run(started)


@pytest.fixture(scope="module", params=sorted(path.stem for path in APPS.glob("*.py")))
def driven(request: pytest.FixtureRequest) -> tuple[ModuleType, Truth]:
    for file in rules_of(request.param):
        skip_other_version(read(file))
    app = load(request.param)
    truth = Truth(Rows(*app.RULES))
    run(app, truth)
    return app, truth


def test_code_runs_where_the_rules_say(driven: tuple[ModuleType, Truth]) -> None:
    _, truth = driven
    assert truth.mistakes() == []


def test_every_row_is_driven_or_says_why_not(driven: tuple[ModuleType, Truth]) -> None:
    app, truth = driven
    assert truth.not_driven() == set(app.NOT_DRIVEN)
