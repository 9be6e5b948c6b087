"""Files that a command writes: at once or not at all, or with one clear message."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from blockcheck import atomic, streams
from blockcheck.cli.failure import Failure
from blockcheck.streams import PIECE

if TYPE_CHECKING:
    from blockcheck.findings import Report


def check_writable(file: Path) -> None:
    """Raises Failure, before any work is done, for a file that could not be written in the end."""
    if file.is_dir():
        raise Failure(f"--output-file {file}: is a folder", "name a file")
    if not file.absolute().parent.is_dir():
        raise Failure(f"--output-file {file}: there is no folder {file.parent}", "make the folder first")


def write_file(file: Path, text: str, what: str = "--output-file") -> None:
    """Writes the file at once or not at all; a reader never sees half of it.  Raises Failure."""
    try:
        pieces = (text[start : start + PIECE] for start in range(0, len(text), PIECE))
        atomic.write(file, (piece.encode("utf-8") for piece in pieces))
    except OSError as error:
        raise Failure(f"{what} {file}: cannot be written: {error.strerror}", "name another file") from None


def tell_versions(report: Report) -> None:
    """Tells which versions were assumed, to those who asked for more, and which files could not be read for them."""
    from blockcheck.reporters.styled import printable

    for assumed in report.assumed:
        logging.getLogger("blockcheck").debug("rules for %s", printable(assumed))
    for warning in report.warnings:
        streams.write(sys.stderr, f"warning: {printable(warning)}\n")
