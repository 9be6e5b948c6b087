"""Mistakes that end a run: one clear message, what to do about it, and exit status 2."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from blockcheck.cli.colour import in_colour
from blockcheck.config import SettingsError
from blockcheck.reporters.styled import render_lines


class Failure(click.ClickException):
    """Wrong use: shown as `error: …` and a line that says what to do."""

    exit_code = 2

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice

    def show(self, file: IO[Any] | None = None) -> None:
        """Prints it to the standard error."""
        colour = in_colour("auto", sys.stderr)
        lines = [(("error", "error"), (f": {self.message}", ""))]
        lines += [((" help", "help"), (f": {self.advice}", ""))] if self.advice else []
        click.echo(render_lines(lines, colour), file=file, err=True, nl=False, color=colour)


@contextmanager
def mistakes_shown() -> Iterator[None]:
    """Turns what the user has to correct, and what is a fault of blockcheck's own, into a Failure."""
    from blockcheck.catalogue import RuleError
    from blockcheck.findings import InternalError

    try:
        yield
    except InternalError as error:
        raise Failure(str(error), error.help) from None
    except SettingsError as error:
        raise Failure(str(error), error.help) from None
    except RuleError as error:
        raise Failure(str(error)) from None
