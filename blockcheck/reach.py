"""From the calls that block back to the loop code that starts them: findings with their best paths.

The search walks edges backwards from a sink.  A state is a node and what its parameters must hold for the path to be
one that can run: a value that came in through a parameter is followed only to callers that pass it, and a condition on
a parameter only to callers that can satisfy it.  The first `async def` met is the boundary; behind it, only the entry
points are looked for.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from blockcheck.callgraph import CallGraph
from blockcheck.components import components
from blockcheck.contexts import Context, Placement
from blockcheck.doubts import MOST_OF_A_PATH, Doubts
from blockcheck.facts import Call, Narrow, Op, Param, Test
from blockcheck.holding import Held, Holding
from blockcheck.needs import (
    ELSEWHERE,
    NOTHING,
    OWN,
    PLAIN,
    Needs,
    Unseen,
    absorbed,
    alternatives,
    both,
    grouped,
    of_enclosing,
    under_test,
)
from blockcheck.nodes import Edge, Kind, Node, Sink, op_span
from blockcheck.program import FunctionDef
from blockcheck.resolve import tests
from blockcheck.resolve.awaiting import gives_awaitable
from blockcheck.resolve.calls import returned
from blockcheck.resolve.frame import Frame
from blockcheck.state import Root
from blockcheck.values import UNKNOWN, Bound, FunctionValue, Origin, Partial, Value

MAX_MIXED = 8
MAX_ENTRIES = 100
_RUNS_ON_LOOP = frozenset({Kind.LOOP, Kind.STARTUP, Kind.OWN_LOOP})
_SAME_THREAD = frozenset({Kind.CALL, Kind.AWAIT})


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An entry point: a framework's root, or an `async def` that only a loop can run."""

    node: Node
    root: Root | None


@dataclass(frozen=True, slots=True)
class Path:
    """A way from a boundary to a sink: the edges from the boundary on (none where they are one place)."""

    node: Node
    """The loop code that the boundary stands in."""
    op: int
    edges: tuple[Edge, ...]
    entries: tuple[Entry, ...]
    """The entry points that lead there; of very many the first ones, those of frameworks before others."""
    certain: bool
    startup: bool
    """Reached only while the application starts or stops."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sink with the best path for each of its boundaries, best first."""

    sink: Sink
    paths: tuple[Path, ...]
    held: Held | None = None
    """Where it takes a lock: what a holder of that lock does meanwhile."""


def find_blocking(search: Search) -> list[Hit]:
    """The sinks that loop code reaches, in the order of the source."""
    hits: dict[tuple[FunctionDef, int, str], Hit] = {}  # several blocking calls of one rule in one line are one
    for sink in search.graph.sinks():
        if not search.placement.contexts[sink.node].on_loop:
            continue
        held = search.holding.of(sink) if sink.block.held else None
        if sink.block.held and held is None:
            continue
        paths = search.paths(sink)
        if paths:
            key = (sink.node.function, op_span(sink.node.function, sink.op).line, sink.block.rule)
            first = hits.get(key, Hit(sink, (), held))
            hits[key] = Hit(first.sink, _best((*first.paths, *paths)), first.held)
    return list(hits.values())


def _best(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The best path for each boundary: the most certain, then the shortest, then the first by position."""
    ordered = sorted(
        paths, key=lambda path: (path.startup, not path.certain, len(path.edges), path.node.function.order, path.op)
    )
    found: dict[tuple[FunctionDef, int], Path] = {}
    for path in ordered:
        place = (path.node.function, path.op)
        known = found.get(place)
        if known is None:
            found[place] = path
        elif path.entries is not known.entries:
            entries = tuple(dict.fromkeys((*known.entries, *path.entries)))
            found[place] = Path(
                known.node, known.op, known.edges, entries[:MAX_ENTRIES], known.certain, known.startup and path.startup
            )
    return tuple(found.values())


class Search:
    """Backward search over one call graph."""

    def __init__(self, graph: CallGraph) -> None:
        self.graph = graph
        self.placement = Placement(graph)
        self.callers = {node: sorted(edges, key=_edge_order) for node, edges in graph.callers().items()}
        self.holding = Holding(graph, self.callers)
        self.doubts = Doubts()
        self._by_serial = {node.serial: node for node in graph.nodes}
        self.roots: dict[Node, list[Root]] = {}
        for root in graph.roots:
            self.roots.setdefault(root.node, []).append(root)
        self.unclaimed = {*self.placement.unclaimed, *self.placement.started}
        self.entries: list[Entry] = []
        self._unpacked: dict[int, tuple[Entry, ...]] = {}
        self._reached = self._spread_entries()
        self._under: dict[tuple[Node, Needs], int] = {}
        self._steps: dict[tuple[Edge, Needs], list[Needs]] = {}
        self._fan_out: dict[tuple[Node, int], int] = {}
        self._guards: dict[tuple[Node, int], list[Needs]] = {}

    # Entry points

    def _spread_entries(self) -> dict[Node, int]:
        """For each node, the entry points that lead to it, as bits."""
        reached: dict[Node, int] = dict.fromkeys(self.graph.nodes, 0)
        for root in sorted(self.graph.roots, key=lambda root: root.node.function.order):
            if root.label:
                reached[root.node] |= self._bit(Entry(root.node, root))
        for node in (*self.placement.unclaimed, *self.placement.started):
            reached[node] |= self._bit(Entry(node, None))
        on_behalf: dict[Node, list[Node]] = {}
        for root in self.graph.roots:
            if root.parent is not None:
                on_behalf.setdefault(root.parent, []).append(root.node)
        leads_to = {
            node: [*on_behalf.get(node, ()), *(e.callee for e in node.edges.values() if not self._is_own_entry(e))]
            for node in self.graph.nodes
        }
        for component in components(self.graph.nodes, leads_to.__getitem__):
            bits = 0
            for node in component:
                bits |= reached[node]
            for node in component if bits else ():
                reached[node] = bits
                for target in leads_to[node]:
                    reached[target] |= bits
        return reached

    def _is_own_entry(self, edge: Edge) -> bool:
        """What a framework runs under a label of its own is not reached from where it is handed over."""
        return edge.kind in (Kind.LOOP, Kind.STARTUP, Kind.THREAD) and any(
            root.label for root in self.roots.get(edge.callee, ())
        )

    def _bit(self, entry: Entry) -> int:
        self.entries.append(entry)
        return 1 << (len(self.entries) - 1)

    def _entries_of(self, bits: int) -> tuple[Entry, ...]:
        known = self._unpacked.get(bits)
        if known is None:
            known = self._unpacked[bits] = self._unpack(bits)
        return known

    def _unpack(self, bits: int) -> tuple[Entry, ...]:
        found: list[Entry] = []
        while bits and len(found) < MAX_ENTRIES:
            low = bits & -bits
            found.append(self.entries[low.bit_length() - 1])
            bits ^= low
        return tuple(found)

    def entries_of(self, node: Node) -> tuple[Entry, ...]:
        """The entry points that lead to a node, of very many the first ones."""
        return self._entries_of(self._reached[node])

    def entries_under(self, node: Node, needs: Needs) -> int:
        """The entry points from which a node runs with what its parameters must hold, as bits."""
        if not needs:
            return self._reached[node]
        if (node, needs) not in self._under:
            self._under[node, needs] = self._find_under(node, needs)
        return self._under[node, needs]

    def _find_under(self, node: Node, needs: Needs) -> int:
        bits, seen, stack = 0, {(node, needs)}, [(node, needs)]
        while stack:
            current, wanted = stack.pop()
            if self._is_entered(current) and self.given_outside(current, wanted):
                bits |= self._reached[current] or self._parents_bits(current)
            for edge in self.callers[current]:
                if edge.kind is Kind.THREAD or not (self.placement.contexts[edge.caller] or edge.kind in _RUNS_ON_LOOP):
                    continue
                for before in self.step(edge, wanted):
                    if not before:
                        bits |= self._reached[edge.caller]
                    elif (edge.caller, before) not in seen:
                        seen.add((edge.caller, before))
                        stack.append((edge.caller, before))
        return bits

    def _parents_bits(self, node: Node) -> int:
        bits = 0
        for root in self.roots.get(node, ()):
            if root.parent is not None:
                bits |= self._reached[root.parent]
        return bits

    def _is_entered(self, node: Node) -> bool:
        return node in self.roots or node in self.unclaimed

    @staticmethod
    def given_outside(node: Node, needs: Needs) -> bool:
        """Whether what calls a node from outside passes what its parameters must hold."""
        return all(
            owner != OWN or any(value in node.external.get(place, ()) for value in wanted)
            for (owner, place), wanted in needs
        )

    # The search

    def paths(self, sink: Sink) -> list[Path]:
        """The paths from boundaries to a sink, for each boundary the best."""
        found: list[Path] = []
        order = count()
        heap: list[tuple[int, float, int, int, Node, Needs, tuple[Edge, ...]]] = []
        seen: set[tuple[Node, Needs]] = set()
        for needs in self.needs_at(sink.node, sink.op, sink.condition):
            if not needs >= ELSEWHERE:
                heapq.heappush(heap, (0, 0.0, 0, next(order), sink.node, needs, ()))
        while heap:
            unsure, doubt, length, _, node, needs, edges = heapq.heappop(heap)
            if (node, needs) in seen and not node.is_async:
                continue
            seen.add((node, needs))
            if node.function.facts.contract:
                continue  # declared: it does not block, or its callers block by calling it
            found += self._boundary(sink, node, needs, edges, unsure == 0)
            if node.is_async:
                continue
            for edge in self.callers[node]:
                on_loop = edge.kind in _SAME_THREAD and self.placement.contexts[edge.caller].on_loop
                if on_loop and not self._is_mixed(edge):
                    doubted = doubt + self.doubts.of(edge)
                    for before in self.step(edge, needs) if doubted <= MOST_OF_A_PATH else ():
                        if not before >= ELSEWHERE:
                            key = (unsure + (not edge.certain), doubted, length + 1, next(order))
                            heapq.heappush(heap, (*key, edge.caller, before, (edge, *edges)))
        return found

    def _boundary(self, sink: Sink, node: Node, needs: Needs, edges: tuple[Edge, ...], certain: bool) -> list[Path]:
        """The path that starts in this node, if it is loop code that something runs."""
        context = self.placement.contexts[node]
        if not context.on_loop or not (node.is_async or self._starts_on_loop(node)):
            return []
        library = sink.name.partition(".")[0]
        bits = self.entries_under(node, needs) if node.is_async else self._loop_entries(node, needs, library)
        if not bits:
            return []
        op = edges[0].op if edges else sink.op
        entries = self._entries_of(bits)
        startup = not context & Context.LOOP
        return [Path(node, op, edges, entries, certain, startup)]

    def _starts_on_loop(self, node: Node) -> bool:
        """Whether a framework or loop runs this plain function itself."""
        return any(root.kind in _RUNS_ON_LOOP for root in self.roots.get(node, ())) or any(
            edge.kind in _RUNS_ON_LOOP for edge in self.callers[node]
        )

    def _loop_entries(self, node: Node, needs: Needs, library: str) -> int:
        """The entry points of a plain function that runs on the loop by itself, and in which this library blocks."""
        bits = 0
        for root in self.roots.get(node, ()):
            if root.kind in _RUNS_ON_LOOP and self.given_outside(node, needs):
                bits |= self._reached[node] if root.label else self._parents_bits(node)
        for edge in self.callers[node]:
            if edge.kind in _RUNS_ON_LOOP and library not in edge.spares and any(True for _ in self.step(edge, needs)):
                bits |= self._reached[node] or self._reached[edge.caller]
        return bits

    def _is_mixed(self, edge: Edge) -> bool:
        """Whether a call may run so much, in a function of which several activations are not told apart, that it says
        nothing."""
        if not edge.caller.shared:
            return False
        key = (edge.caller, edge.op)
        if key not in self._fan_out:
            self._fan_out[key] = sum(other.op == edge.op for other in edge.caller.edges.values())
        return self._fan_out[key] > MAX_MIXED

    # Conditions

    def step(self, edge: Edge, needs: Needs) -> list[Needs]:
        """What the caller's parameters must hold for this edge to meet the callee's needs: alternatives, maybe none."""
        key = (edge, needs)
        if key not in self._steps:
            self._steps[key] = list(self._step(edge, needs))
        return self._steps[key]

    def _step(self, edge: Edge, needs: Needs) -> Iterator[Needs]:
        before: list[Needs] = [NOTHING]
        if needs >= PLAIN or self._gives_plain(edge):
            if _is_awaited(edge):
                return
            before = [PLAIN] if _is_returned(edge) else before
        if needs >= ELSEWHERE and edge.kind is not Kind.THREAD:
            if edge.kind not in _SAME_THREAD:
                return
            before = both(before, [ELSEWHERE])
        for (owner, place), wanted in needs - PLAIN - ELSEWHERE:
            if owner != OWN:
                before = both(before, of_enclosing(edge.caller, owner, place, wanted))
                continue
            passed = edge.bindings[place] if edge.bindings is not None and place < len(edge.bindings) else None
            if passed is None:
                continue
            cell = edge.callee.params[place]
            options = absorbed(edge.caller, passed, cell, wanted, self._passes)
            if options is None:
                options = alternatives(edge.caller, cell.as_held(passed, self.graph.state.values), wanted)
            before = both(before, options)
        if not before:
            return
        for own in self.needs_at(edge.caller, edge.op, edge.condition):
            yield from both(before, [own])

    def _gives_plain(self, edge: Edge) -> bool:
        """Whether what a call gives cannot be awaited, or at least something else that the same call runs can."""
        if edge.kind is not Kind.CALL or not (_is_awaited(edge) or _is_returned(edge)):
            return False
        frame = Frame(self.graph.state, edge.caller)
        if not _calls_itself(frame, edge):
            return False
        results = returned(frame, edge.callee, edge.bindings, edge.condition)
        if not results or gives_awaitable(frame, results):
            return False
        return UNKNOWN not in results or gives_awaitable(frame, frame.vals(edge.op))

    def needs_at(self, node: Node, op: int, condition: Origin) -> list[Needs]:
        """What a node's parameters must hold for an operation of it to run: its guards, and its own condition."""
        key = (node, op)
        if key not in self._guards:
            self._guards[key] = self._guarded(node, op)
        return both(self._guards[key], grouped(node, condition))

    def _guarded(self, node: Node, op: int) -> list[Needs]:
        needs: list[Needs] = [NOTHING]
        if op < 0:
            return needs
        facts, frame = node.function.facts, Frame(self.graph.state, node)
        guard = getattr(facts.ops[op], "guard", 0)
        if frame.off_loop(guard):
            needs = [ELSEWHERE]
        while guard:
            entry = facts.guards[guard]
            test = facts.ops[entry.test]
            if isinstance(test, Test):
                options = grouped(node, tests.condition_of(frame, test, entry.holds))
                place = _parameter(facts.ops, test.operand)
                if place is not None:
                    options = under_test(node, place, options, (node.serial, entry.test, entry.holds))
                needs = both(needs, options)
            guard = entry.outer
        return needs

    def _passes(self, value: Value, unseen: Unseen) -> bool:
        """Whether a value comes out of some tests as it must."""
        for serial, op, holds in unseen.tests:
            node = self._by_serial[serial]
            test = node.function.facts.ops[op]
            frame = Frame(self.graph.state, node)
            if isinstance(test, Test) and not tests.filtered(frame, value.alone, test, holds):
                return False
        return True


def _parameter(ops: Sequence[Op], index: int) -> int | None:
    """The parameter that an operation gives the value of, less what other tests have left out."""
    op = ops[index]
    while isinstance(op, Narrow):
        op = ops[op.base]
    return op.index if isinstance(op, Param) else None


def _is_awaited(edge: Edge) -> bool:
    return edge.op in edge.caller.plan.results


def _calls_itself(frame: Frame, edge: Edge) -> bool:
    """Whether the callee is what is called there, and not something that this runs in turn."""
    op = frame.ops[edge.op] if edge.op >= 0 else None
    return isinstance(op, Call) and any(_function_of(value) is edge.callee.function for value in frame.vals(op.func))


def _function_of(value: Value) -> FunctionDef | None:
    while isinstance(value, (Bound, Partial)):
        value = value.function
    return value.function if isinstance(value, FunctionValue) else None


def _is_returned(edge: Edge) -> bool:
    """Whether what a call gives is what its caller gives back."""
    return edge.op in edge.caller.plan.returned


def _edge_order(edge: Edge) -> tuple[tuple[str, int], int, int]:
    return edge.caller.function.order, edge.op, edge.caller.serial
