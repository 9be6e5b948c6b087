"""A report to where it goes: the standard output or a file, in a format, and to the pages that GitHub shows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from blockcheck import streams
from blockcheck.cli import github
from blockcheck.cli.colour import Colour, in_colour
from blockcheck.cli.output import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from blockcheck.config import OutputFormat
    from blockcheck.findings import Report


class Printing(msgspec.Struct, frozen=True, kw_only=True):
    """How a report is printed; an empty format is chosen by itself, `file` is where it goes in place of the screen."""

    output_format: OutputFormat | Literal[""] = ""
    file: Path | None = None
    colour: Colour = "auto"
    summary: bool = True
    statistics: bool = False
    texts: Mapping[str, bytes] = {}

    def chosen(self) -> OutputFormat:
        """The format that was asked for; in a GitHub workflow, its annotations, if they go where it reads them."""
        if self.output_format:
            return self.output_format
        return "github" if github.in_workflow() and self.file is None else "full"


def print_report(report: Report, how: Printing) -> str:
    """Prints a report, and adds it to the summary of a GitHub job; its text.

    Raises Failure where its file cannot be written.
    """
    text = _statistics(report, how) if how.statistics else _findings(report, how)
    if how.file is None:
        streams.write(sys.stdout, _inert(text, how) if github.in_workflow() else text)
    else:
        write_file(how.file, text)
    if how.chosen() == "github" and (trouble := github.write_summary(report)):
        streams.write(sys.stderr, f"warning: {trouble}\n")
    return text


def _findings(report: Report, how: Printing) -> str:
    from blockcheck.reporters import Look, render

    look = Look(
        colour=_colour(how),
        summary=how.summary,
        texts=dict(how.texts),
        folder=github.folder_in_workspace(report.root),
        changes=github.proposed_changes() if how.chosen() == "github" else None,
    )
    return render(report, how.chosen(), look)


def _inert(text: str, how: Printing) -> str:
    """The text without what GitHub takes for a command wherever in a line of the log it stands."""
    if how.chosen() == "github":  # which sees to it by itself
        return text
    return text.replace("##[", "\\u0023#[" if how.chosen() in ("json", "sarif") else "# #[")


def _statistics(report: Report, how: Printing) -> str:
    from blockcheck.reporters import statistics

    as_json = how.chosen() in ("json", "sarif")
    return statistics.render_json(report) if as_json else statistics.render(report, colour=_colour(how))


def _colour(how: Printing) -> bool:
    return how.colour == "always" if how.file else in_colour(how.colour, sys.stdout)
