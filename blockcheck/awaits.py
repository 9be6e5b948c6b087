"""Which methods of which objects a function awaits, as its facts say it."""

from __future__ import annotations

from blockcheck import facts

Place = tuple[object, ...]
"""A way to name an object inside a function: the operation that gives it, and attributes from there on."""


def awaited_methods(function: facts.Function) -> dict[Place, set[str]]:
    """For each object of a function, the methods whose calls are awaited at once."""
    found: dict[Place, set[str]] = {}
    for op in function.ops:
        if isinstance(op, facts.Call) and op.awaited:
            func = function.ops[op.func]
            if isinstance(func, facts.Attribute):
                found.setdefault(place_of(function, func.base), set()).add(func.name)
    return found


def place_of(function: facts.Function, index: int) -> Place:
    """The place of an operation: `self.client` is the same object wherever it stands in one function."""
    op = function.ops[index]
    if isinstance(op, facts.Attribute):
        return (*place_of(function, op.base), op.name)
    if isinstance(op, facts.GlobalName):
        return (op.name,)
    return (index,)
