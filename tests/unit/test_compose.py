"""Findings in words: sentences, code texts, and identities that survive line moves."""

from __future__ import annotations

import pytest

from blockcheck.compose import MAX_CODE, shortened, source_text
from blockcheck.facts import Span
from tests.unit.engine import finding_of, findings_of

TEXT = "import time\nasync def main(): time.sleep(1)\n"


def test_the_message_says_what_blocks_and_why() -> None:
    finding = finding_of("import requests as r\nasync def main(): r.get('x')\n")

    assert finding.message.startswith("`requests.get` blocks the event loop: it ")
    assert not finding.message.endswith(".")
    assert (finding.sink, finding.function, finding.name) == ("requests.get", "app.main", "blocking-http")


def test_names_are_those_that_people_write() -> None:
    finding = finding_of("from sqlalchemy.orm import Session\nasync def main(s: Session): s.commit()\n")

    assert finding.sink == "sqlalchemy.orm.Session.commit"


@pytest.mark.parametrize(
    "changed",
    [
        "# a comment\n\n\n" + TEXT,
        TEXT.replace("time.sleep(1)", "\n    time.sleep( 1 )"),
        TEXT + "def other(): ...\n",
        TEXT.replace("import time", "import time as clock").replace("time.sleep", "clock.sleep"),
    ],
    ids=["moved", "laid out", "more code", "another name"],
)
def test_fingerprints_survive(changed: str) -> None:
    assert finding_of(changed).fingerprint == finding_of(TEXT).fingerprint


@pytest.mark.parametrize(
    "changed",
    [TEXT.replace("main", "other"), TEXT.replace("time.sleep(1)", "__import__('os'); import os; os.system('ls')")],
    ids=["another function", "another call"],
)
def test_fingerprints_tell_apart(changed: str) -> None:
    assert finding_of(changed).fingerprint != finding_of(TEXT).fingerprint


def test_several_alike_in_one_function_are_counted() -> None:
    twice = "import time\nasync def main():\n    time.sleep(1)\n    time.sleep(2)\n"
    first, second = findings_of(twice)

    assert first.fingerprint != second.fingerprint
    assert first.fingerprint == finding_of(TEXT).fingerprint


def test_findings_come_by_severity_then_place() -> None:
    files = {
        "b.py": "import time\nasync def main():\n    open('x')\n    time.sleep(1)\n",
        "a.py": "import time\nasync def main():\n    open('x')\n    time.sleep(1)\n",
    }

    assert [(finding.file, finding.line) for finding in findings_of(files)] == [
        ("a.py", 4), ("b.py", 4), ("a.py", 3), ("b.py", 3),
    ]  # fmt: skip


LINES = ["value = load(", "    'a',", "    [ 1 ],", ")  # done", "", "é = f(é)"]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(1, 9, 4, 2), "load('a', [1],)"),
        (Span(1, 1, 1, 6), "value"),
        (Span(6, 5, 6, 9), "f(é)"),
        (Span(5, 1, 5, 1), ""),
        (Span(9, 1, 9, 5), ""),
    ],
)
def test_source_text_is_one_line(span: Span, expected: str) -> None:
    assert source_text(LINES, span) == expected


def test_long_texts_are_shortened() -> None:
    assert shortened("a" * MAX_CODE) == "a" * MAX_CODE
    assert shortened("a" * (MAX_CODE + 1)) == "a" * (MAX_CODE - 1) + "…"
