"""`blockcheck graph`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import click

from blockcheck import streams
from blockcheck.cli.caching import cache_of, cache_options
from blockcheck.cli.failure import Failure, mistakes_shown
from blockcheck.cli.options import FILES, PATHS, settings_of, some_options
from blockcheck.cli.progress import ProgressBar, wanted
from blockcheck.config import did_you_mean, nearest_name

if TYPE_CHECKING:
    from blockcheck.graphs import Graph, UnknownName
    from blockcheck.reach import Search

_FORMATS = ("json", "dot", "mermaid", "svg")


@click.command("graph")
@PATHS
@click.option("--from", "start", metavar="NAME", help="Only what runs from this route (`GET /users`) or function.")
@click.option("--to", "target", metavar="NAME", help="Only what leads to this blocking call, rule or function.")
@click.option("--all", "every", is_flag=True, help="Every function, module bodies included.")
@click.option("--output-format", "chosen", type=click.Choice(_FORMATS), default="json", help="How to print it.")
@some_options(*FILES)
@cache_options
def command(start: str | None, target: str | None, every: bool, chosen: str, **options: Any) -> None:
    """Show the call graph of PATHS as blockcheck sees it: what calls what, where it runs, and what blocks.

    By itself it has what entry points reach; with --all, every function.  NAME is a function's name with or without
    its module; for blocking calls `*` stands for any part of a name.
    """
    settings = settings_of(options).settings
    if chosen == "svg" and shutil.which("dot") is None:
        raise Failure("--output-format svg needs the program `dot`", "install Graphviz, or take dot or mermaid")
    from blockcheck.analysis import Aid, Request, follow

    with mistakes_shown(), ProgressBar(wanted(False)) as progress:
        followed = follow(
            Request(paths=options["paths"] or (".",), settings=settings, whole=True),
            progress,
            Aid(cache=cache_of(options)),
        )
    graph = _chosen(followed.search, start, target, every)
    streams.write(sys.stdout, _text(graph, chosen))


def _chosen(search: Search, start: str | None, target: str | None, every: bool) -> Graph:
    from blockcheck.graphs import UnknownName, leading_to, reached, whole_graph

    graph = whole_graph(search)
    try:
        if start is not None or not every:
            graph = reached(graph, start or "")
        return graph if target is None else leading_to(graph, target)
    except UnknownName as error:
        raise Failure(f"nothing is called `{error.name}`", _advice(error)) from None


def _advice(error: UnknownName) -> str:
    if nearest_name(error.name, error.known):
        return did_you_mean(error.name, error.known)
    return "`blockcheck graph --all` lists every name" if error.known else "there is nothing to choose from"


def _text(graph: Graph, chosen: str) -> str:
    from blockcheck.reporters import graph as reporter

    if chosen == "json":
        return reporter.as_json(graph)
    if chosen == "mermaid":
        return reporter.as_mermaid(graph)
    dot = reporter.as_dot(graph)
    return dot if chosen == "dot" else _drawn(dot)


def _drawn(dot: str) -> str:
    drawn = subprocess.run(["dot", "-Tsvg"], input=dot, capture_output=True, encoding="utf-8", check=False)
    if drawn.returncode:
        raise Failure(f"`dot` failed: {drawn.stderr.strip()}", "take --output-format dot, and draw it by hand")
    return drawn.stdout
