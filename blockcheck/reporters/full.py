"""The report for people: each finding with its line of code, the way that leads there and what to do about it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from blockcheck.facts import Problem
from blockcheck.findings import Boundary, Finding, Report, Step
from blockcheck.reporters.styled import Line, plain, printable, render_lines
from blockcheck.reporters.wording import (
    advice_of,
    place,
    problem_name,
    reached_from,
    resolved,
    short_function,
    total,
    unresolved,
)
from blockcheck.sources import Sources

WIDTH = 120
MOST_BOUNDARIES = 3
_LEAST_CODE = 20
_INDENT = " " * 4


def render(report: Report, sources: Sources, *, colour: bool = False, summary: bool = True) -> str:
    """The report as text; `sources` has the lines of code."""
    lines: list[Line] = []
    for finding in report.findings:
        lines += [*_finding(finding, sources), ()]
    for problem in report.problems:
        lines += [*_problem(problem, sources), ()]
    if report.unresolved:
        lines += [*_unresolved(report), ()]
    if report.resolved:
        lines += [*_resolved(report), ()]
    if summary:
        lines.append(((total(report), "title" if lines else "good"),))
    elif lines:
        del lines[-1]
    return render_lines(lines, colour)


def _finding(finding: Finding, sources: Sources) -> Iterator[Line]:
    severity = finding.severity.value
    margin = " " * len(str(finding.line))
    yield _title(severity, finding.rule, finding.name, finding.message)
    yield ((f"{margin}--> ", "frame"), (place(finding), "place"))
    yield from _excerpt(*_marked(finding, sources), style=severity)
    if finding.boundaries:
        yield from _ways(finding, margin)
    if advice_of(finding):
        yield ((f"{margin} = ", "frame"), ("help: ", "help"), (advice_of(finding), ""))


def _title(severity: str, code: str, name: str, message: str) -> Line:
    return ((f"{severity}[{code}]", severity), (f" {name}: ", "title"), (message, "title"))


def _marked(finding: Finding, sources: Sources) -> tuple[str, int, int, int]:
    """The line of code, its number, and from where to where it is underlined (to its end, if the call goes on)."""
    line = sources.line(finding.file, finding.line)
    if not line.strip():  # the file has changed, or is not at hand
        return finding.code, finding.line, 1, len(finding.code) + 1
    return line, finding.line, finding.column, finding.end_column if finding.end_line == finding.line else len(line) + 1


def _excerpt(line: str, number: int, start: int, end: int, style: str) -> Iterator[Line]:
    """A line of code with the part between two columns underlined."""
    margin = " " * len(str(number))
    before, marked, after = map(_shown, _cropped(line.rstrip(), start - 1, end - 1))
    yield ((f"{margin} |", "frame"),)
    yield ((f"{number} |", "frame"), (f" {before}{marked}{after}", ""))
    yield ((f"{margin} |", "frame"), (f" {' ' * _cells(before)}{'^' * max(_cells(marked), 1)}", style))


def _cropped(line: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands before, in and behind the marked part; of a very long line only what is near it."""
    if len(line) <= WIDTH:
        return line[:start], line[start:end], line[end:]
    left = max(start - WIDTH // 4, 0) if end > WIDTH else 0
    right = left + WIDTH
    end = min(end, right)
    return "…" * (left > 0) + line[left:start], line[start:end], line[end:right] + "…" * (right < len(line))


def _shown(code: str) -> str:
    return printable(code.replace("\t", " " * 4))


def _cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) != 0 for char in text)


def _ways(finding: Finding, margin: str) -> Iterator[Line]:
    """Who reaches the blocking call, the best way there in full, and where else it is started."""
    best, *others = finding.boundaries
    labels = reached_from(finding)
    colon = ":" if len(best.path) > 1 else ""
    yield ((f"{margin} = ", "frame"), ("reached from ", "title"), (f"{labels or short_function(best)}{colon}", ""))
    if len(best.path) > 1:
        yield from _table(best.path, margin)
    if others:
        yield ((f"{margin} = ", "frame"), ("also through", "title"), (":", ""))
        yield from _table([_first_step(boundary) for boundary in others[:MOST_BOUNDARIES]], margin)
        if len(others) > MOST_BOUNDARIES:
            yield plain(f"{margin}{_INDENT}+ {len(others) - MOST_BOUNDARIES} more")


def _first_step(boundary: Boundary) -> Step:
    return boundary.path[0]


def _table(steps: Sequence[Step], margin: str) -> Iterator[Line]:
    """Places, functions and calls in columns."""
    places = [place(step) for step in steps]
    functions = [short_function(step) for step in steps]
    first, second = max(map(_cells, places)), max(map(_cells, functions))
    room = max(WIDTH - len(margin) - len(_INDENT) - first - second - 4, _LEAST_CODE)
    for step, where, function in zip(steps, places, functions, strict=True):
        code = step.code if len(step.code) <= room else step.code[: room - 1] + "…"
        gap, next_gap = " " * (first - _cells(where) + 2), " " * (second - _cells(function) + 2)
        yield ((f"{margin}{_INDENT}{where}{gap}", ""), (f"{function}{next_gap}", "faint"), (code, ""))


def _unresolved(report: Report) -> Iterator[Line]:
    """The calls that could not be followed: what this report cannot see."""
    for call in report.unresolved:
        yield ((place(call), "place"), (f": {unresolved(call)}", ""))


def _resolved(report: Report) -> Iterator[Line]:
    """What the baseline has and the program has not any more."""
    yield (("resolved", "good"), (", to be dropped from the baseline with `blockcheck baseline --prune`:", ""))
    for entry in report.resolved:
        yield plain(f"{_INDENT}{resolved(entry)}")


def _problem(problem: Problem, sources: Sources) -> Iterator[Line]:
    margin = " " * len(str(problem.line))
    yield _title("error", problem.code, problem_name(problem), problem.message)
    yield ((f"{margin}--> ", "frame"), (place(problem), "place"))
    line = sources.line(problem.file, problem.line) if problem.code == "BLC901" else ""
    if line:
        yield from _excerpt(line, problem.line, problem.column, problem.column + 1, "error")
    if problem.help:
        yield ((f"{margin} = ", "frame"), ("help: ", "help"), (problem.help, ""))
