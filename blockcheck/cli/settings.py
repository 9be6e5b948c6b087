"""`blockcheck config`."""

from __future__ import annotations

from typing import Any

import click

from blockcheck.cli.options import settings_of, settings_options


@click.command("config")
@settings_options
def command(**options: Any) -> None:
    """Show the settings in force for PATHS, and where each of them comes from."""
    from blockcheck.config import show

    click.echo(show(settings_of(options)), nl=False)
