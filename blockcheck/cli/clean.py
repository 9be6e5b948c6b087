"""`blockcheck clean`."""

from __future__ import annotations

from typing import Any

import click

from blockcheck.cache.place import clean
from blockcheck.cli.caching import CACHE_DIR
from blockcheck.cli.failure import Failure
from blockcheck.cli.options import PATHS, start_of
from blockcheck.project import project_folder


@click.command("clean")
@PATHS
@CACHE_DIR
def command(**options: Any) -> None:
    """Remove what earlier runs on PATHS have kept.  The next run takes longer, and finds the same."""
    from blockcheck.discovery.files import display

    project = project_folder(start_of(options["paths"], None))
    try:
        removed = clean(project, options["cache_dir"] or "")
    except OSError as error:
        raise Failure(f"{error.filename}: cannot be removed: {error.strerror}", "remove the folder by hand") from None
    for folder, files, size in removed:
        click.echo(f"Removed {display(folder)}: {files} files, {size / 1024 / 1024:.1f} MB.")
    if not removed:
        click.echo(f"There is nothing to remove for {display(project) if options['paths'] else 'this project'}.")
