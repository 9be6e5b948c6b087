"""What a dotted name is in the running interpreter: shared by the tests of the rules for the standard library."""

from __future__ import annotations

import importlib
import inspect
import select
import warnings
from typing import Any

MISSING = object()


def find(name: str) -> Any:
    """The object of this name, MISSING where there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return _find(name.split("."))


def _find(parts: list[str]) -> Any:
    for end in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ImportError:
            continue
        return _member(found, parts[end:])
    return MISSING


def _member(found: Any, parts: list[str]) -> Any:
    for part in parts:
        if found is getattr(select, "poll", MISSING):  # a function whose objects' class has no public name
            found = type(select.poll())
        found = getattr(found, part, MISSING)
    return MISSING if found is None else found  # `dbm.ndbm` where Python was built without it


def parameters(found: Any) -> list[inspect.Parameter] | None:
    """What a call takes, without the receiver; None where the interpreter does not say."""
    try:
        listed = list(inspect.signature(found).parameters.values())
    except (TypeError, ValueError):
        return None
    return listed[1:] if listed and listed[0].name in ("self", "$self") else listed
