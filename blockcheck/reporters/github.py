"""Annotations for GitHub Actions: one workflow command for each finding, at the line that blocks."""

from __future__ import annotations

import posixpath

from blockcheck.facts import Problem
from blockcheck.findings import Finding, Report, Severity
from blockcheck.reporters.styled import printable
from blockcheck.reporters.wording import advice_of, place, problem_name, reached_from, short_function


def render(report: Report, *, folder: str = "") -> str:
    """The report as workflow commands; `folder` is where the report's root lies in the repository (`backend`)."""
    commands = [_annotation(finding, folder) for finding in report.findings]
    commands += [_problem(problem, folder) for problem in report.problems]
    return "".join(f"{command}\n" for command in commands)


def _annotation(finding: Finding, folder: str) -> str:
    lines = [finding.message, *_way(finding)]
    lines += [f"help: {advice_of(finding)}"] if advice_of(finding) else []
    properties: dict[str, str | int] = {
        "title": f"{finding.rule} {finding.name}",
        "file": posixpath.join(folder, finding.file),
        "line": finding.line,
        "endLine": finding.end_line,
        "col": finding.column,
    }
    if finding.end_line == finding.line:
        properties["endColumn"] = finding.end_column
    return _command("error" if finding.severity is Severity.ERROR else "warning", properties, "\n".join(lines))


def _way(finding: Finding) -> list[str]:
    if not finding.boundaries:
        return []
    best = finding.boundaries[0]
    steps = [f"{place(step)} {short_function(step)}: {step.code}" for step in best.path] if len(best.path) > 1 else []
    return [f"reached from {reached_from(finding) or short_function(best)}", *steps]


def _problem(problem: Problem, folder: str) -> str:
    properties: dict[str, str | int] = {
        "title": f"{problem.code} {problem_name(problem)}",
        "file": posixpath.join(folder, problem.file),
        "line": problem.line,
        "col": problem.column,
    }
    message = f"{problem.message}\nhelp: {problem.help}" if problem.help else problem.message
    return _command("error", properties, message)


def _command(level: str, properties: dict[str, str | int], message: str) -> str:
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{level} {written}::{_data(message)}"


def _data(text: str) -> str:
    """A message as GitHub reads it back: lines stay, other control characters are shown and not sent."""
    lines = [printable(line) for line in text.replace("%", "%25").replace("\r", "%0D").split("\n")]
    return "%0A".join(lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
