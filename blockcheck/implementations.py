"""Which classes that a program builds stand in for which: subclasses, and what has the methods of a protocol."""

from __future__ import annotations

from blockcheck.program import ClassDef, Program

MAX_CONFORMING = 16
"""A protocol that more classes conform to (`json()`) says nothing of what an object is."""


class Implementations:
    """The classes that were built so far, and the protocols that somebody asked for."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._built: set[ClassDef] = set()
        self._protocols: dict[ClassDef, list[ClassDef]] = {}
        """By conforming class."""
        self._asked: set[ClassDef] = set()
        self._members: dict[ClassDef, frozenset[str]] = {}

    def build(self, cls: ClassDef) -> list[ClassDef]:
        """The program makes objects of this class: the other classes that they stand in for, none if known before."""
        if cls in self._built:
            return []
        self._built.add(cls)
        return [base for base in (*cls.project_mro, *self._protocols.get(cls, ())) if base is not cls]

    def conforming(self, cls: ClassDef) -> list[ClassDef]:
        """What was built before a protocol is first asked for, and has its methods without naming it as a base."""
        if cls in self._asked:
            return []
        self._asked.add(cls)
        found = self._with_methods_of(cls)
        for other in found:
            self._protocols.setdefault(other, []).append(cls)
        return [other for other in found if other in self._built and cls not in other.project_mro]

    def _with_methods_of(self, cls: ClassDef) -> list[ClassDef]:
        if not any(base.endswith(".Protocol") for base in cls.library_bases):
            return []
        wanted = {name for name in cls.body.facts.variables if not name.startswith("_") or name == "__call__"}
        if not wanted:
            return []
        found = [other for other in self._program.classes() if other is not cls and wanted <= self._names(other)]
        return found if len(found) <= MAX_CONFORMING else []

    def _names(self, cls: ClassDef) -> frozenset[str]:
        found = self._members.get(cls)
        if found is None:
            names = (owner.body.facts.variables for owner in cls.project_mro)
            found = self._members[cls] = frozenset().union(*names)
        return found
