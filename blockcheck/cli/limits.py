"""The options that limit a report: to what a baseline does not have, to what changes touch."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from blockcheck.cli.failure import mistakes_shown
from blockcheck.cli.options import STDIN, start_of
from blockcheck.config import Settings, SettingsError
from blockcheck.disk import Disk

if TYPE_CHECKING:
    from blockcheck.baseline import Baseline
    from blockcheck.changes import Changes

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--no-baseline", is_flag=True, help="Report what the baseline has, too."),
    click.option(
        "--since",
        metavar="REVISION",
        help="Report what concerns lines that were touched since then: the start, the end or a call between them.",
    ),
    click.option("--diff", metavar="FILE", help="The same for the lines that a diff touches; - reads it from stdin."),
)


def limits(command: Command) -> Command:
    """Adds the options to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def baseline_of(options: dict[str, Any], settings: Settings, disk: Disk) -> Baseline | None:
    """The baseline that holds for the paths of a command line.  Raises Failure."""
    from blockcheck.baseline import read_baseline

    file = baseline_file(options, settings, disk)
    if file is None or options["no_baseline"]:
        return None
    with mistakes_shown():
        return read_baseline(file, disk)


def baseline_file(options: dict[str, Any], settings: Settings, disk: Disk | None = None) -> Path | None:
    """The file that the settings name, or the nearest one above the first path."""
    from blockcheck.baseline import find_baseline

    if settings.baseline or options["isolated"]:
        return Path(settings.baseline) if settings.baseline else None
    return find_baseline(start_of(options["paths"], options.get("stdin_filename"), disk), disk)


def changes_of(options: dict[str, Any]) -> Changes | None:
    """The lines that a report is limited to, where it is.  Raises Failure and UsageError."""
    from blockcheck.changes import changes_in
    from blockcheck.revisions import changes_since

    since, diff = options["since"], options["diff"]
    if since is None and diff is None:
        return None
    if since is not None and diff is not None:
        raise click.UsageError("--since and --diff exclude each other")
    if STDIN in options["paths"]:
        raise click.UsageError("--since and --diff speak of files: give paths, not the text of one")
    with mistakes_shown():
        if diff is None:
            return changes_since(since, Path(start_of(options["paths"], None)).absolute())
        name = "the diff on the standard input" if diff == STDIN else f"--diff {diff}"
        return changes_in(_read(diff), Path.cwd(), name)


def _read(diff: str) -> str:
    try:
        data = sys.stdin.buffer.read() if diff == STDIN else Path(diff).read_bytes()
    except OSError as error:
        raise SettingsError(f"--diff {diff}: cannot be read: {error.strerror}", "name a file that exists") from None
    return data.decode("utf-8-sig", "surrogateescape")
