"""One line for each place where blocking work starts: what editors and `grep` want."""

from __future__ import annotations

from collections.abc import Iterator

from blockcheck.findings import Finding, Location, Report, Unresolved
from blockcheck.reporters.styled import Line, plain, render_lines
from blockcheck.reporters.wording import place, problem_name, total, unresolved, via


def render(report: Report, *, colour: bool = False, summary: bool = True) -> str:
    """The report as lines `path:line:column: code name message (via …)`, in the order of files and lines."""
    rows = [row for finding in report.findings for row in _rows(finding)]
    rows += [
        ((p.file, p.line, p.column, p.code), _line(place(p), p.code, problem_name(p), p.message))
        for p in report.problems
    ]
    rows += [((c.file, c.line, c.column, ""), _unresolved(c)) for c in report.unresolved]
    lines = [line for _, line in sorted(rows, key=lambda row: row[0])]
    return render_lines([*lines, *([plain(total(report))] if summary else [])], colour)


Row = tuple[tuple[str, int, int, str], Line]


def _rows(finding: Finding) -> Iterator[Row]:
    for boundary in finding.boundaries:
        way = via(boundary)
        yield _row(boundary, finding, f"{finding.message} (via {way})" if way else finding.message)
    if not finding.boundaries:
        yield _row(finding, finding, finding.message)


def _row(location: Location, finding: Finding, message: str) -> Row:
    key = (location.file, location.line, location.column, finding.rule)
    return key, _line(place(location), finding.rule, finding.name, message, finding.severity.value)


def _unresolved(call: Unresolved) -> Line:
    return ((place(call), "place"), (f": {unresolved(call)}", ""))


def _line(where: str, code: str, name: str, message: str, style: str = "error") -> Line:
    return ((where, "place"), (": ", ""), (code, style), (f" {name} {message}", ""))
