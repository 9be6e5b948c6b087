"""`blockcheck explain`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from blockcheck import streams
from blockcheck.cli.caching import cache_of, cache_options
from blockcheck.cli.colour import COLOUR, in_colour
from blockcheck.cli.failure import Failure, mistakes_shown
from blockcheck.cli.options import FILES, RULES, settings_of, some_options
from blockcheck.cli.output import tell_versions
from blockcheck.cli.progress import ProgressBar, wanted


@click.command("explain")
@click.argument("place", metavar="FILE:LINE")
@some_options(*RULES, *FILES)
@cache_options
@COLOUR
def command(place: str, **options: Any) -> None:
    """Explain why a line holds up the event loop, or does not.

    Tells where the line runs and which ways lead there, what every name on it stands for and how that is known, which
    calls block, what takes it off the loop, and which comment or setting silences a finding.
    """
    file, line = _parsed(place)
    options["paths"] = (file,)
    settings = settings_of(options).settings
    from blockcheck.analysis import Aid, Request, follow
    from blockcheck.discovery.files import display
    from blockcheck.explain import PlaceError, explain
    from blockcheck.reporters import explanation

    with mistakes_shown(), ProgressBar(wanted(False)) as progress:
        followed = follow(Request(paths=(file,), settings=settings, whole=True), progress, Aid(cache=cache_of(options)))
    tell_versions(followed.report)
    try:
        found = explain(followed, display(str(Path(file).absolute())), line)
    except PlaceError as error:
        raise Failure(str(error), error.help) from None
    streams.write(sys.stdout, explanation.render(found, colour=in_colour(options["colour"], sys.stdout)))


def _parsed(place: str) -> tuple[str, int]:
    """The file and line of `FILE:LINE`, as findings show them: `:COLUMN` may follow."""
    parts = place.split(":")
    while len(parts) > 2 and parts[-1].isdigit() and parts[-2].isdigit():
        parts.pop()
    file, line = ":".join(parts[:-1]), parts[-1]
    if not file or not line.isdigit():
        raise click.UsageError(f"`{place}` is not FILE:LINE, as in `app/main.py:12`")
    if not Path(file).is_file():
        raise Failure(f"{file}: there is no such file", "name a Python file of the project")
    return file, int(line)
