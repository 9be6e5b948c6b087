"""`blockcheck routes`."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Any

import click

from blockcheck import streams
from blockcheck.cli.caching import cache_of, cache_options
from blockcheck.cli.colour import COLOUR, in_colour
from blockcheck.cli.failure import mistakes_shown
from blockcheck.cli.options import FILES, PATHS, RULES, settings_of, some_options
from blockcheck.cli.output import tell_versions
from blockcheck.cli.progress import ProgressBar, wanted

if TYPE_CHECKING:
    from blockcheck.routes import Route

_FORMATS = ("table", "json", "markdown", "csv")
_BLOCKS = "blocks the loop"
_VERDICTS = ("ok", _BLOCKS, "blocks", "threadpool")


@click.command("routes")
@PATHS
@click.option(
    "--verdict", "verdicts", multiple=True, type=click.Choice(_VERDICTS), help="Only routes with this verdict."
)
@click.option("--output-format", "chosen", type=click.Choice(_FORMATS), default="table", help="How to print them.")
@some_options(*RULES, *FILES)
@cache_options
@COLOUR
def command(verdicts: tuple[str, ...], chosen: str, **options: Any) -> None:
    """List the endpoints in PATHS: where each runs, whether it holds up the event loop, and the step to take.

    Flask and WSGI endpoints are listed as well: they are still to move.
    """
    settings = settings_of(options).settings
    from blockcheck.analysis import Aid, Request, follow
    from blockcheck.routes import inventory

    with mistakes_shown(), ProgressBar(wanted(False)) as progress:
        followed = follow(
            Request(paths=options["paths"] or (".",), settings=settings, whole=True),
            progress,
            Aid(cache=cache_of(options)),
        )
    tell_versions(followed.report)
    asked = {_BLOCKS if verdict == "blocks" else verdict for verdict in verdicts}
    routes = [route for route in inventory(followed) if not asked or route.verdict in asked]
    streams.write(sys.stdout, _text(routes, chosen, in_colour(options["colour"], sys.stdout)))


def _text(routes: list[Route], chosen: str, colour: bool) -> str:
    from blockcheck.reporters import routes as reporter

    if chosen == "json":
        return reporter.as_json(routes)
    if chosen == "markdown":
        return reporter.as_markdown(routes)
    if chosen == "csv":
        return reporter.as_csv(routes)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    return reporter.table(routes, colour=colour, width=width)
