"""How often each rule was found."""

from __future__ import annotations

from collections import Counter

import msgspec

from blockcheck.findings import PROBLEM_NAMES, Report
from blockcheck.reporters.styled import Line, render_lines


def render(report: Report, *, colour: bool = False) -> str:
    """A table with a line for each rule that was found, the most frequent first."""
    rows = _rows(report)
    width = max((len(str(count)) for _, _, count in rows), default=0)
    lines: list[Line] = [((f"{count:>{width}}", "title"), (f"  {code}  {name}", "")) for code, name, count in rows]
    return render_lines(lines, colour)


def render_json(report: Report) -> str:
    """The same as a JSON list."""
    rows = [{"code": code, "name": name, "count": count} for code, name, count in _rows(report)]
    return msgspec.json.format(msgspec.json.encode(rows), indent=2).decode() + "\n"


def _rows(report: Report) -> list[tuple[str, str, int]]:
    found = Counter((finding.rule, finding.name) for finding in report.findings)
    found.update((problem.code, PROBLEM_NAMES.get(problem.code, "problem")) for problem in report.problems)
    return [(code, name, count) for (code, name), count in sorted(found.items(), key=lambda item: (-item[1], item[0]))]
