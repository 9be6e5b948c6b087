"""Whether a method puts what it is given into its object, as its facts say it."""

from __future__ import annotations

from collections.abc import Sequence

from blockcheck import facts

_ADDING = frozenset(
    {"add", "append", "appendleft", "extend", "insert", "put", "put_nowait", "set", "setdefault", "update"}
)
"""Methods that put something into what they are called on."""


_STORING = frozenset({facts.StoreAttribute, facts.StoreItem, facts.Call})


def fills_its_object(function: facts.Function, users: Sequence[Sequence[int]]) -> bool:
    """Whether this is a constructor, or a method that stores something it makes of its arguments in its object.

    `users` are, for each operation, the distances to those that look at its values.
    """
    params = function.params
    if function.owner < 0 or not params or params[0].kind not in ("ordinary", "positional-only"):
        return False
    if function.name == "__init__":
        return True
    if len(params) < 2:
        return False
    stores = {index for index, op in enumerate(function.ops) if type(op) in _STORING and _is_store(op, function.ops)}
    if not stores:
        return False
    reached = {index for index, op in enumerate(function.ops) if isinstance(op, facts.Param) and op.index > 0}
    stack = list(reached)
    while stack:
        index = stack.pop()
        if index in stores:
            return True
        more = {index + distance for distance in users[index]} - reached
        reached |= more
        stack += more
    return False


def _is_store(op: facts.Op, ops: Sequence[facts.Op]) -> bool:
    """`self.x = …`, `self.x[…] = …`, `self.x.append(…)`."""
    if isinstance(op, (facts.StoreAttribute, facts.StoreItem)):
        return _is_of_object(op.base, ops)
    func = ops[op.func] if isinstance(op, facts.Call) else None
    if not isinstance(func, facts.Attribute) or func.name not in _ADDING:
        return False
    return not isinstance(ops[func.base], facts.Param) and _is_of_object(func.base, ops)


def _is_of_object(index: int, ops: Sequence[facts.Op]) -> bool:
    """Whether an operation gives the object, or something that is reached from it."""
    while True:
        op = ops[index]
        if isinstance(op, facts.Param):
            return op.index == 0
        if isinstance(op, facts.Call):
            index = op.func
        elif isinstance(op, (facts.Attribute, facts.Subscript, facts.Narrow)):
            index = op.base
        else:
            return False
