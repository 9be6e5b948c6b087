"""The command line: what was typed to settings, an analysis, and its report."""

from __future__ import annotations

from collections.abc import Sequence

import click

from blockcheck import __version__
from blockcheck.cli import baseline, catalogue, check, clean, explain, graph, report, routes, rule, settings

HELP = {"help_option_names": ["-h", "--help"]}


@click.group(context_settings=HELP)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def cli() -> None:
    """Find the blocking calls that asyncio code reaches, through the whole program.

    Nothing that is analysed is imported or run, and its dependencies need not be installed.
    """


cli.add_command(check.command)
cli.add_command(baseline.command)
cli.add_command(catalogue.command)
cli.add_command(clean.command)
cli.add_command(explain.command)
cli.add_command(graph.command)
cli.add_command(report.command)
cli.add_command(routes.command)
cli.add_command(rule.command)
cli.add_command(settings.command)


def run(arguments: Sequence[str]) -> None:
    """Run the command line of this process; raises SystemExit at its end."""
    cli(list(arguments), prog_name="blockcheck", obj=tuple(arguments))
