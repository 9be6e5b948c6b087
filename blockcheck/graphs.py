"""The call graph by qualified names: which function calls which, where each runs, and what blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

import msgspec

from blockcheck.contexts import Context
from blockcheck.labels import Labels
from blockcheck.nodes import Edge, Kind, Node, op_span
from blockcheck.program import FunctionDef
from blockcheck.reach import Entry, Search

_CONTEXTS = {
    Context.LOOP: "loop", Context.STARTUP: "startup", Context.PRIVATE: "own loop", Context.THREAD: "thread",
    Context.IMPORT: "import", Context.OUTSIDE: "outside",
}  # fmt: skip
_HANDED_OVER = frozenset({Kind.LOOP, Kind.STARTUP, Kind.THREAD, Kind.OWN_LOOP})


class GraphFunction(msgspec.Struct, frozen=True, kw_only=True):
    """A function of the project, or the body of a module.

    `runs_on` are `loop`, `startup` (on the loop, while the application starts or stops), `own loop` (one in a thread),
    `thread`, `import` and `outside` (code that nothing in the project starts).
    """

    name: str
    file: str
    line: int
    is_async: bool = msgspec.field(name="async")
    runs_on: tuple[str, ...]
    entry_points: tuple[str, ...]


class GraphCall(msgspec.Struct, frozen=True, kw_only=True):
    """A place where one function runs another.

    `how`: `call`, `await`, `thread` (handed to one), `loop` (handed to the application's), `own loop`, `startup`,
    `import`, `create` (a coroutine or generator is only made) or `framework` (a framework runs it for the caller).
    """

    caller: str
    callee: str
    how: str
    file: str
    line: int


class GraphBlock(msgspec.Struct, frozen=True, kw_only=True):
    """A call that blocks its thread: the library name and the rule."""

    caller: str
    name: str
    rule: str
    file: str
    line: int


class Graph(msgspec.Struct, frozen=True, kw_only=True):
    """Functions by name, calls and blocking calls by place."""

    functions: tuple[GraphFunction, ...]
    calls: tuple[GraphCall, ...]
    blocking: tuple[GraphBlock, ...]


class UnknownName(LookupError):  # noqa: N818 -- it is the name that is wrong
    """Nothing goes by this name; `known` are the names that there are."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = tuple(known)


def whole_graph(search: Search) -> Graph:
    """Every function of the project, module bodies included."""
    return _Exporter(search).graph()


def reached(graph: Graph, start: str = "") -> Graph:
    """What runs from entry points (all of them, or those of one name), or from a function of this name.

    `start` is the name of an entry point (`GET /users`), its path, or a function's name with or without its module.
    Raises UnknownName.
    """
    starts = {function.name for function in graph.functions if function.entry_points}
    if start:
        starts = {function.name for function in graph.functions if _is_start(function, start)}
    if not starts:
        if not start:
            return _restricted(graph, set())
        labels = (label for function in graph.functions for label in function.entry_points)
        raise UnknownName(start, [*labels, *(function.name for function in graph.functions)])
    return _restricted(graph, _closure(starts, _targets(graph.calls, lambda call: (call.caller, call.callee))))


def leading_to(graph: Graph, target: str) -> Graph:
    """What leads to a blocking call of this name or rule, or to a function of this name.

    `target` is a library name, with `*` for any part of it, a rule's code, or a function.  Raises UnknownName.
    """
    blocking = tuple(block for block in graph.blocking if target == block.rule or fnmatchcase(block.name, target))
    ends = {block.caller for block in blocking}
    ends |= {function.name for function in graph.functions if _is_called(function, target)}
    if not ends:
        known = [*(block.name for block in graph.blocking), *(function.name for function in graph.functions)]
        raise UnknownName(target, known)
    kept = _closure(ends, _targets(graph.calls, lambda call: (call.callee, call.caller)))
    return _restricted(msgspec.structs.replace(graph, blocking=blocking), kept)


def _is_start(function: GraphFunction, name: str) -> bool:
    return _is_called(function, name) or any(
        name in (label, label.partition(" ")[2]) for label in function.entry_points
    )


def _is_called(function: GraphFunction, name: str) -> bool:
    return function.name == name or function.name.endswith(f".{name}")


def _targets(calls: Iterable[GraphCall], ends: Callable[[GraphCall], tuple[str, str]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for start, end in map(ends, calls):
        found.setdefault(start, []).append(end)
    return found


def _closure(starts: set[str], leads_to: Mapping[str, list[str]]) -> set[str]:
    seen, stack = set(starts), list(starts)
    while stack:
        for name in leads_to.get(stack.pop(), ()):
            if name not in seen:
                seen.add(name)
                stack.append(name)
    return seen


def _restricted(graph: Graph, names: set[str]) -> Graph:
    return Graph(
        functions=tuple(function for function in graph.functions if function.name in names),
        calls=tuple(call for call in graph.calls if call.caller in names and call.callee in names),
        blocking=tuple(block for block in graph.blocking if block.caller in names),
    )


class _Exporter:
    """Turns what the engine knows into names."""

    def __init__(self, search: Search) -> None:
        self.search, self.graph_ = search, search.graph
        self.labels = Labels(search.graph.state)

    def graph(self) -> Graph:
        """Everything."""
        contexts: dict[FunctionDef, Context] = {}
        calls: dict[GraphCall, None] = {}
        blocking: dict[GraphBlock, None] = {}
        for node in self.graph_.nodes:
            function = _seen_as(node.function)
            contexts[function] = contexts.get(function, Context.NOWHERE) | self.search.placement.contexts[node]
            calls.update(dict.fromkeys(self._calls(node)))
            blocking.update(dict.fromkeys(self._blocks(node)))
        calls.update(dict.fromkeys(self._framework_calls()))
        entries = self._entries()
        functions = [
            self._function(function, contexts.get(function, Context.NOWHERE), entries.get(function, {}))
            for function in self.graph_.program.functions()
            if _seen_as(function) is function
        ]
        return Graph(
            functions=tuple(sorted(functions, key=lambda f: (f.name, f.file, f.line))),
            calls=tuple(sorted(_run(calls), key=lambda c: (c.caller, c.file, c.line, c.callee, c.how))),
            blocking=tuple(sorted(blocking, key=lambda b: (b.caller, b.file, b.line, b.name, b.rule))),
        )

    @staticmethod
    def _function(function: FunctionDef, context: Context, labels: dict[str, None]) -> GraphFunction:
        return GraphFunction(
            name=function.name,
            file=function.module.display,
            line=function.facts.span.line,
            is_async=function.facts.is_async,
            runs_on=tuple(word for each, word in _CONTEXTS.items() if each & context),
            entry_points=tuple(labels),
        )

    def _entries(self) -> dict[FunctionDef, dict[str, None]]:
        """The names of entry points, by function."""
        found: dict[FunctionDef, dict[str, None]] = {}
        entries = [Entry(root.node, root) for root in self.graph_.roots if root.label]
        entries += [Entry(node, None) for node in self.search.placement.unclaimed]
        for entry in entries:
            labels = found.setdefault(_seen_as(entry.node.function), {})
            labels.update(dict.fromkeys(self.labels.of(entry)))
        return found

    def _calls(self, node: Node) -> Iterator[GraphCall]:
        for edge in node.edges.values():
            if not (edge.kind in _HANDED_OVER and self.search.roots.get(edge.callee)):  # the framework calls those
                yield from self._call(edge, edge.kind.value)
        for edge in node.creations.values():
            yield from self._call(edge, edge.kind.value)

    def _call(self, edge: Edge, how: str) -> Iterator[GraphCall]:
        caller, callee = _seen_as(edge.caller.function), _seen_as(edge.callee.function)
        if caller is not callee or edge.caller.function is edge.callee.function:
            file, line = edge.caller.function.module.display, edge.span.line
            yield GraphCall(caller=caller.name, callee=callee.name, how=how, file=file, line=line)

    def _framework_calls(self) -> Iterator[GraphCall]:
        """What a framework runs for something else: the dependencies of a route."""
        for root in self.graph_.roots:
            if root.parent is not None:
                caller, callee = _seen_as(root.parent.function), _seen_as(root.node.function)
                yield GraphCall(
                    caller=caller.name,
                    callee=callee.name,
                    how="framework",
                    file=caller.module.display,
                    line=caller.facts.span.line,
                )

    def _blocks(self, node: Node) -> Iterator[GraphBlock]:
        for sink in node.sinks.values():
            yield GraphBlock(
                caller=_seen_as(node.function).name,
                name=self.graph_.catalogue.public(sink.name),
                rule=self.graph_.catalogue.codes[sink.block.rule].code,
                file=node.function.module.display,
                line=op_span(node.function, sink.op).line,
            )


def _run(calls: Iterable[GraphCall]) -> list[GraphCall]:
    """Without what says that a coroutine or generator is made, where the same function also runs it."""
    run = {(call.caller, call.callee) for call in calls if call.how != Kind.CREATE.value}
    return [call for call in calls if call.how != Kind.CREATE.value or (call.caller, call.callee) not in run]


def _seen_as(function: FunctionDef) -> FunctionDef:
    """The function that people see code in: class bodies and generator expressions are part of what is around them."""
    while function.facts.kind in ("class", "genexpr"):
        parent = function.facts.parent
        function = function.module.functions[parent] if parent >= 0 else function.module.body
    return function
