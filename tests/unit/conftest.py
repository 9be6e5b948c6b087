"""Small builders for the values that many unit tests need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from blockcheck.findings import Boundary, Confidence, EntryPoint, Finding, Severity, Step

MakeBoundary = Callable[..., Boundary]
MakeFinding = Callable[..., Finding]


def boundary(file: str, line: int, *labels: str, through: tuple[Step, ...] = ()) -> Boundary:
    """A boundary at `file:line`, column 5, that entry points with these labels reach."""
    place: dict[str, Any] = {"file": file, "line": line, "column": 5, "end_line": line, "end_column": 11}
    function = f"{file.removesuffix('.py').replace('/', '.')}.route"
    return Boundary(
        **place,
        function=function,
        entry_points=tuple(EntryPoint(label=label, file=file, line=line, function=function) for label in labels),
        path=(Step(**place, function=function, code="load()"), *through),
    )


def finding(file: str, line: int, *boundaries: Boundary, **changes: Any) -> Finding:
    """An HTTP request at `file:line`, column 12, started at these boundaries (none: in the same place)."""
    fields: dict[str, Any] = {
        "file": file,
        "line": line,
        "column": 12,
        "end_line": line,
        "end_column": 29,
        "rule": "BLC102",
        "name": "blocking-http",
        "severity": Severity.ERROR,
        "confidence": Confidence.CERTAIN,
        "function": f"{file.removesuffix('.py').replace('/', '.')}.load",
        "code": "requests.get(url)",
        "sink": "requests.get",
        "message": "`requests.get` blocks the event loop: it waits for the server's answer",
        "advice": "use `httpx.AsyncClient`",
        "fingerprint": f"{file}:{line}",
        "boundaries": boundaries or (boundary(file, line),),
    }
    return Finding(**{**fields, **changes})


@pytest.fixture
def make_boundary() -> MakeBoundary:
    return boundary


@pytest.fixture
def make_finding() -> MakeFinding:
    return finding
