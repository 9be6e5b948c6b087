"""The summary of a GitHub job in Markdown: a table by route, and the path of each finding to unfold."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from blockcheck.facts import Problem
from blockcheck.findings import EntryPoint, Finding, Location, Report, Severity
from blockcheck.reporters.styled import printable
from blockcheck.reporters.wording import (
    advice_of,
    counted,
    place,
    problem_name,
    reached_from,
    resolved,
    short_function,
    total,
)

MOST_BYTES = 1024 * 1024
"""Of a step's summary; GitHub shows nothing of a longer one."""

_RESERVE = 1024
_SEVERITY = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.OFF: "note"}


def render(report: Report, *, room: int = MOST_BYTES, folder: str = "", source: str = "") -> str:
    """The report in Markdown, in at most `room` bytes.

    `folder` is where the report's root lies in the repository; `source` is the address of the repository's top in a
    browser, if there is one: places are links then.
    """
    head = f"## blockcheck\n\n{total(report)}\n"
    room -= len(head.encode()) + _RESERVE
    if room < 0:
        return ""
    pages = _Pages(folder, source)
    rows, rows_left = _fitting(pages.rows(report), room // 2)
    room -= _size(rows)
    details, details_left = _fitting(pages.details(report), room)
    parts = [head]
    if rows:
        parts += ["\n| entry point | blocking call | where | rule |\n| --- | --- | --- | --- |\n", *rows]
    parts += ["\n", *details] if details else []
    if rows_left or details_left:
        parts.append(f"\n{_left(rows_left, details_left)}\n")
    return "".join(parts)


def _left(rows: int, details: int) -> str:
    what = [counted(rows, "row")] * bool(rows) + [counted(details, "path")] * bool(details)
    return f"There is no room for {' and '.join(what)} more: the log of the step lists everything."


class _Pages:
    """The parts of the summary, each one piece of Markdown that stands by itself."""

    def __init__(self, folder: str, source: str) -> None:
        self._folder = folder
        self._source = source

    def rows(self, report: Report) -> Iterator[str]:
        """The rows of the table: a route with each call that blocks it, in the order of routes."""
        rows = [
            (*_order(entry, label), self._row(_code(label) if label else "", finding))
            for finding in report.findings
            for entry, label in _entries(finding)
        ]
        yield from (row for *_, row in sorted(rows, key=lambda row: row[:-1]))
        for problem in report.problems:
            what = f"{_text(problem.message)} | {self._place(problem, problem.file)}"
            yield f"| | {what} | {problem.code} {problem_name(problem)} |\n"

    def _row(self, entry: str, finding: Finding) -> str:
        where = self._place(finding, finding.file)
        rule = f"{finding.rule} {finding.name} ({_SEVERITY[finding.severity]})"
        return f"| {entry} | {_code(finding.sink or finding.code)} | {where} | {rule} |\n"

    def _place(self, where: Location | Problem, file: str) -> str:
        text = _code(f"{printable(file)}:{where.line}")
        if not self._source or posixpath.isabs(file):
            return text
        address = quote(posixpath.join(self._folder, file), errors="backslashreplace")
        return f"[{text}]({self._source}/{address}#L{where.line})"

    def details(self, report: Report) -> Iterator[str]:
        """The paths, each to be unfolded, the worst first; then what is resolved."""
        yield from map(_path, report.findings)
        if report.resolved:
            lines = "\n".join(html.escape(printable(resolved(entry))) for entry in report.resolved)
            number = counted(len(report.resolved), "finding")
            yield f"<details><summary>{number} of the baseline resolved</summary>\n<pre>{lines}</pre>\n</details>\n"


def _path(finding: Finding) -> str:
    """One finding as HTML without an empty line, in which nothing is taken for Markdown."""
    title = f"{place(finding)} {finding.rule} {finding.sink or finding.code}"
    lines = [finding.message]
    for boundary in finding.boundaries[:1]:
        lines.append(f"reached from {reached_from(finding) or short_function(boundary)}")
        lines += [f"    {place(step)}  {short_function(step)}  {step.code}" for step in boundary.path]
    lines += [f"also through {place(boundary)}  {short_function(boundary)}" for boundary in finding.boundaries[1:]]
    lines += [f"help: {advice_of(finding)}"] if advice_of(finding) else []
    text = "\n".join(html.escape(printable(line)) for line in lines)
    return f"<details><summary><code>{html.escape(printable(title))}</code></summary>\n<pre>{text}</pre>\n</details>\n"


def _entries(finding: Finding) -> Iterator[tuple[EntryPoint | None, str]]:
    """The entry points of a finding with their labels, each once."""
    found = {entry.label: entry for boundary in finding.boundaries for entry in boundary.entry_points}
    for label, entry in found.items():
        yield entry, label.replace(entry.function, short_function(entry))
    if not found:
        yield None, ""


def _order(entry: EntryPoint | None, label: str) -> tuple[int, str, str, int]:
    """Routes and the like by name, then functions that have none of their own, then what nothing leads to."""
    if entry is None:
        return 2, "", "", 0
    return int(entry.function in entry.label), label, entry.file, entry.line


def _fitting(pieces: Iterable[str], room: int) -> tuple[list[str], int]:
    """The first pieces, as many as there is room for, and how many are left."""
    kept: list[str] = []
    left = 0
    for piece in pieces:
        room -= len(piece.encode())
        if room >= 0:
            kept.append(piece)
        else:
            left += 1
    return kept, left


def _size(pieces: Iterable[str]) -> int:
    return sum(len(piece.encode()) for piece in pieces)


def _code(text: str) -> str:
    """Text as code in a cell of a table."""
    text = printable(text)
    return f"<code>{_text(text)}</code>" if set(text) & set("`|\\") or not text.strip() else f"`{text}`"


def _text(text: str) -> str:
    """Text of which nothing is taken for Markdown, HTML or a mention."""
    return re.sub(r"[!-/:-@\[-`{-~]", lambda match: f"&#{ord(match[0])};", printable(text))
