"""The options that say where results are kept for later runs, and the cache that they come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from blockcheck.cache import FOLDER, VARIABLE, Cache, open_cache
from blockcheck.cli.options import start_of
from blockcheck.project import project_folder
from blockcheck.replay import FOLDER_OPTION

Command = TypeVar("Command", bound=Callable[..., Any])

CACHE_DIR = click.option(
    FOLDER_OPTION,
    metavar="FOLDER",
    envvar=VARIABLE,
    help=f"Where to keep results for later runs, if not in {FOLDER} beside the project.",
)
_NO_CACHE = click.option("-n", "--no-cache", is_flag=True, help="Neither read nor write the cache.")


def cache_options(command: Command) -> Command:
    """Adds the options to a command."""
    return CACHE_DIR(_NO_CACHE(command))


def cache_of(options: dict[str, Any]) -> Cache | None:
    """The cache for the paths of a command line; None where it was not wanted, or cannot be."""
    if options["no_cache"]:
        return None
    return open_cache(
        project_folder(start_of(options["paths"], options.get("stdin_filename"))), options["cache_dir"] or ""
    )
