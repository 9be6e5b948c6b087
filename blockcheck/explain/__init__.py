"""Why a line holds up the event loop or does not: where it runs, what leads there, what the names on it stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from blockcheck.analysis import Followed
from blockcheck.compose import code_reader
from blockcheck.contexts import Context
from blockcheck.describe import Describer, short_name
from blockcheck.explain.expressions import Expressions, Remark
from blockcheck.explain.place import function_at, ops_at
from blockcheck.explain.silence import Silence
from blockcheck.facts import Span
from blockcheck.findings import Finding, Location, Step
from blockcheck.labels import Labels
from blockcheck.nodes import Kind, Node, op_span
from blockcheck.program import FunctionDef, Module
from blockcheck.reach import Entry
from blockcheck.resolve.frame import Frame
from blockcheck.state import Root
from blockcheck.ways import Way, Ways

MOST_WAYS = 5


class ShownWay(msgspec.Struct, frozen=True, kw_only=True):
    """A way to the line: what starts it, where the line then runs, and the calls on the way, outermost first."""

    start: str
    where: str
    steps: tuple[Step, ...]
    moved: str = ""
    """What takes the code off the event loop on this way, if something does."""


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """All there is to say of a line.

    `verdict` says where it runs, `ways` are the shortest ways that lead there and `more` counts the others, `remarks`
    are about the expressions of the line, `findings` about what `check` says of it, or why it says nothing.
    """

    file: str
    line: int
    code: str
    function: str
    verdict: str
    ways: tuple[ShownWay, ...]
    more: int
    remarks: tuple[Remark, ...]
    findings: tuple[str, ...]


class PlaceError(Exception):
    """The place is not in the project; the text says why, `help` what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.help = advice


def explain(followed: Followed, file: str, line: int) -> Explanation:
    """Explains a line of a file that goes by its display name.  Raises PlaceError."""
    module = _module(followed, file)
    lines = followed.project.sources.lines(file)
    count = len(lines) - (not lines[-1:] or not lines[-1])  # the text behind the last line's end is no line
    if not 0 < line <= count:
        raise PlaceError(f"{file} has no line {line}", f"it has {count} lines")
    return _Explainer(followed, module, line).explanation(lines[line - 1].strip())


def _module(followed: Followed, file: str) -> Module:
    found = next((module for module in followed.search.graph.program.modules if module.display == file), None)
    if found is not None:
        return found
    for problem in followed.project.problems:
        if problem.file == file:
            raise PlaceError(f"{file}: {problem.message}", problem.help)
    raise PlaceError(f"{file} is not among the files that are analysed", "`blockcheck check --show-files` lists them")


_WHERE = {
    Context.LOOP: "on the event loop",
    Context.STARTUP: "on the event loop, while the application starts or stops",
    Context.PRIVATE: "on an event loop of its own in a thread",
    Context.THREAD: "in a thread",
    Context.IMPORT: "while modules are imported, before there is an event loop",
    Context.OUTSIDE: "from code that nothing in the project calls",
}
"""In words, what matters most first."""
_WHERE_FROM = {Context.IMPORT: "before there is an event loop", Context.OUTSIDE: ""}
"""The same behind what starts a way, where that says the rest."""


class _Explainer:
    def __init__(self, followed: Followed, module: Module, line: int) -> None:
        self.followed = followed
        self.search, self.graph = followed.search, followed.search.graph
        self.module, self.line = module, line
        self.lines = followed.project.sources.lines(module.display)
        self.code = code_reader(followed.project.sources.lines)
        self.describer = Describer(self.graph, self.code)
        self.labels = Labels(self.graph.state)
        self.function = function_at(module, line, self.lines)

    def explanation(self, code: str) -> Explanation:
        """Everything together."""
        nodes = self.describer.nodes(self.function)
        ways = _without_repeats(Ways(self.search).to(nodes, self._first_op()))
        order = {context: place for place, context in enumerate(_WHERE)}
        ways.sort(key=lambda way: (order[way.context], len(way.edges)))
        expressions = Expressions(self.search, self.describer)
        return Explanation(
            file=self.module.display,
            line=self.line,
            code=code,
            function=self.function.name,
            verdict=self._verdict(nodes, ways),
            ways=tuple(self._shown(way) for way in _best(ways)),
            more=max(len(ways) - MOST_WAYS, 0),
            remarks=tuple(expressions.remarks(ops_at(self.module, self.line))),
            findings=tuple(self._findings(ways)),
        )

    def _first_op(self) -> int:
        """An operation of the line in its function, for the conditions that the line stands under."""
        ops = (op for function, op in ops_at(self.module, self.line) if function is self.function)
        return next(ops, -1)

    # Where it runs

    def _verdict(self, nodes: Sequence[Node], ways: Sequence[Way]) -> str:
        name = self._name()
        if not nodes:
            return f"{name} was not looked into: {self._why_not()}"
        dead = self._dead(nodes)
        if dead:
            return f"this line never runs: {dead}"
        if not ways:
            return f"{name} runs nowhere: nothing that starts code leads to this line with the values that it needs"
        places = [words for context, words in _WHERE.items() if any(way.context is context for way in ways)]
        return f"{name} runs {_both(places)}"

    def _name(self) -> str:
        facts = self.function.facts
        if facts.kind == "module":
            return f"the body of module `{self.module.name}`"
        kind = {"class": "the body of class ", "genexpr": "the generator expression in ", "lambda": "the lambda in "}
        owner = facts.qualname.removesuffix(".<genexpr>").removesuffix(".<lambda>").removesuffix(".<locals>")
        return f"{kind[facts.kind]}`{owner}`" if facts.kind in kind else f"`{'async def ' * facts.is_async}{owner}`"

    def _why_not(self) -> str:
        if self.module.is_test:
            return "it is a test, and those count only with `--include-tests`"
        return "no code that runs makes or calls it"

    def _dead(self, nodes: Sequence[Node]) -> str:
        """The condition that keeps the line from running, if one does."""
        op = self._first_op()
        guard = getattr(self.function.facts.ops[op], "guard", 0) if op >= 0 else 0
        if not guard or any(Frame(self.graph.state, node).alive(guard) for node in nodes):
            return ""
        entry = self.function.facts.guards[guard]
        span = op_span(self.function, entry.test)
        never = "never holds" if entry.holds else "always holds"
        return f"`{self.code(self.function, span)}` in line {span.line} {never}, whoever calls"

    # Ways

    def _shown(self, way: Way) -> ShownWay:
        steps = tuple(self._step(edge.caller.function, edge.span) for edge in way.edges)
        return ShownWay(
            start=self._start(way),
            where=_WHERE_FROM.get(way.context, _WHERE[way.context]),
            steps=steps,
            moved=_moved(way) or self._root_moves(way),
        )

    def _step(self, function: FunctionDef, span: Span) -> Step:
        return Step(
            file=function.module.display,
            line=span.line,
            column=span.column,
            end_line=span.end_line,
            end_column=span.end_column,
            function=function.name,
            code=self.code(function, span),
        )

    def _start(self, way: Way) -> str:
        """What starts a way, as a framework or Python calls it."""
        function = way.start.function
        if way.root is not None:
            labels = list(dict.fromkeys(self._labels(way.start, way.root, frozenset())))
            shown = ", ".join(labels[:2]) + (f" and {len(labels) - 2} more" if len(labels) > 2 else "")
            if way.root.label:
                return shown
            return (
                f"`{short_name(function)}`, which {way.root.framework or 'a framework'} calls for {shown or 'others'}"
            )
        if function.facts.kind == "module":
            return f"import of `{function.module.name}`"
        if way.start.is_async:
            return f"async def `{short_name(function)}`, which only an event loop can run"
        return f"`{short_name(function)}`, which nothing in the project calls"

    def _labels(self, node: Node, root: Root, seen: frozenset[Node]) -> Iterator[str]:
        if root.label:
            yield from self.labels.of(Entry(node, root))
        elif root.parent is not None and root.parent not in seen:
            for parent in self.search.roots.get(root.parent, ()):
                yield from self._labels(root.parent, parent, seen | {node})

    def _root_moves(self, way: Way) -> str:
        root = way.root
        if root is None or root.kind is not Kind.THREAD:
            return ""
        framework = root.framework or "the framework"
        plain = "" if way.start.is_async else "a plain `def`, which "
        return f"`{short_name(way.start.function)}` is {plain}{framework} runs in a thread"

    # What `check` says

    def _findings(self, ways: Sequence[Way]) -> Iterator[str]:
        silence = Silence(self.followed)
        found = False
        for finding in self.followed.findings:
            roles = list(dict.fromkeys(self._roles(finding)))
            if roles:
                found = True
                what = f"{finding.rule} {finding.name} (`{finding.sink}` in {finding.file}:{finding.line})"
                yield f"{what}: this line is {_both(roles)}; {silence.state(finding)}"
        if not found and self._blocks():
            yield self._unreached(ways)

    def _roles(self, finding: Finding) -> Iterator[str]:
        """What this line is in a finding."""
        if self._is_here(finding):
            yield "its cause"
        for boundary in finding.boundaries:
            if self._is_here(boundary):
                yield "where async code starts it"
            if any(self._is_here(step) for step in boundary.path[1:-1]):
                yield "a step on the way to it"

    def _is_here(self, place: Location) -> bool:
        return place.file == self.module.display and place.line <= self.line <= place.end_line

    def _blocks(self) -> bool:
        return any(
            sink.op == op
            for function, op in ops_at(self.module, self.line)
            for node in self.describer.nodes(function)
            for sink in node.sinks.values()
        )

    def _unreached(self, ways: Iterable[Way]) -> str:
        if any(way.context in (Context.LOOP, Context.STARTUP) for way in ways):
            return (
                "no finding: no way from the event loop leads to the blocking call with the values that it needs, "
                "or only ways that take one of many callables at several calls"
            )
        return "no finding: the blocking call is never made on the event loop"


def _without_repeats(ways: Sequence[Way]) -> list[Way]:
    """Of two names for one way, the one that tells for whom it is run: a dependency is a part of its route."""
    on_behalf = {(way.start, way.context) for way in ways if way.root is not None and way.root.parent is not None}
    return [
        way
        for way in ways
        if way.root is None or way.root.parent is not None or (way.start, way.context) not in on_behalf
    ]


def _moved(way: Way) -> str:
    """The last call on a way that moves the rest of it to a thread."""
    for edge in reversed(way.edges):
        if edge.kind is Kind.THREAD:
            place = f"{edge.caller.function.module.display}:{edge.span.line}"
            return f"the call in {place} hands `{short_name(edge.callee.function)}` to a thread"
    return ""


def _best(ways: Sequence[Way]) -> list[Way]:
    """The first way of each context, and then as many others as there is room for."""
    first = {way.context: way for way in reversed(ways)}
    others = [way for way in ways if way not in first.values()]
    chosen = [*first.values(), *others[: max(MOST_WAYS - len(first), 0)]]
    return [way for way in ways if way in chosen]


def _both(parts: Sequence[str]) -> str:
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"
