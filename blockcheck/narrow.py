"""What a run is limited to: findings that the baseline does not have, that changes touch, that concern named files."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Mapping, Sequence
from pathlib import Path

import msgspec

from blockcheck.baseline import Baseline, compare
from blockcheck.changes import Changes, Lines
from blockcheck.discovery.files import display
from blockcheck.disk import Disk
from blockcheck.findings import INTERNAL_ERROR, Accepted, Boundary, Finding, Location
from blockcheck.suppress import Decided, Selection

Headers = Mapping[tuple[str, str], Sequence[Lines]]
"""The lines of the headers of functions, by file and full name."""


def only_news(decided: Decided, baseline: Baseline, selection: Selection, read: Container[str], disk: Disk) -> Decided:
    """What the baseline does not have.

    `read` holds the files that were analysed, by display name: what stands in others may be there as before.
    """
    compared = compare(decided.findings, baseline)
    missing = (_gone(entry, baseline, read, disk) for entry in compared.missing if entry.rule in selection.reported)
    return msgspec.structs.replace(
        decided, findings=compared.news, baselined=compared.known, resolved=tuple(filter(None, missing))
    )


def _gone(entry: Accepted, baseline: Baseline, read: Container[str], disk: Disk) -> Accepted | None:
    """The part of an accepted finding that would have been found, were it still there."""

    def looked_at(file: str) -> bool:
        path = Path(os.path.normpath(Path(baseline.folder, file)))
        return display(str(path)) in read or not disk.exists(str(path))

    boundaries = tuple(boundary for boundary in entry.boundaries if looked_at(boundary.file))
    return msgspec.structs.replace(entry, boundaries=boundaries) if boundaries and looked_at(entry.file) else None


def only_touched(decided: Decided, changes: Changes, headers: Headers) -> Decided:
    """What concerns changed lines: the boundary, the cause, a call between them, or the header of one's function."""

    def touched(place: Location, function: str) -> bool:
        rows = [(place.line, place.end_line), *headers.get((place.file, function), ())]
        return any(changes.touch(place.file, first, last) for first, last in rows)

    def concerns(boundary: Boundary) -> bool:
        return any(touched(step, step.function) for step in boundary.path)

    findings = []
    for finding in decided.findings:
        boundaries = tuple(filter(concerns, finding.boundaries))
        if boundaries or (not finding.boundaries and touched(finding, finding.function)):
            findings.append(msgspec.structs.replace(finding, boundaries=boundaries))
    return msgspec.structs.replace(
        decided,
        findings=tuple(findings),
        problems=tuple(p for p in decided.problems if p.code == INTERNAL_ERROR or p.file in changes.lines),
        untouched=len(decided.findings) - len(findings),
    )


def limited(decided: Decided, concerns: Callable[[str], bool]) -> Decided:
    """What `concerns` some files: a cause in one of them, or the boundaries that stand in one."""
    findings = (_limited_finding(finding, concerns) for finding in decided.findings)
    problems = tuple(
        problem for problem in decided.problems if problem.code == INTERNAL_ERROR or concerns(problem.file)
    )
    resolved = tuple(
        entry
        for entry in decided.resolved
        if any(concerns(file) for file in (entry.file, *(b.file for b in entry.boundaries)))
    )
    return msgspec.structs.replace(
        decided, findings=tuple(filter(None, findings)), problems=problems, resolved=resolved
    )


def _limited_finding(finding: Finding, concerns: Callable[[str], bool]) -> Finding | None:
    if concerns(finding.file):
        return finding
    boundaries = tuple(boundary for boundary in finding.boundaries if concerns(boundary.file))
    return msgspec.structs.replace(finding, boundaries=boundaries) if boundaries else None
