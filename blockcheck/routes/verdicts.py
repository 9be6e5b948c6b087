"""Judges endpoints: does one hold up the event loop, by which call, and what is the step to take."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Literal

from blockcheck.analysis import Followed
from blockcheck.compose import code_reader
from blockcheck.findings import Boundary, Finding, Severity
from blockcheck.fixes import Adviser
from blockcheck.nodes import Kind, Node, Sink, op_span
from blockcheck.routes.endpoints import Endpoint
from blockcheck.values import LibraryMethod, LibraryObject, Symbol

LEAVE = "leave it"
PLAIN = "make it `def`"
OFFLOAD = "offload this call"
ASYNC = "could become `async def`"
MOVE = "move it as a plain `def` first"

Hit = tuple[Finding, Boundary]


class Judge:
    """Knows what blocks in one project."""

    def __init__(self, followed: Followed) -> None:
        self.followed = followed
        self.search, self.graph = followed.search, followed.search.graph
        self.adviser = Adviser(self.graph, code_reader(followed.project.sources.lines))
        self._hits: dict[tuple[str, str], list[Hit]] = {}
        for finding in followed.report.findings:
            for boundary in finding.boundaries:
                for entry in boundary.entry_points:
                    self._hits.setdefault((entry.label, entry.function), []).append((finding, boundary))
        self._run_for: dict[Node, list[Node]] = {}
        for root in self.graph.roots:
            if root.parent is not None:
                self._run_for.setdefault(root.parent, []).append(root.node)
        self._nodes: dict[tuple[str, str], list[Node]] = {}
        for node in self.graph.nodes:
            self._nodes.setdefault((node.function.module.display, node.function.name), []).append(node)
        self._in_use: frozenset[str] | None = None

    def verdict(self, endpoint: Endpoint) -> Literal["ok", "blocks the loop", "threadpool"]:
        """What an endpoint does to the event loop."""
        if self._worst(endpoint) is not None:
            return "blocks the loop"
        return "threadpool" if endpoint.runs_on == "threadpool" else "ok"

    def cause(self, endpoint: Endpoint) -> str:
        """The worst blocking call: of those that hold up the loop, or else of those that are made in a thread."""
        worst = self._worst(endpoint)
        if worst is not None:
            return f"{worst[0].sink} ({worst[0].file}:{worst[0].line})"
        sink = next(iter(self._in_thread(endpoint)), None)
        return self._shown(sink) if sink is not None else ""

    def step(self, endpoint: Endpoint) -> str:
        """What to do."""
        if endpoint.is_wsgi:
            return MOVE
        worst = self._worst(endpoint)
        if worst is not None:
            return self._mended(endpoint, worst[1])
        sinks = self._in_thread(endpoint)
        if sinks and not endpoint.is_async and all(self._has_async_way(sink) for sink in sinks):
            return ASYNC
        return LEAVE

    # What holds up the loop

    def _found(self, endpoint: Endpoint) -> list[Hit]:
        if endpoint.root is None:
            return []
        return self._hits.get((endpoint.label, endpoint.root.node.function.name), [])

    def _worst(self, endpoint: Endpoint) -> Hit | None:
        """By severity, then certainty, then length of the way."""
        found = self._found(endpoint)
        return min(
            found, key=lambda hit: (hit[0].severity.rank, hit[0].confidence.value, len(hit[1].path)), default=None
        )

    def _mended(self, endpoint: Endpoint, worst: Boundary) -> str:
        """What to do where the loop is held up."""
        assert endpoint.root is not None
        own = endpoint.root.node.function
        if all(self._stands_in(boundary, endpoint) for _, boundary in self._found(endpoint)):
            if self.adviser.can_be_plain(endpoint.root.node):
                return PLAIN
        elif any(node.function is not own and self.adviser.can_be_plain(node) for node in self._starting(worst)):
            return f"{PLAIN}: {worst.function} in {worst.file}"
        return f"{OFFLOAD}: {worst.path[0].code} in {worst.file}:{worst.line}"

    @staticmethod
    def _stands_in(boundary: Boundary, endpoint: Endpoint) -> bool:
        return endpoint.root is not None and boundary.function == endpoint.root.node.function.name

    def _starting(self, boundary: Boundary) -> list[Node]:
        return self._nodes.get((boundary.file, boundary.function), [])

    # What blocks in a thread

    def _in_thread(self, endpoint: Endpoint) -> list[Sink]:
        """The blocking calls that an endpoint makes in threads, the worst and nearest first."""
        if endpoint.root is None or endpoint.runs_on == "loop":
            return []
        found = enumerate(self._reached(endpoint.root.node))
        ranked = sorted(found, key=lambda item: (self._severity(item[1]).rank, item[0]))
        return [sink for _, sink in ranked if self._severity(sink) is not Severity.OFF]

    def _reached(self, start: Node) -> Iterator[Sink]:
        """The blocking calls in what a function runs itself, nearest first."""
        queue, seen = deque([start]), {start}
        while queue:
            node = queue.popleft()
            yield from sorted(node.sinks.values(), key=lambda sink: sink.op)
            run = [edge.callee for edge in node.edges.values() if edge.kind in (Kind.CALL, Kind.AWAIT)]
            for callee in (*run, *self._run_for.get(node, ())):
                if callee not in seen:
                    seen.add(callee)
                    queue.append(callee)

    def _severity(self, sink: Sink) -> Severity:
        return Severity(sink.block.severity or self.graph.catalogue.codes[sink.block.rule].severity)

    def _shown(self, sink: Sink) -> str:
        function = sink.node.function
        name = self.graph.catalogue.public(sink.name)
        return f"{name} ({function.module.display}:{op_span(function, sink.op).line})"

    def _has_async_way(self, sink: Sink) -> bool:
        """Whether the library has an async way to do the same, and the project uses that already."""
        way = sink.block.async_way(sink.name)
        return bool(way) and self.graph.catalogue.canonical(way) in self._used()

    def _used(self) -> frozenset[str]:
        """The library names that the project uses, and what they stand in."""
        if self._in_use is None:
            names = {name for node in self.graph.nodes for values in node.vals for name in map(_library_name, values)}
            self._in_use = frozenset(
                ".".join(parts[:end])
                for name in names
                for parts in [name.split(".")]
                for end in range(1, len(parts) + 1)
            )
        return self._in_use


def _library_name(value: object) -> str:
    match value:
        case Symbol() | LibraryObject():
            return value.name
        case LibraryMethod():
            return f"{value.owner}.{value.name}"
        case _:
            return ""
