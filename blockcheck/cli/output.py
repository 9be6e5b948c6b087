"""Where a report goes: a stream, or a file that is written at once."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from blockcheck import atomic
from blockcheck.cli.failure import Failure


def check_writable(file: Path) -> None:
    """Raises Failure, before any work is done, for a file that could not be written in the end."""
    if file.is_dir():
        raise Failure(f"--output-file {file}: is a folder", "name a file")
    if not file.absolute().parent.is_dir():
        raise Failure(f"--output-file {file}: there is no folder {file.parent}", "make the folder first")


def write_file(file: Path, text: str, what: str = "--output-file") -> None:
    """Writes the file at once or not at all; a reader never sees half of it.  Raises Failure."""
    try:
        atomic.write(file, text.encode("utf-8"))
    except OSError as error:
        raise Failure(f"{what} {file}: cannot be written: {error.strerror}", "name another file") from None


def write_stream(stream: TextIO, text: str) -> None:
    """Writes to a stream, whatever characters its encoding has."""
    encoding = stream.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.replace("→", "->").replace("…", "...").encode(encoding, "backslashreplace").decode(encoding)
    stream.write(text)
    stream.flush()
