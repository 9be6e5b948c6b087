"""Where a report goes: a stream, or a file that is written at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TextIO

from blockcheck.cli.failure import Failure


def check_writable(file: Path) -> None:
    """Raises Failure, before any work is done, for a file that could not be written in the end."""
    if file.is_dir():
        raise Failure(f"--output-file {file}: is a folder", "name a file")
    if not file.absolute().parent.is_dir():
        raise Failure(f"--output-file {file}: there is no folder {file.parent}", "make the folder first")


def write_file(file: Path, text: str) -> None:
    """Writes the file at once or not at all; a reader never sees half of it.  Raises Failure."""
    target = Path(os.path.realpath(file))
    try:
        if target.exists() and not target.is_file():  # a device or a pipe cannot be replaced
            target.write_text(text, encoding="utf-8")
            return
        draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        try:
            draft.write_text(text, encoding="utf-8", newline="\n")
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise Failure(f"--output-file {file}: cannot be written: {error.strerror}", "name another file") from None


def write_stream(stream: TextIO, text: str) -> None:
    """Writes to a stream, whatever characters its encoding has."""
    encoding = stream.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.replace("→", "->").replace("…", "...").encode(encoding, "backslashreplace").decode(encoding)
    stream.write(text)
    stream.flush()
