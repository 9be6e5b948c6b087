"""`blockcheck catalogue`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from blockcheck import streams
from blockcheck.cli.colour import COLOUR, in_colour
from blockcheck.cli.failure import Failure, mistakes_shown
from blockcheck.cli.options import some_options
from blockcheck.config import load_settings


@click.command("catalogue")
@click.argument("name", required=False)
@click.option("--statistics", is_flag=True, help="Count libraries and blocking names, by rule and folder.")
@click.option("--output-format", "chosen", type=click.Choice(("text", "json")), default="text", help="How to print it.")
@some_options("config", "isolated")
@COLOUR
def command(name: str | None, statistics: bool, chosen: str, **options: Any) -> None:
    """Tell what is known of NAME, as in `requests.get`, `redis.Redis` or `boto3`.

    Whether it blocks, why, and what to use instead; what it returns; where it runs what it is handed; and which file
    of rules says so, your own included.
    """
    if (name is None) is not statistics:
        raise click.UsageError("name one thing, or ask for --statistics")
    from blockcheck.catalogue import load_catalogue
    from blockcheck.catalogue.origins import Origins

    with mistakes_shown():
        settings = load_settings(".", config=options["config"], isolated=options["isolated"]).settings
        own = [Path(file) for file in settings.rules]
        catalogue, origins = load_catalogue(None, own), Origins(own)
    colour = in_colour(options["colour"], sys.stdout)
    text = (
        _counts(catalogue, origins, chosen, colour) if name is None else _name(name, catalogue, origins, chosen, colour)
    )
    streams.write(sys.stdout, text)


def _counts(catalogue: Any, origins: Any, chosen: str, colour: bool) -> str:
    from blockcheck.catalogue.counts import count
    from blockcheck.reporters import catalogue as reporter

    counts = count(catalogue, origins)
    names = {code.code: code.name for code in catalogue.codes.values()}
    return reporter.as_json(counts) if chosen == "json" else reporter.statistics(counts, names, colour=colour)


def _name(name: str, catalogue: Any, origins: Any, chosen: str, colour: bool) -> str:
    from blockcheck.catalogue.knowledge import knowledge_of, near_names
    from blockcheck.reporters import catalogue as reporter

    known = knowledge_of(name, catalogue, origins)
    if known is None:
        near = near_names(name, catalogue, origins)
        shown = " or ".join(f"`{each}`" for each in near)
        advice = f"did you mean {shown}?" if near else "docs/custom-rules.md tells how to declare it"
        raise Failure(f"nothing is known of `{name}`", advice)
    return reporter.as_json(known) if chosen == "json" else reporter.render(known, colour=colour)
