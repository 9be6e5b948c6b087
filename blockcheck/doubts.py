"""How doubtful a step of a path is: how many others a call could run instead.

A call of one of eight callables runs the eighth in few of all runs.  One such call on a path is no reason for silence;
several in a row make a path that could be gone, and hardly ever is.
"""

from __future__ import annotations

from math import log2

from blockcheck import facts
from blockcheck.nodes import Edge, Node
from blockcheck.values import (
    UNKNOWN,
    Bound,
    ClassValue,
    Descriptor,
    FunctionValue,
    Instance,
    LibraryMethod,
    LibraryObject,
    Partial,
    Symbol,
    Value,
)

MOST_OF_A_STEP = 2.0
"""A call of one of four callables is as doubtful as a step gets: a table of a hundred handlers is meant to be used."""
MOST_OF_A_PATH = 5.0
"""More than that, and a path is not worth showing."""
_MAX_INNER = 5


class Doubts:
    """The doubt of each step of one call graph, in bits."""

    def __init__(self) -> None:
        self._known: dict[tuple[Node, int], float] = {}

    def of(self, edge: Edge) -> float:
        """How doubtful it is that this call site runs this callee."""
        key = (edge.caller, edge.op)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = min(log2(max(_alternatives(edge.caller, edge.op), 1)), MOST_OF_A_STEP)
        return found


def _alternatives(node: Node, op: int) -> int:
    """Of how many different things the call site runs one."""
    ops = node.function.facts.ops
    decides = _decides(ops[op]) if op >= 0 else -1
    if decides < 0 or _is_each(ops, decides):
        return 1
    return len({_kind_of(value) for value in node.vals[decides] if value is not UNKNOWN})


def _decides(op: facts.Op) -> int:
    """The operation whose value decides what runs; -1 where none does."""
    match op:
        case facts.Call(func=func):
            return func
        case facts.Attribute(base=base) | facts.Enter(base=base) | facts.Iterate(base=base):
            return base
    return -1


def _is_each(ops: tuple[facts.Op, ...], index: int) -> bool:
    """Whether a loop goes through all of them, so that each is run."""
    for _ in range(_MAX_INNER):
        op = ops[index]
        if isinstance(op, (facts.Iterate, facts.Element)):
            return True
        if not isinstance(op, (facts.Attribute, facts.Narrow)):
            return False
        index = op.base
    return False


def _kind_of(value: Value) -> object:
    """What is the same for two values that run the same code."""
    while isinstance(value, (Bound, Partial, Descriptor)):
        value = value.function
    match value:
        case FunctionValue():
            return value.function
        case ClassValue() | Instance():
            return value.cls
        case Symbol() | LibraryObject():
            return value.name
        case LibraryMethod():
            return value.owner, value.name
    return value
