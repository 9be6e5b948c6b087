"""Reports as text, by the name of the format."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from blockcheck import __version__
from blockcheck.config import OutputFormat
from blockcheck.findings import Report
from blockcheck.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from blockcheck.changes import Changes


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """How to show a report, besides its format.

    `summary` ends formats for people with a sentence on the whole; `texts` are source files that are not on the disk,
    by their names in the report; `folder` is where the report's root lies in the repository; `changes` are the lines of
    the pull request that the report is for.
    """

    colour: bool = False
    summary: bool = True
    texts: dict[str, bytes] = {}
    folder: str = ""
    changes: Changes | None = None


def render(report: Report, format: OutputFormat, look: Look = Look()) -> str:  # noqa: A002, B008 -- frozen
    """The report in a format."""
    return FORMATS[format](report, look)


# A format is imported when it is asked for.


def _full(report: Report, look: Look) -> str:
    from blockcheck.reporters import full

    return full.render(report, Sources(report.root, look.texts), colour=look.colour, summary=look.summary)


def _concise(report: Report, look: Look) -> str:
    from blockcheck.reporters import concise

    return concise.render(report, colour=look.colour, summary=look.summary)


def _json(report: Report, _: Look) -> str:
    from blockcheck.reporters import json

    return json.render(report)


def _github(report: Report, look: Look) -> str:
    from blockcheck.reporters import github

    sources = Sources(report.root, look.texts)
    return github.render(report, sources, changes=look.changes, folder=look.folder, summary=look.summary)


def _sarif(report: Report, look: Look) -> str:
    from blockcheck.catalogue import load_codes
    from blockcheck.reporters import sarif

    return sarif.render(report, load_codes(), __version__, folder=look.folder)


FORMATS: Mapping[OutputFormat, Callable[[Report, Look], str]] = {
    "full": _full,
    "concise": _concise,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
}
