"""SARIF documents are valid, say what the report says, and stay within what GitHub takes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blockcheck.catalogue.schema import Code
from blockcheck.facts import Problem
from blockcheck.findings import Boundary, Confidence, Edit, EntryPoint, Finding, Fix, Report, Severity, Step
from blockcheck.reporters import sarif

SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA)

HTTP = Code(
    code="BLC102",
    name="blocking-http",
    severity="error",
    summary="an HTTP request blocks the event loop",
    what="Finds HTTP requests that wait.",
    why="Nothing else runs meanwhile.",
    example="requests.get(url)\n",
    instead="await client.get(url)\n",
    references=("https://www.python-httpx.org/async/",),
)
CALL = Step(
    file="feed.py", line=7, column=12, end_line=7, end_column=29, function="feed.read", code="requests.get(url)"
)
START = Step(file="app.py", line=12, column=5, end_line=12, end_column=11, function="app.news", code="read()")
NEWS = EntryPoint(label="GET /news", file="app.py", line=10, function="app.news")
HOME = EntryPoint(label="GET /", file="app.py", line=20, function="app.home")
FINDING = Finding(
    file="feed.py",
    line=7,
    column=12,
    end_line=7,
    end_column=29,
    rule="BLC102",
    name="blocking-http",
    severity=Severity.ERROR,
    confidence=Confidence.CERTAIN,
    function="feed.read",
    code="requests.get(url)",
    sink="requests.get",
    message="`requests.get` blocks the event loop: it waits for the server's answer",
    advice="use `httpx.AsyncClient`",
    fingerprint="0123456789abcdef",
    boundaries=(
        Boundary(
            file="app.py",
            line=12,
            column=5,
            end_line=12,
            end_column=11,
            function="app.news",
            entry_points=(NEWS, HOME),
            path=(START, CALL),
        ),
    ),
)


def run_of(report: Report) -> dict[str, Any]:
    """The one run of a report's document, which is valid."""
    document = json.loads(sarif.render(report, [HTTP], "1.2.3"))
    VALIDATOR.validate(document)
    run: dict[str, Any] = document["runs"][0]
    return run


def result_of(finding: Finding) -> dict[str, Any]:
    result: dict[str, Any]
    (result,) = run_of(Report(root=".", findings=(finding,)))["results"]
    return result


def spot(location: dict[str, Any]) -> tuple[str, int]:
    physical = location["physicalLocation"]
    return physical["artifactLocation"]["uri"], physical["region"]["startLine"]


def test_an_empty_report_is_a_run_without_results() -> None:
    run = run_of(Report(root="."))
    assert run["results"] == []
    assert run["tool"]["driver"]["semanticVersion"] == "1.2.3"


def test_a_result_stands_at_the_cause() -> None:
    result = result_of(FINDING)
    (location,) = result["locations"]

    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("BLC102", 0, "error")
    assert location["physicalLocation"]["artifactLocation"] == {"uri": "feed.py", "uriBaseId": "%SRCROOT%"}
    assert location["physicalLocation"]["region"] == {
        "startLine": 7,
        "startColumn": 12,
        "endLine": 7,
        "endColumn": 29,
        "snippet": {"text": "requests.get(url)"},
    }
    assert result["partialFingerprints"]["primaryLocationLineHash"] == "0123456789abcdef"


def test_the_message_links_the_first_entry_point() -> None:
    result = result_of(FINDING)

    assert result["message"]["text"] == (
        "`requests.get` blocks the event loop: it waits for the server's answer. "
        "Reached from [GET /news](1) and 1 more. Use `httpx.AsyncClient`."
    )
    assert [(related["id"], spot(related)) for related in result["relatedLocations"]] == [
        (1, ("app.py", 10)),
        (2, ("app.py", 20)),
    ]


def test_the_path_goes_from_the_entry_point_to_the_cause() -> None:
    (flow,) = result_of(FINDING)["codeFlows"]
    locations = [step["location"] for step in flow["threadFlows"][0]["locations"]]

    assert [(spot(location), location["message"]["text"]) for location in locations] == [
        (("app.py", 10), "GET /news"),
        (("app.py", 12), "read()"),
        (("feed.py", 7), "requests.get blocks here"),
    ]


def test_fixes_are_edits_of_files() -> None:
    edit = Edit(file="app.py", line=11, column=1, end_line=11, end_column=7, replacement="")
    fixes = (Fix(title="make `news` a plain `def`", safe=True, edits=(edit,)), Fix(title="use an async client"))
    (fix,) = result_of(msgspec.structs.replace(FINDING, fixes=fixes))["fixes"]

    (change,) = fix["artifactChanges"]
    assert change["replacements"][0]["deletedRegion"]["endColumn"] == 7


def test_rules_carry_their_page() -> None:
    (rule,) = run_of(Report(root="."))["tool"]["driver"]["rules"]

    assert rule["defaultConfiguration"] == {"level": "error", "enabled": True}
    assert "```python\nawait client.get(url)\n```" in rule["help"]["markdown"]


def test_problems_are_notifications() -> None:
    problem = Problem(file="old.py", line=3, code="BLC901", message="Not Python 3", help="Exclude the file.")
    (note,) = run_of(Report(root=".", problems=(problem,)))["invocations"][0]["toolExecutionNotifications"]

    assert note["message"]["text"] == "Not Python 3. Exclude the file."
    assert spot(note["locations"][0]) == ("old.py", 3)


def test_what_github_would_drop_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 2)
    run = run_of(Report(root=".", findings=(FINDING,) * 5))

    assert len(run["results"]) == 2
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("3 more findings are left out")


def test_a_cause_with_very_many_paths_stays_within_the_limits() -> None:
    entries = [msgspec.structs.replace(NEWS, line=line) for line in range(1, 1500)]
    boundaries = tuple(msgspec.structs.replace(FINDING.boundaries[0], entry_points=(entry,)) for entry in entries)
    result = result_of(msgspec.structs.replace(FINDING, boundaries=boundaries))
    flows = [flow["threadFlows"][0]["locations"] for flow in result["codeFlows"]]

    assert sum(map(len, flows)) == 999
    assert len(result["relatedLocations"]) == 100
    assert "and 1498 more" in result["message"]["text"]


def test_a_file_outside_the_root_has_an_absolute_uri() -> None:
    outside = Path(__file__).resolve()
    result = result_of(msgspec.structs.replace(FINDING, file=str(outside)))

    assert spot(result["locations"][0])[0] == outside.as_uri()


def test_places_are_told_from_the_top_of_the_repository() -> None:
    document = json.loads(sarif.render(Report(root=".", findings=(FINDING,)), [HTTP], "1.2.3", folder="my app"))
    (result,) = document["runs"][0]["results"]

    assert spot(result["locations"][0]) == ("my%20app/feed.py", 7)
    assert spot(result["codeFlows"][0]["threadFlows"][0]["locations"][0]["location"]) == ("my%20app/app.py", 10)


def links(text: str) -> int:
    """How many links a reader of the message sees."""
    return re.sub(r"\\.", "_", text, flags=re.DOTALL).count("](")


hostile = st.text(min_size=1) | st.text(alphabet="[](\\)a/%:", min_size=1)


@given(hostile.filter(lambda name: not name.startswith("/")), hostile, hostile)
def test_names_from_elsewhere_cannot_forge_anything(file: str, label: str, message: str) -> None:
    entry = msgspec.structs.replace(NEWS, label=label)
    boundary = msgspec.structs.replace(FINDING.boundaries[0], entry_points=(entry,))
    result = result_of(msgspec.structs.replace(FINDING, file=file, message=message, boundaries=(boundary,)))

    uri = spot(result["locations"][0])[0]
    assert unquote(uri) == file
    assert re.fullmatch(r"[\w.~/%-]+", uri, re.ASCII)
    assert links(result["message"]["text"]) == 1
    assert links(result["codeFlows"][0]["threadFlows"][0]["locations"][0]["location"]["message"]["text"]) == 0
