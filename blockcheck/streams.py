"""Text to a stream, whatever characters its encoding has."""

from __future__ import annotations

from typing import TextIO

PIECE = 1024 * 1024
"""How much of a text is encoded at a time: a large report need not be there twice."""


def write(stream: TextIO, text: str) -> None:
    """Writes the text; what the stream's encoding lacks becomes something like it, or an escape."""
    encoding = stream.encoding or "utf-8"
    stream.writelines(_writable(text[start : start + PIECE], encoding) for start in range(0, len(text), PIECE))
    stream.flush()


def _writable(text: str, encoding: str) -> str:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.replace("→", "->").replace("…", "...").encode(encoding, "backslashreplace").decode(encoding)
    return text
