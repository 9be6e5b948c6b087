"""Hits to findings: the sentences, places and code texts that people read, and identities that survive line moves."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TypedDict

import msgspec

from blockcheck.callgraph import CallGraph
from blockcheck.catalogue import Catalogue
from blockcheck.facts import Span
from blockcheck.findings import (
    Boundary,
    Confidence,
    EntryPoint,
    Finding,
    Severity,
    Step,
    line_mark,
    with_lines,
)
from blockcheck.fixes import Adviser
from blockcheck.holding import Held
from blockcheck.labels import Labels
from blockcheck.nodes import Node, op_span
from blockcheck.program import FunctionDef
from blockcheck.reach import Entry, Hit, Path, Search
from blockcheck.unawaited import never_awaited

ReadLines = Callable[[str], Sequence[str]]
"""The lines of a file, by its display name."""

MAX_CODE = 120
MAX_ENTRY_POINTS = 20
"""More entry points of one boundary say nothing more, and make reports of large programs huge."""


class _Place(TypedDict):
    """The fields of a location."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Read(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of source, and the text there that decided what a sentence says."""

    file: str
    span: Span
    text: str


class Draft(msgspec.Struct, frozen=True):
    """Findings in which the lines in sentences are marked, and the texts that these follow from."""

    findings: tuple[Finding, ...]
    read: tuple[Read, ...]


def compose(search: Search, hits: Sequence[Hit], read_lines: ReadLines) -> tuple[Finding, ...]:
    """One finding for each hit, and for each coroutine function that is lost in a thread, in the order of severity,
    path and line."""
    return settled(draft(search, hits, read_lines).findings)


def draft(search: Search, hits: Sequence[Hit], read_lines: ReadLines) -> Draft:
    """The findings in the same order, as long as it is not settled where everything stands."""
    graph = search.graph
    composer = _Composer(graph, read_lines)
    found = [composer.finding(part) for hit in hits for part in composer.by_time(hit)]
    found += [composer.never_run(node, op, name, search) for node, op, name in never_awaited(graph.state)]
    findings = sorted(_identified(found), key=lambda f: (f.severity.rank, f.file, f.line, f.column, f.rule, f.sink))
    return Draft(tuple(findings), tuple(Read(file, span, text) for (file, span), text in composer.read.items()))


def settled(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings as people read them."""
    return tuple(
        msgspec.structs.replace(finding, message=with_lines(finding.message), advice=with_lines(finding.advice))
        if "\0" in finding.message or "\0" in finding.advice
        else finding
        for finding in findings
    )


class _Composer:
    def __init__(self, graph: CallGraph, read_lines: ReadLines) -> None:
        self.catalogue: Catalogue = graph.catalogue
        self._entry_points: dict[tuple[Entry, ...], tuple[EntryPoint, ...]] = {}
        self._steps: dict[tuple[FunctionDef, Span], Step] = {}
        self.offloaded_results = graph.state.offloaded_results
        self.labels = Labels(graph.state)
        self.code = code_reader(read_lines)
        self.adviser = Adviser(graph, self.noted)
        self.read: dict[tuple[str, Span], str] = {}

    def noted(self, function: FunctionDef, span: Span) -> str:
        """The text of a stretch for who makes more of it than show it."""
        text = self.read[function.module.display, span] = self.code(function, span)
        return text

    def finding(self, hit: Hit) -> Finding:
        """The finding of one sink."""
        sink, paths = hit.sink, hit.paths
        function, block = sink.node.function, sink.block
        rule = self.catalogue.codes[block.rule]
        severity = Severity(block.severity or rule.severity)
        if all(path.startup for path in paths):
            severity = severity.lowered()
        span = op_span(function, sink.op)
        name = self.public(sink.name)
        message = f"`{name}` blocks the event loop: it {block.why}{self.meanwhile(hit.held)}"
        offload = self.too_late(paths[0])
        if offload:
            rule, severity = self.catalogue.codes["offloaded-too-late"], Severity.ERROR
            message = (
                f"`{name}` blocks the event loop: it runs before `{self.public(offload)}` is called, not in its thread"
            )
        boundaries = tuple(self.boundary(hit, path) for path in paths)
        return Finding(
            **self.place(function, span),
            rule=rule.code,
            name=rule.name,
            severity=severity,
            confidence=Confidence.CERTAIN if paths[0].certain else Confidence.LIKELY,
            function=function.name,
            code=self.code(function, span),
            sink=name,
            message=message,
            advice=self.adviser.advice(hit),
            fingerprint="",
            boundaries=boundaries,
        )

    def meanwhile(self, held: Held | None) -> str:
        """What a holder of a lock does while it has it."""
        if held is None:
            return ""
        file = held.function.module.display
        place = f"{file}:{line_mark(file, op_span(held.function, held.op).line)}"
        what = f"during `{self.public(held.name)}`" if held.name else "while it is suspended"
        return f", as {place} does {what}"

    def by_time(self, hit: Hit) -> list[Hit]:
        """A hit as two where some of its paths start in an argument of an offload, and others do not."""
        late = tuple(path for path in hit.paths if self.too_late(path))
        rest = tuple(path for path in hit.paths if not self.too_late(path))
        return [Hit(hit.sink, paths, hit.held) for paths in (rest, late) if paths]

    def never_run(self, node: Node, op: int, name: str, search: Search) -> Finding:
        """The finding of a coroutine function that an offload only calls."""
        function, span = node.function, op_span(node.function, op)
        rule = self.catalogue.codes["coroutine-in-threadpool"]
        path = Path(node, op, (), search.entries_of(node), True, False)
        step = self.step(function, span)
        boundary = Boundary(
            **self.place(function, span), function=function.name, entry_points=self.entry_points(path), path=(step,)
        )
        return Finding(
            **self.place(function, span),
            rule=rule.code,
            name=rule.name,
            severity=Severity(rule.severity),
            confidence=Confidence.CERTAIN,
            function=function.name,
            code=step.code,
            sink=name,
            message=f"`{name}` never runs: a thread only makes the coroutine, and nobody awaits it",
            advice=f"write `await {name}(…)`, or hand over a plain function",
            fingerprint="",
            boundaries=(boundary,),
        )

    def too_late(self, path: Path) -> str:
        """The offload that gets the result of the boundary's call where it wants a callable; empty if there is none."""
        return self.offloaded_results.get((path.node.function, path.op), "")

    def public(self, name: str) -> str:
        """A library name as people write it."""
        return self.catalogue.public(name)

    def boundary(self, hit: Hit, path: Path) -> Boundary:
        """The boundary of a path, with its steps and entry points."""
        function = path.node.function
        steps = [self.step(edge.caller.function, op_span(edge.caller.function, edge.op)) for edge in path.edges]
        steps.append(self.step(hit.sink.node.function, op_span(hit.sink.node.function, hit.sink.op)))
        return Boundary(
            **self.place(function, op_span(function, path.op)),
            function=function.name,
            entry_points=self.entry_points(path),
            path=tuple(steps),
        )

    def entry_points(self, path: Path) -> tuple[EntryPoint, ...]:
        """The entry points by label and place, each once, and at most `MAX_ENTRY_POINTS` of them."""
        if path.entries not in self._entry_points:
            self._entry_points[path.entries] = self._named(path.entries)
        return self._entry_points[path.entries]

    def _named(self, entries: Iterable[Entry]) -> tuple[EntryPoint, ...]:
        found: dict[EntryPoint, None] = {}
        for entry in entries:
            function = entry.node.function
            span = function.facts.span
            for label in self.labels.of(entry):
                found[EntryPoint(label=label, file=function.module.display, line=span.line, function=function.name)] = (
                    None
                )
        ordered = sorted(
            found, key=lambda entry: (entry.label.startswith("async def "), entry.file, entry.line, entry.label)
        )
        return tuple(ordered[:MAX_ENTRY_POINTS])

    def step(self, function: FunctionDef, span: Span) -> Step:
        """One step of a path; the same one is one object, for many paths share it."""
        key = (function, span)
        if key not in self._steps:
            code = self.code(function, span)
            self._steps[key] = Step(**self.place(function, span), function=function.name, code=code)
        return self._steps[key]

    @staticmethod
    def place(function: FunctionDef, span: Span) -> _Place:
        """Where a stretch of a function stands."""
        return {
            "file": function.module.display, "line": span.line, "column": span.column, "end_line": span.end_line,
            "end_column": span.end_column,
        }  # fmt: skip


def code_reader(read_lines: ReadLines) -> Callable[[FunctionDef, Span], str]:
    """Reads the text of stretches of functions, on one line, shortened where it is long."""

    @cache
    def read(function: FunctionDef, span: Span) -> str:
        return code_at(read_lines(function.module.display), span)

    return read


def _identified(findings: Iterable[Finding]) -> list[Finding]:
    """Gives each finding its fingerprint: what blocks in which function, several alike counted from the top.

    Boundaries are no part of it: which of them is the best may change with code that is far away.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    result = []
    for finding in sorted(findings, key=lambda f: (f.file, f.line, f.column)):
        identity = finding.rule, finding.sink, finding.function
        seen[identity] += 1
        text = "|".join((*identity, str(seen[identity])))
        result.append(msgspec.structs.replace(finding, fingerprint=hashlib.sha256(text.encode()).hexdigest()[:32]))
    return result


def code_at(lines: Sequence[str], span: Span) -> str:
    """The text of a span on one line, shortened where it is long."""
    return shortened(source_text(lines, span))


def source_text(lines: Sequence[str], span: Span) -> str:
    """The text of a span, its line breaks and indentation folded into single spaces."""
    chosen = list(lines[span.line - 1 : span.end_line])
    if not chosen:
        return ""
    chosen[-1] = chosen[-1][: span.end_column - 1]
    chosen[0] = chosen[0][span.column - 1 :]
    text = " ".join(line.strip() for line in chosen)
    return text.replace("( ", "(").replace(" )", ")").replace("[ ", "[").replace(" ]", "]")


def shortened(text: str) -> str:
    """At most `MAX_CODE` characters."""
    return text if len(text) <= MAX_CODE else text[: MAX_CODE - 1] + "…"
