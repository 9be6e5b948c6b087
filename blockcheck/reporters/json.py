"""The report as a JSON document (`docs/report.schema.json`), and back."""

from __future__ import annotations

import json
import re
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from blockcheck.facts import Problem
from blockcheck.findings import Accepted, Finding, Report, Summary, Unresolved

VERSION: Literal[1] = 1
_NO_FINDINGS = '"findings": []'
_BEYOND_ASCII = re.compile("[^\n -~]")


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What is written: the report without the folder that it was made in."""

    version: Literal[1]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    unresolved: tuple[Unresolved, ...] | UnsetType = UNSET
    """Only where it was asked for and there is something to list."""
    resolved: tuple[Accepted, ...] | UnsetType = UNSET
    """Only where the baseline has something that is not found any more."""
    summary: Summary


def render(report: Report) -> str:
    """The report as an indented JSON document."""
    frame = Document(
        version=VERSION,
        findings=(),
        problems=report.problems,
        unresolved=report.unresolved or UNSET,
        resolved=report.resolved or UNSET,
        summary=report.summary,
    )
    # One finding after the other: of a large report there is never a second copy.
    before, empty, after = encoded(frame).partition(_NO_FINDINGS)
    if not report.findings:
        return before + empty + after
    findings = ",\n    ".join(_text(finding).replace("\n", "\n    ") for finding in report.findings)
    return f"{before}{empty[:-1]}\n    {findings}\n  ]{after}"


def encoded(data: object) -> str:
    """Frozen data as indented JSON, in which no text of the analysed code steers a terminal."""
    return _text(data) + "\n"


def _text(data: object) -> str:
    text = msgspec.json.format(msgspec.json.encode(data), indent=2).decode()
    return _BEYOND_ASCII.sub(_printable, text)


def read(text: str | bytes, root: str) -> Report:
    """The report that a document was made from; its paths are relative to `root`.

    Raises msgspec.DecodeError for a text that is no such document.
    """
    document = msgspec.json.decode(text, type=Document)
    return Report(
        root=root,
        findings=document.findings,
        problems=document.problems,
        unresolved=document.unresolved or (),
        resolved=document.resolved or (),
        summary=document.summary,
    )


def _printable(match: re.Match[str]) -> str:
    """A character, or its JSON escape where it could steer a terminal."""
    return match[0] if match[0].isprintable() else json.dumps(match[0])[1:-1]
