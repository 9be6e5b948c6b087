"""A report to where it goes: the standard output or a file, in a format, and to the pages that GitHub shows."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from blockcheck.cli.colour import Colour, in_colour
from blockcheck.cli.output import write_file, write_stream

if TYPE_CHECKING:
    from collections.abc import Mapping

    from blockcheck.config import OutputFormat
    from blockcheck.findings import Report
    from blockcheck.reporters import Look


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
        return "github" if os.environ.get("GITHUB_ACTIONS") == "true" and self.file is None else "full"


def print_report(report: Report, how: Printing) -> None:
    """Prints a report.  Raises Failure where its file cannot be written."""
    text = _statistics(report, how) if how.statistics else _findings(report, how)
    if how.file is None:
        write_stream(sys.stdout, text)
    else:
        write_file(how.file, text)


def _findings(report: Report, how: Printing) -> str:
    from blockcheck.reporters import render

    return render(report, how.chosen(), _look(report, how))


def _look(report: Report, how: Printing) -> Look:
    from blockcheck.reporters import Look

    return Look(
        colour=_colour(how), summary=how.summary, texts=dict(how.texts), folder=_folder_in_workspace(report.root)
    )


def _statistics(report: Report, how: Printing) -> str:
    from blockcheck.reporters import statistics

    as_json = how.chosen() in ("json", "sarif")
    return statistics.render_json(report) if as_json else statistics.render(report, colour=_colour(how))


def _colour(how: Printing) -> bool:
    return how.colour == "always" if how.file else in_colour(how.colour, sys.stdout)


def _folder_in_workspace(root: str) -> str:
    """Where a folder lies in the repository that a GitHub workflow has checked out."""
    workspace = os.environ.get("GITHUB_WORKSPACE", "")
    if not workspace or not Path(root).is_relative_to(workspace) or root == workspace:
        return ""
    return Path(root).relative_to(workspace).as_posix()
