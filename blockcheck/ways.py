"""How code is reached: the ways from what starts it, call by call, to a function, and where it runs on each.

Backwards and under conditions, as in `reach`: a value that came in through a parameter is followed only to callers that
pass it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from blockcheck.callgraph import CallGraph
from blockcheck.contexts import Context, Placement, eager_modules
from blockcheck.needs import ELSEWHERE, NOTHING, Needs
from blockcheck.nodes import Edge, Kind, Node
from blockcheck.program import FunctionDef
from blockcheck.reach import Search
from blockcheck.state import Root

MAX_STATES = 20_000
"""How far a search goes before it is content with the ways found so far, the shortest."""

_HANDED_OVER = frozenset({Kind.LOOP, Kind.STARTUP, Kind.THREAD, Kind.OWN_LOOP})


@dataclass(frozen=True, slots=True)
class Way:
    """The calls from `start`, which something outside runs, to a node; `context` is where the node then runs.

    `root` is how a framework runs the start; None for an `async def` that only a loop can run, for the body of a module
    and for code that nothing in the project calls.
    """

    start: Node
    root: Root | None
    edges: tuple[Edge, ...]
    context: Context

    @property
    def functions(self) -> tuple[FunctionDef, ...]:
        """The functions on the way, the last one left out."""
        return tuple(edge.caller.function for edge in self.edges)


@dataclass(slots=True)
class _State:
    node: Node
    needs: Needs
    edge: Edge | None = None
    after: _State | None = None
    edges: tuple[Edge, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.edges = () if self.edge is None or self.after is None else (self.edge, *self.after.edges)


class Ways:
    """Finds ways in one call graph."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.graph: CallGraph = search.graph
        self._eager = eager_modules(search.graph.program)
        self._outside = {node for node in search.graph.outside if not node.is_async}

    def to(self, nodes: list[Node], op: int = -1) -> list[Way]:
        """The shortest way from each start to any of some nodes (to an operation of theirs), shortest first."""
        found: dict[tuple[FunctionDef, Root | None, Context], Way] = {}
        for node in nodes:
            for way in self._to(node, op):
                found.setdefault((way.start.function, way.root, way.context), way)
        return sorted(found.values(), key=lambda way: len(way.edges))

    def _to(self, node: Node, op: int) -> Iterator[Way]:
        first = self.search.needs_at(node, op, None) if op >= 0 else [NOTHING]
        queue = deque(_State(node, needs) for needs in first)
        seen = {(state.node, state.needs) for state in queue}
        while queue and len(seen) < MAX_STATES:
            state = queue.popleft()
            yield from self._starts(state)
            for edge in self.search.callers[state.node]:
                if self._leads_on(edge):
                    for needs in self.search.step(edge, state.needs):
                        if (edge.caller, needs) not in seen:
                            seen.add((edge.caller, needs))
                            queue.append(_State(edge.caller, needs, edge, state))

    def _leads_on(self, edge: Edge) -> bool:
        """Whether the caller is a part of the way: a framework that a function is handed to calls it later itself."""
        if edge.kind in _HANDED_OVER and self.search.roots.get(edge.callee):
            return False
        callee = edge.callee.function
        return not (callee.facts.kind == "module" and callee.module in self._eager)

    def _starts(self, state: _State) -> Iterator[Way]:
        node = state.node
        for root in self.search.roots.get(node, ()):
            if self.search.given_outside(node, state.needs):
                yield from self._way(state, root, next(iter(Placement.carried(root.kind, Context.OUTSIDE)), None))
        if node in self.search.unclaimed and self.search.given_outside(node, state.needs):
            yield from self._way(state, None, Context.LOOP)
        if node.function.facts.kind == "module":
            yield from self._way(state, None, Context.IMPORT)
        if node in self._outside and self.search.given_outside(node, state.needs):
            yield from self._way(state, None, Context.OUTSIDE)

    def _way(self, state: _State, root: Root | None, context: Context | None) -> Iterator[Way]:
        for edge in state.edges:
            context = next(iter(Placement.carried(edge.kind, context)), None) if context is not None else None
        on_loop = context in (Context.LOOP, Context.STARTUP)
        if context is not None and not (on_loop and state.needs >= ELSEWHERE):
            yield Way(state.node, root, state.edges, context)
