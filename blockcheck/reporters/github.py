"""Annotations for GitHub Actions, within what GitHub shows of them, and everything in the log.

Of each step GitHub shows ten errors, ten warnings and ten notices, and drops the others without a word.  So there is
one annotation for each cause, those on lines of the pull request first, then the worst, and the last counts the rest.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections import Counter
from collections.abc import Iterator

from blockcheck.changes import Changes
from blockcheck.facts import Problem
from blockcheck.findings import Finding, Location, Report, Severity
from blockcheck.reporters import full
from blockcheck.reporters.styled import printable
from blockcheck.reporters.wording import advice_of, place, problem_name, reached_from, short_function, total
from blockcheck.sources import Sources

MOST_OF_A_LEVEL = 10

Properties = dict[str, str | int]
Annotation = tuple[str, Properties, str]
"""Level, properties and message."""


def render(
    report: Report, sources: Sources, *, changes: Changes | None = None, folder: str = "", summary: bool = True
) -> str:
    """The report as a folded list for the log, and as workflow commands.

    `changes` are the lines of the pull request, if there is one; `folder` is where the report's root lies in the
    repository (`backend`).
    """
    ranked = sorted(_annotations(report, changes or Changes(), folder), key=lambda entry: entry[0])
    seen: Counter[str] = Counter()
    shown = []
    for _, (level, properties, message) in ranked:
        seen[level] += 1
        if seen[level] <= MOST_OF_A_LEVEL:
            shown.append(_command(level, properties, message))
    if len(shown) < len(ranked):
        shown.append(_command("notice", {"title": "blockcheck"}, _left(len(ranked) - len(shown))))
    lines = [*_list(report, sources), *shown] if ranked else [total(report)] if summary else []
    return "".join(f"{line}\n" for line in lines)


def _list(report: Report, sources: Sources) -> Iterator[str]:
    """Everything, as people read it; nothing in it is taken for a command, whatever the code says."""
    text = full.render(report, sources)
    token = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()  # which no text can hold of itself
    yield f"::group::{_data(total(report))}"
    yield f"::stop-commands::{token}"
    yield from text.removesuffix("\n").split("\n")
    yield f"::{token}::"
    yield "::endgroup::"


def _left(number: int) -> str:
    what = "finding has" if number == 1 else "findings have"
    return f"{number} more {what} no annotation, of which GitHub shows ten of a level: the log of this step lists all"


Rank = tuple[bool, int]
"""Whether it is beside the pull request, and the rank of its severity."""


def _annotations(report: Report, changes: Changes, folder: str) -> Iterator[tuple[Rank, Annotation]]:
    for finding in report.findings:
        touched = _touched(finding, changes)
        yield (touched is None, finding.severity.rank), _annotation(finding, touched or finding, folder)
    for problem in report.problems:
        beside = not changes.touch(problem.file, problem.line, problem.line)
        yield (beside, Severity.ERROR.rank), _problem(problem, folder)


def _touched(finding: Finding, changes: Changes) -> Location | None:
    """A place of the finding on a line of the pull request: the cause, or else a call on the way there."""
    steps = (step for boundary in finding.boundaries for step in boundary.path)
    return next((where for where in (finding, *steps) if changes.touch(where.file, where.line, where.end_line)), None)


def _annotation(finding: Finding, where: Location, folder: str) -> Annotation:
    lines = [finding.message, *_way(finding)]
    lines += [f"help: {advice_of(finding)}"] if advice_of(finding) else []
    properties: Properties = {
        "title": f"{finding.rule} {finding.name}",
        "file": posixpath.join(folder, where.file),
        "line": where.line,
        "endLine": where.end_line,
        "col": where.column,
    }
    if where.end_line == where.line:
        properties["endColumn"] = where.end_column
    return "error" if finding.severity is Severity.ERROR else "warning", properties, "\n".join(lines)


def _way(finding: Finding) -> list[str]:
    if not finding.boundaries:
        return []
    best = finding.boundaries[0]
    steps = [f"{place(step)} {short_function(step)}: {step.code}" for step in best.path] if len(best.path) > 1 else []
    return [f"reached from {reached_from(finding) or short_function(best)}", *steps]


def _problem(problem: Problem, folder: str) -> Annotation:
    properties: Properties = {
        "title": f"{problem.code} {problem_name(problem)}",
        "file": posixpath.join(folder, problem.file),
        "line": problem.line,
        "col": problem.column,
    }
    return "error", properties, f"{problem.message}\nhelp: {problem.help}" if problem.help else problem.message


def _command(level: str, properties: Properties, message: str) -> str:
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{level} {written}::{_data(message)}"


def _data(text: str) -> str:
    """A message as GitHub reads it back: lines stay, other control characters are shown and not sent."""
    lines = [printable(line) for line in text.replace("%", "%25").replace("\r", "%0D").split("\n")]
    return "%0A".join(lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
