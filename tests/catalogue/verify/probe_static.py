"""Describes names of a package from its unpacked source, as JSON: the same answers as probe.py, without importing it.

Run by verify.py with the environment's Python, which has griffe.  Reads `{"names": [...], "modules": [...],
"source": FOLDER}` on standard input and writes `{name: description}`.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import Any

import griffe

ASYNC_RESULT = re.compile(r"\b(?:Awaitable|Coroutine|Async(?:Iterator|Iterable|Generator|ContextManager))\b")


def located(loader: griffe.GriffeLoader, name: str) -> griffe.Object | None:
    """The object of that dotted name, through re-exports and base classes; `None` where there is none."""
    parts = name.split(".")
    found: Any = loader.modules_collection.members.get(parts[0])
    for part in parts[1:]:
        found = member(found, part)
        if found is None:
            return None
    return found if isinstance(found, griffe.Object) else None


def member(holder: Any, name: str) -> griffe.Object | None:
    """A member by name, its own or an inherited one, with an alias followed to its end."""
    if holder is None:
        return None
    try:
        found = holder.all_members.get(name) if holder.is_class else holder.members.get(name)
        while found is not None and found.is_alias:
            found = found.final_target
    except (griffe.AliasResolutionError, griffe.CyclicAliasError):
        return None
    return found if isinstance(found, griffe.Object) else None


def is_async(thing: griffe.Object) -> bool:
    """Whether calling it gives something to await, as its source says."""
    if isinstance(thing, griffe.Function):
        return "async" in thing.labels or bool(ASYNC_RESULT.match(str(thing.returns or "")))
    return False


def kind_of(thing: griffe.Object) -> str:
    """The word that probe.py uses; an attribute counts as declared."""
    if isinstance(thing, griffe.Function):
        return "function"
    if isinstance(thing, griffe.Attribute):
        return "property" if "property" in thing.labels else "declared"
    return "class" if isinstance(thing, griffe.Class) else "module"


def callables(thing: griffe.Object) -> dict[str, dict[str, object]]:
    """The public functions of a class (inherited ones too) or module."""
    names = thing.all_members if isinstance(thing, griffe.Class) else thing.members
    found = {name: member(thing, name) for name in names if not name.startswith("_")}
    return {name: {"kind": kind_of(one), "async": is_async(one)} for name, one in found.items() if one is not None}


def describe(loader: griffe.GriffeLoader, name: str) -> dict[str, object]:
    """The description of one name or pattern."""
    thing = located(loader, name.removesuffix(".*"))
    if thing is None:
        return {"kind": "missing"}
    found: dict[str, object] = {
        "kind": kind_of(thing),
        "async": is_async(thing),
        "defined": thing.path,
        "identity": thing.path,
        "parameters": None,
    }
    found["offers"] = is_async(thing) or any(
        one["async"] for one in callables(thing).values() if isinstance(thing, griffe.Class)
    )
    if isinstance(thing, griffe.Function):
        parameters = [
            [p.name, p.kind.name.upper() if p.kind else "", "" if p.default is None else str(p.default)]
            for p in thing.parameters
        ]
        bound = isinstance(thing.parent, griffe.Class) and "staticmethod" not in thing.labels
        found["parameters"] = parameters[1:] if bound else parameters
    if isinstance(thing, griffe.Class):
        found["base_ids"] = [base.path for base in thing.mro()] if resolvable(thing) else []
    if name.endswith(".*"):
        found["members"] = callables(thing)
        found["subclasses"] = {}
    return found


def resolvable(thing: griffe.Class) -> bool:
    """Whether its bases can be ordered; those of other packages cannot."""
    try:
        thing.mro()
    except ValueError:
        return False
    return True


def main() -> None:
    """Answer one request."""
    logging.getLogger("griffe").setLevel(logging.CRITICAL)
    request = json.load(sys.stdin)
    loader = griffe.GriffeLoader(search_paths=[request["source"]], allow_inspection=False)
    for module in request["modules"]:
        loader.load(module, try_relative_path=False, submodules=True)
    loader.resolve_aliases(implicit=False, external=False)
    json.dump({name: describe(loader, name) for name in request["names"]}, sys.stdout)


if __name__ == "__main__":
    main()
