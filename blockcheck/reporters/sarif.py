"""SARIF 2.1.0 for code scanning: one result per cause, with the path from each place where blocking work starts.

Written so that GitHub keeps and shows all of it: its limits on counts and lengths are the constants below.
"""

from __future__ import annotations

import json
import os
import re
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from blockcheck.findings import Boundary, EntryPoint, Finding, Fix, Location, Report, Severity
from blockcheck.reporters.rules import page
from blockcheck.reporters.wording import advice_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from blockcheck.catalogue.schema import Code
    from blockcheck.facts import Problem

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"

MOST_RESULTS = 25_000
MOST_FLOW_LOCATIONS = 1_000
MOST_RELATED_LOCATIONS = 100
LONGEST_DESCRIPTION = 1_024

_INDENT = "\n" + 8 * " "
"""Where a result stands in the document."""
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.OFF: "note"}

Json = dict[str, Any]


def render(report: Report, rules: Sequence[Code], version: str, *, folder: str = "") -> str:
    """The report as a SARIF document.

    `rules` are the rules that findings may name, `version` is blockcheck's own, and `folder` is where the report's root
    lies in the repository (`backend`): places are told from the repository's top.
    """
    places = {rule.code: index for index, rule in enumerate(rules)}
    driver = {"name": "blockcheck", "semanticVersion": version, "rules": [_rule(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The top of the repository."}}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(report)}],
        "results": [],
    }
    # One result after the other: as data, those of a large report would take many times the room of their text.
    results = (_result(finding, places) for finding in report.findings[:MOST_RESULTS])
    texts = [json.dumps(_below(folder, result), indent=2).replace("\n", _INDENT) for result in results]
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_below(folder, run)]}
    before, empty, after = json.dumps(document, indent=2).rpartition("[]")
    listed = f"[{_INDENT}" + f",{_INDENT}".join(texts) + f"{_INDENT[:-2]}]" if texts else empty
    return f"{before}{listed}{after}\n"


# What the tool knows


def _rule(rule: Code) -> Json:
    level = _LEVEL[Severity(rule.severity)]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": _cut(rule.summary)},
        "fullDescription": {"text": _cut(rule.what.strip())},
        "help": {"text": f"{rule.what.strip()}\n\n{rule.why.strip()}", "markdown": page(rule)},
        "defaultConfiguration": {"level": level, "enabled": rule.severity != "off"},
        "properties": {"tags": ["asyncio", "performance"], "precision": "high", "problem.severity": _problem(level)},
    }


def _problem(level: str) -> str:
    """GitHub's word for a level."""
    return "recommendation" if level == "note" else level


# What was found


def _result(finding: Finding, places: dict[str, int]) -> Json:
    entries = _entry_points(finding)
    result: Json = {
        "ruleId": finding.rule,
        "level": _LEVEL[finding.severity],
        "message": {"text": _message(finding, entries)},
        "locations": [_place(finding, code=finding.code) | {"logicalLocations": [_function(finding.function)]}],
        "relatedLocations": [_related(entry, number) for number, entry in enumerate(entries, start=1)],
        "codeFlows": [_flow(finding, boundary) for boundary in _shown(finding.boundaries)],
        "partialFingerprints": {
            "primaryLocationLineHash": finding.fingerprint,
            "blockcheck/v1": finding.fingerprint,
        },
        "properties": {"sink": finding.sink, "confidence": finding.confidence.value},
    }
    if finding.rule in places:
        result["ruleIndex"] = places[finding.rule]
    if fixes := [_fix(fix) for fix in finding.fixes if fix.edits]:
        result["fixes"] = fixes
    return result


def _message(finding: Finding, entries: Sequence[EntryPoint]) -> str:
    """One paragraph; the first entry point is a link to its place."""
    parts = [_sentence(finding.message)]
    if entries:
        more = len({entry for boundary in finding.boundaries for entry in boundary.entry_points}) - 1
        parts.append(f"Reached from [{_link_text(entries[0].label)}](1){f' and {more} more' if more else ''}.")
    if advice := advice_of(finding):
        parts.append(_sentence(advice))
    return " ".join(parts)


def _entry_points(finding: Finding) -> list[EntryPoint]:
    """The entry points of all paths, each once, as many as are shown."""
    found = dict.fromkeys(entry for boundary in finding.boundaries for entry in boundary.entry_points)
    return list(found)[:MOST_RELATED_LOCATIONS]


def _related(entry: EntryPoint, number: int) -> Json:
    return {"id": number, **_entry(entry)}


def _shown(boundaries: Sequence[Boundary]) -> list[Boundary]:
    """The first paths, as many as stay within the limit of locations together."""
    lengths = accumulate(len(boundary.path) + 1 for boundary in boundaries)
    return [boundary for boundary, length in zip(boundaries, lengths, strict=True) if length <= MOST_FLOW_LOCATIONS]


def _flow(finding: Finding, boundary: Boundary) -> Json:
    """The path from the entry point to the call that blocks."""
    start = [_entry(entry) for entry in boundary.entry_points[:1]]
    steps = [_place(step, code=step.code) | {"message": {"text": _plain(step.code)}} for step in boundary.path]
    if steps:
        steps[-1]["message"] = {"text": _plain(f"{finding.sink} blocks here")}
    return {"threadFlows": [{"locations": [{"location": location} for location in start + steps]}]}


def _fix(fix: Fix) -> Json:
    files = dict.fromkeys(edit.file for edit in fix.edits)
    changes = [
        {
            "artifactLocation": _artifact(file),
            "replacements": [
                {"deletedRegion": _region(edit), "insertedContent": {"text": edit.replacement}}
                for edit in fix.edits
                if edit.file == file
            ],
        }
        for file in files
    ]
    return {"description": {"text": _plain(fix.title)}, "artifactChanges": changes}


# What could not be read


def _notifications(report: Report) -> list[Json]:
    notes = [_problem_note(problem) for problem in report.problems]
    left_out = report.findings[MOST_RESULTS:]
    if left_out:
        text = f"{len(left_out)} more findings are left out: code scanning takes {MOST_RESULTS}."
        notes.append({"level": "warning", "message": {"text": text}})
    return notes


def _problem_note(problem: Problem) -> Json:
    text = f"{problem.message}. {problem.help}" if problem.help else problem.message
    region = {"startLine": problem.line, "startColumn": problem.column}
    return {
        "descriptor": {"id": problem.code},
        "level": "error",
        "message": {"text": _plain(text)},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(problem.file), "region": region}}],
    }


# Places


def _place(location: Location, code: str) -> Json:
    region = _region(location) | {"snippet": {"text": code}}
    return {"physicalLocation": {"artifactLocation": _artifact(location.file), "region": region}}


def _entry(entry: EntryPoint) -> Json:
    where = {"artifactLocation": _artifact(entry.file), "region": {"startLine": entry.line}}
    return {
        "physicalLocation": where,
        "logicalLocations": [_function(entry.function)],
        "message": {"text": _plain(entry.label)},
    }


def _function(name: str) -> Json:
    return {"fullyQualifiedName": name, "kind": "function"}


def _region(location: Location) -> Json:
    return {
        "startLine": location.line,
        "startColumn": location.column,
        "endLine": location.end_line,
        "endColumn": location.end_column,
    }


def _artifact(file: str) -> Json:
    """A file as a URI: relative to the report's root, or absolute where it lies outside of it."""
    if Path(file).is_absolute():
        return {"uri": Path(file).as_uri()}
    return {"uri": quote(os.fsencode(file)), "uriBaseId": ROOT}


def _below(folder: str, node: Any) -> Any:
    """Part of a document, with its relative URIs taken to start in `folder`."""
    if not folder:
        return node
    if isinstance(node, list):
        return [_below(folder, item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("uriBaseId") == ROOT:
        return {**node, "uri": f"{quote(os.fsencode(folder))}/{node['uri']}"}
    return {key: _below(folder, value) for key, value in node.items()}


# Text


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_DESCRIPTION else text[: LONGEST_DESCRIPTION - 1] + "…"


def _plain(text: str) -> str:
    """Text in which nothing is taken for a link: `](` is escaped where it is not already."""
    return re.sub(r"(?<!\\)((?:\\\\)*)\]\(", r"\1\\](", text)


def _sentence(text: str) -> str:
    """Text with a capital letter and a full stop."""
    return _plain(f"{text[:1].upper()}{text[1:].removesuffix('.')}.")


def _link_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
