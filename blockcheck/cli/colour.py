"""Whether to print in colour."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Literal, TextIO, get_args

import click

Colour = Literal["auto", "always", "never"]

COLOUR = click.option(
    "--color", "colour", type=click.Choice(get_args(Colour)), default="auto", help="Whether to print in colour."
)


def in_colour(wanted: Colour, stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to colour what goes to a stream: as the user says, as the environment says, or on a terminal."""
    if wanted != "auto":
        return wanted == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] != "0"
    return stream.isatty() and environment.get("TERM") != "dumb"
