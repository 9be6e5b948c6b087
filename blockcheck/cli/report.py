"""`blockcheck report`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from blockcheck.cli.colour import COLOUR
from blockcheck.cli.failure import Failure
from blockcheck.cli.options import STDIN
from blockcheck.cli.output import check_writable
from blockcheck.cli.printing import Printing, print_report
from blockcheck.config import OutputFormat

if TYPE_CHECKING:
    from blockcheck.findings import Report


@click.command("report")
@click.argument("file", type=click.Path())
@click.option("--output-format", type=click.Choice(get_args(OutputFormat)), help="How to print findings.")
@click.option("-o", "--output-file", type=click.Path(path_type=Path), help="Write the report into this file.")
@click.option("--statistics", is_flag=True, help="Print how often each rule was found instead of the findings.")
@COLOUR
@click.option("-q", "--quiet", is_flag=True, help="Print findings and nothing else.")
def command(file: str, **options: Any) -> None:
    """Print the report in FILE, which `blockcheck check --output-format json` has written, in another format.

    So one analysis can give annotations, a file for code scanning and a list for people.  Run it in the folder that the
    report was made in.  `-` reads the report from the standard input.
    """
    if options["output_file"] is not None:
        check_writable(options["output_file"])
    how = Printing(
        output_format=options["output_format"] or "",
        file=options["output_file"],
        colour=options["colour"],
        summary=not options["quiet"],
        statistics=options["statistics"],
    )
    print_report(_read(file), how)


def _read(file: str) -> Report:
    import msgspec

    from blockcheck.reporters import json

    try:
        text = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
    except OSError as error:
        raise Failure(f"{file}: cannot be read: {error.strerror}", "name a file that exists") from None
    try:
        return json.read(text, str(Path.cwd()))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        advice = "make it with `blockcheck check --output-format json --output-file FILE`"
        raise Failure(f"{file}: is no report: {error}", advice) from None
