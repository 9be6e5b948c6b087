"""A class stands in for its bases at any depth, and for protocols whose methods it has, once it is built."""

from __future__ import annotations

import pytest

from blockcheck.implementations import MAX_CONFORMING, Implementations
from blockcheck.program import ClassDef, Program
from tests.unit.engine import program_of


def class_of(program: Program, name: str) -> ClassDef:
    return next(cls for cls in program.classes() if cls.name == name)


def names(classes: list[ClassDef]) -> list[str]:
    return sorted(cls.facts.name for cls in classes)


def test_for_bases_at_any_depth_each_once() -> None:
    program = program_of(
        {"main.py": "class R: ...\nclass A(R): ...\nclass B(R): ...\nclass C(A, B): ...\nclass D: ..."}
    )
    found = Implementations(program)

    assert names(found.build(class_of(program, "main.C"))) == ["A", "B", "R"]
    assert found.build(class_of(program, "main.C")) == []
    assert found.build(class_of(program, "main.D")) == []


PROTOCOL = """\
from typing import Protocol
class Store(Protocol):
    def load(self): ...
class Disk:
    def load(self): ...
class Other:
    def save(self): ...
"""


@pytest.mark.parametrize("asked_first", [True, False])
def test_for_protocols_whenever_they_are_asked_for(asked_first: bool) -> None:
    program = program_of({"main.py": PROTOCOL})
    store, disk, other = (class_of(program, f"main.{name}") for name in ("Store", "Disk", "Other"))
    found = Implementations(program)

    before = found.conforming(store) if asked_first else []
    built = [*found.build(disk), *found.build(other)]

    assert before == []
    assert built == ([store] if asked_first else [])
    assert found.conforming(store) == ([] if asked_first else [disk])


def test_a_protocol_that_everything_has_says_nothing() -> None:
    many = "".join(f"class C{number}:\n    def load(self): ...\n" for number in range(MAX_CONFORMING))
    program = program_of({"main.py": PROTOCOL + many})
    found = Implementations(program)
    for cls in program.classes():
        found.build(cls)

    assert found.conforming(class_of(program, "main.Store")) == []
