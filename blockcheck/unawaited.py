"""Coroutine functions that are handed to an offload and that nobody awaits: their code never runs."""

from __future__ import annotations

from collections.abc import Iterator

from blockcheck.facts import Await, Call, Function, Op, Return
from blockcheck.nodes import Node
from blockcheck.state import State
from blockcheck.values import FunctionValue, Value


def never_awaited(state: State) -> Iterator[tuple[Node, int, str]]:
    """The call sites (node, operation) that hand such a function over, and its name, in the order of the source."""
    found = sorted(state.never_awaited.items(), key=lambda item: (item[0][0].function.order, item[0][1]))
    seen: set[tuple[object, int]] = set()
    for (node, index), value in found:
        place = (node.function, index)
        if place not in seen and not may_be_awaited(node.function.facts, index):
            seen.add(place)
            yield node, index, _name(value)


def may_be_awaited(function: Function, index: int) -> bool:
    """Whether the result of a call, or what awaiting it gives, goes where it may be awaited."""
    results = {index} | {at for at, op in enumerate(function.ops) if isinstance(op, Await) and op.value == index}
    passed_on = (Await, Return, Call)
    for at, op in enumerate(function.ops):
        if at not in results and isinstance(op, passed_on) and results & set(_operands(op)):
            return True
    return any(results & set(ops) for ops in function.variables.values())


def _operands(op: Op) -> tuple[int, ...]:
    if isinstance(op, Call):
        return (op.func, *(argument.value for argument in op.arguments))
    return (op.value,) if isinstance(op, (Await, Return)) else ()


def _name(value: Value) -> str:
    while not isinstance(value, FunctionValue) and hasattr(value, "function"):
        value = value.function
    return value.function.facts.name if isinstance(value, FunctionValue) else ""
