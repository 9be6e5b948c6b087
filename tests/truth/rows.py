"""The rows of one file of rules/frameworks, found by the names that an application uses."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec
import tomli

from blockcheck.catalogue.schema import Hook, Marker, RuleFile, Runs

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = Path(__file__).parent.parent.parent / "rules"

Row: TypeAlias = Runs | Hook | Marker


def read(file: str) -> RuleFile:
    """The rule file at `file`, relative to rules/ and without its ending."""
    return msgspec.convert(tomli.loads((RULES / f"{file}.toml").read_text(encoding="utf-8")), RuleFile)


def expand(pattern: str) -> list[str]:
    """`a.{b,c}.d` as `a.b.d`, `a.c.d`."""
    parts = [part.strip("{}").split(",") for part in re.split(r"(\{.*?\})", pattern)]
    return ["".join(choice) for choice in itertools.product(*parts)]


def names_of(row: Row) -> list[str]:
    """The names that a row speaks of."""
    patterns = (row.base,) if isinstance(row, Hook) else row.names
    return [name for pattern in patterns for name in expand(pattern)]


def ways_of(row: Row) -> list[str]:
    """How a callable comes to a row: a parameter's name or place, `decorates`, `assigned`, `.method`, `@decorator`."""
    if isinstance(row, Hook):
        return [f".{method}" for method in row.methods] + [f"@{decorator}" for decorator in row.decorators]
    if isinstance(row, Marker):
        return [str(argument) for argument in row.argument]
    ways = [str(argument) for argument in row.argument] + ["decorates"] * row.decorates
    return ways + (["assigned"] if row.assigned else []) or ["decorator"]


def title_of(row: Row) -> str:
    """What to call a row in a message: its first name and its first way."""
    return f"{names_of(row)[0]} ({ways_of(row)[-1]})"


def transparent(file: RuleFile) -> Iterator[Runs]:
    """Decorators that give back the function, as rows: what they wrap runs in the very call."""
    for intrinsic in file.intrinsics:
        if intrinsic.as_ == "identity":
            yield Runs(names=intrinsic.names, argument=(0,), decorates=True, async_="caller", sync="caller")


class Rows:
    """The rows of some rule files.

    Raises LookupError where a name, or a name and a way, does not lead to exactly one row.
    """

    def __init__(self, *files: str) -> None:
        parsed = [read(file) for file in files]
        self.all: list[Row] = []
        for file in parsed:
            self.all += [*file.runs, *file.hooks, *file.markers, *transparent(file)]

    def find(self, name: str, way: str = "") -> Row:
        """The row for `name` (of a hook: its base) through which `way` leads, if one is given.

        `way#1` is the second of several rows for the same name and way, which differ by a condition.
        """
        way, _, number = way.partition("#")
        found = [row for row in self.all if name in names_of(row) and (not way or way in ways_of(row))]
        if number:
            found = found[int(number) : int(number) + 1]
        if len(found) != 1:
            raise LookupError(f"{len(found)} rows for {name} {way}: {[ways_of(row) for row in found]}")
        return found[0]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.all)
