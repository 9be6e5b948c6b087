"""What an operation gives for one of several values, kept while nothing that it was made from has changed.

A call of a hundred implementations is looked at again whenever one of them returns something new; the others need not
be called again.  Evaluation reads nothing but its arguments and cells, and what it writes it need not write twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from blockcheck.nodes import Cell, Node
from blockcheck.values import Origin, Vals, Value

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame

MIN_PARTS = 4
"""With fewer values it is cheaper to do it again."""


class Part:
    """The result for one value, and what it was made from: arguments, and cells each followed by what it held."""

    __slots__ = ("inputs", "made", "origin", "reads", "reason", "result")

    def __init__(self, origin: Origin, inputs: tuple[Vals, ...], reads: list[Any], result: Vals) -> None:
        self.origin = origin
        self.inputs = inputs
        self.reads = reads
        self.result = result
        self.made: tuple[tuple[dict[Any, Any], Any], ...] = ()
        """The entries of the node's edges and sinks that came with it."""
        self.reason = ""
        """Why it could not be followed."""

    def holds(self, origin: Origin, inputs: tuple[Vals, ...]) -> bool:
        """Whether doing it again would give the same."""
        if origin != self.origin or len(inputs) != len(self.inputs):
            return False
        for now, then in zip(inputs, self.inputs, strict=True):
            if now is not then:
                return False
        reads = iter(self.reads)
        return all(cell.values is values for cell, values in zip(reads, reads, strict=True)) and all(
            key in table for table, key in self.made
        )


NEVER = Cell()
"""Stands in a trace for something that is no cell."""


def each(
    frame: Frame,
    index: int,
    values: Vals,
    inputs: tuple[Vals, ...],
    compute: Callable[[Value, Origin], Vals],
    at_least: int = MIN_PARTS,
) -> list[Vals]:
    """The results for each value, in order; `inputs` are all other values that `compute` is made from.

    With fewer values than `at_least` nothing is kept.
    """
    node = frame.node
    if len(values) < at_least and index not in node.parts:
        return [compute(value, origin) for value, origin in values.items()]
    parts = _kept(node, index, values, inputs)
    made = node.made[index] = []
    results = []
    for value, origin in values.items():
        part = parts.get(value)
        if part is None or not part.holds(origin, inputs):
            part = parts[value] = _computed(frame, index, value, origin, inputs, compute)
        else:
            made += part.made
        if part.reason:
            node.unresolved[index] = part.reason
        results.append(part.result)
    return results


def _kept(node: Node, index: int, values: Vals, inputs: tuple[Vals, ...]) -> dict[Value, Part]:
    """The parts that still hold; what came with the others is dropped."""
    parts: dict[Value, Part] = node.parts.setdefault(index, {})
    for value, part in list(parts.items()):
        if value not in values or not part.holds(values[value], inputs):
            for table, key in part.made:
                table.pop(key, None)
            del parts[value]
    return parts


def _computed(
    frame: Frame,
    index: int,
    value: Value,
    origin: Origin,
    inputs: tuple[Vals, ...],
    compute: Callable[[Value, Origin], Vals],
) -> Part:
    node, state = frame.node, frame.state
    before = len(node.made[index])
    node.unresolved.pop(index, None)
    outer, state.trace = state.trace, []
    try:
        result = compute(value, origin)
        part = Part(origin, inputs, state.trace, result)
    finally:
        state.trace = outer
    part.made = tuple(node.made[index][before:])
    part.reason = node.unresolved.get(index, "")
    return part
