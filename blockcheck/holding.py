"""How long locks are held: what runs while one is taken, anywhere in the program.

Taking a lock that everybody holds for a few instructions holds up nothing.  It matters where somebody does something
slow under it: what the catalogue says blocks, an `await` or a `yield`, or taking another lock of which that is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from blockcheck import facts
from blockcheck.callgraph import CallGraph
from blockcheck.nodes import Edge, Kind, Node, Sink
from blockcheck.program import FunctionDef
from blockcheck.values import Value

_WAITS_FOR = frozenset({Kind.CALL, Kind.AWAIT, Kind.OWN_LOOP})
_MAX_ROUNDS = 10
"""Locks under locks under locks: more levels are not looked through."""


@dataclass(frozen=True, slots=True)
class Held:
    """Something slow that is done while a lock is held: where, and the blocking call (empty: it is suspended there)."""

    function: FunctionDef
    op: int
    name: str


class Holding:
    """For each place that takes a lock, what the holders of that lock do meanwhile."""

    def __init__(self, graph: CallGraph, callers: Mapping[Node, Sequence[Edge]]) -> None:
        self._graph = graph
        self._callers = callers
        takers: list[Sink] = []
        slow: dict[Node, Sink] = {}
        for sink in graph.sinks():
            if sink.block.held:
                takers.append(sink)
            elif self._counts(sink):
                slow.setdefault(sink.node, sink)
        self._locks: dict[Value, Held] = {}
        self._spread(slow)
        for _ in range(_MAX_ROUNDS if takers else 0):
            before = len(self._locks)
            self._look_under(takers, slow)
            if len(self._locks) == before:
                break

    def of(self, sink: Sink) -> Held | None:
        """What a holder of the lock that is taken here does meanwhile; None where nothing of it takes long."""
        return next((self._locks[lock] for lock in _taken(sink) if lock in self._locks), None)

    def _counts(self, sink: Sink) -> bool:
        rule = self._graph.catalogue.codes[sink.block.rule]
        return (sink.block.severity or rule.severity) != "off"

    def _takes_long(self, sink: Sink) -> bool:
        return self.of(sink) is not None if sink.block.held else self._counts(sink)

    def _look_under(self, takers: Iterable[Sink], slow: dict[Node, Sink]) -> None:
        """Notes the locks under which something slow is done; taking those may take long, too."""
        for taker in takers:
            locks = [lock for lock in _taken(taker) if lock not in self._locks]
            held = self._during(taker, slow) if locks else None
            if held is not None:
                self._locks.update(dict.fromkeys(locks, held))
        self._spread({sink.node: sink for sink in takers if self.of(sink) is not None and sink.node not in slow}, slow)

    def _spread(self, news: dict[Node, Sink], slow: dict[Node, Sink] | None = None) -> None:
        """Who calls what is slow is slow."""
        known = news if slow is None else slow
        known.update(news)
        stack = list(news)
        while stack:
            node = stack.pop()
            for edge in self._callers[node]:
                if edge.kind in _WAITS_FOR and edge.caller not in known:
                    known[edge.caller] = known[node]
                    stack.append(edge.caller)

    def _during(self, taker: Sink, slow: Mapping[Node, Sink]) -> Held | None:
        node = taker.node
        function, ops = node.function, node.function.facts.ops
        region, locks = _region(ops, taker.op), set(_taken(taker))
        for sink in node.sinks.values():
            if sink.op in region and self._takes_long(sink) and locks.isdisjoint(_taken(sink)):  # `condition.wait()`
                return Held(function, sink.op, sink.name)
        for edge in node.edges.values():
            if edge.op in region and edge.kind in _WAITS_FOR and edge.callee in slow:
                return Held(function, edge.op, slow[edge.callee].name)
        for op in region:
            if isinstance(ops[op], (facts.Await, facts.Yield)):
                return Held(function, op, "")
        return None


def _region(ops: Sequence[facts.Op], op: int) -> range:
    """The operations that run while a lock is held that operation `op` takes."""
    taken = ops[op]
    if isinstance(taken, facts.Enter):
        return range(op + 1, taken.last + 1)
    return range(op + 1, len(ops))


def _taken(sink: Sink) -> Iterable[Value]:
    """The locks that a place may take."""
    op = sink.node.function.facts.ops[sink.op]
    if isinstance(op, facts.Call):
        op = sink.node.function.facts.ops[op.func]
    base = getattr(op, "base", -1)
    return sink.node.vals[base] if base >= 0 else ()
