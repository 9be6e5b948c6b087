"""Work that comes out the same wherever it stands, done once: what a dependency runs, what a logging call sets off.

Eight hundred routes depend on the same `get_current_user`, and every `logger.info` runs the same handlers: the first
place records the edges, sinks and entry points that it makes, the others take them over.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from blockcheck.nodes import Cell, Node
from blockcheck.resolve import entries, libraries
from blockcheck.resolve.parts import NEVER
from blockcheck.values import UNKNOWN, Vals

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame

Step = tuple[str, tuple[Any, ...]]
"""`edge`, `sink` or `root`, and the arguments of the function of this name."""


class Record:
    """What was made, from which cells; `cell` tells the others when it was done again.

    Only the place that did it does it again, so that two places never tell each other of what differs between them.
    """

    __slots__ = ("cell", "index", "node", "parent", "reads", "result", "steps")

    def __init__(self, node: Node, index: int) -> None:
        self.node = node
        self.index = index
        self.cell = Cell()
        self.parent: Node | None = None
        self.reads: list[Any] = []
        self.result: Vals | None = None
        self.steps: list[Step] = []

    def serves(self, node: Node, index: int) -> bool:
        """Whether a place can take over what is recorded: it holds, or the place that recorded it will do it again."""
        if self.result is None:
            return False
        if (self.node is not node or self.index != index) and self.index in self.node.dirty:
            return True
        reads = iter(self.reads)
        return all(cell.values is values for cell, values in zip(reads, reads, strict=True))


def done_once(frame: Frame, index: int, key: tuple[Any, ...], parent: Node | None, run: Callable[[], Vals]) -> Vals:
    """What `run` gives, for this key the same in all places; `parent` stands in the entry points that it makes."""
    record = frame.state.records.get((key, frame.running))
    if record is None:
        record = frame.state.records[key, frame.running] = Record(frame.node, index)
    if record.serves(frame.node, index):
        frame.read(record.cell)
        _take_over(frame, index, record, parent)
    else:
        _record(frame, index, record, parent, run)
    return record.result or {}


def _record(frame: Frame, index: int, record: Record, parent: Node | None, run: Callable[[], Vals]) -> None:
    state = frame.state
    record.node, record.index = frame.node, index
    outer_trace, outer_steps = state.trace, state.steps
    state.trace, state.steps = [], []
    try:
        result = run()
        changed = record.result is not None and (record.steps != state.steps or record.result != result)
        record.parent, record.reads, record.result, record.steps = parent, _cells(state.trace), result, state.steps
    finally:
        inner_trace, inner_steps = state.trace, state.steps
        state.trace, state.steps = outer_trace, outer_steps
    if outer_trace is not None:
        outer_trace += inner_trace
    if outer_steps is not None:
        outer_steps += inner_steps
    if changed:
        state.replace(record.cell, dict(UNKNOWN.alone))  # what was made from the old one is out of date


def _cells(trace: list[Any]) -> list[Any]:
    """A trace without what is no cell: where that changes, the place that recorded is told directly."""
    return [
        item
        for cell, values in zip(trace[::2], trace[1::2], strict=True)
        if cell is not NEVER
        for item in (cell, values)
    ]


def _take_over(frame: Frame, index: int, record: Record, parent: Node | None) -> None:
    for kind, arguments in record.steps:
        if kind == "edge":
            frame.edge(index, *arguments)
        elif kind == "sink":
            libraries.add_sink(frame, index, *arguments)
        else:
            entries.take_over_root(frame, arguments[0], record.parent, parent)
