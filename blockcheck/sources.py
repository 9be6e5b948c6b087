"""The lines of source files, for showing them."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Mapping
from pathlib import Path


class Sources:
    """Reads files when their lines are first asked for; `given` holds, by display name, texts that are not on the disk.

    Display names are relative to `root`.  A file that cannot be read has no lines.
    """

    def __init__(self, root: str, given: Mapping[str, bytes] | None = None) -> None:
        self._root = Path(root)
        self._given = given or {}
        self._lines: dict[str, tuple[str, ...]] = {}

    def lines(self, file: str) -> tuple[str, ...]:
        """The lines of a file, without their ends."""
        if file not in self._lines:
            self._lines[file] = self._read(file)
        return self._lines[file]

    def line(self, file: str, number: int) -> str:
        """One line, counted from 1; empty where there is none."""
        lines = self.lines(file)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def _read(self, file: str) -> tuple[str, ...]:
        try:
            source = self._given[file] if file in self._given else (self._root / file).read_bytes()
        except (OSError, ValueError):
            return ()
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        except SyntaxError:
            encoding = "utf-8"
        text = source.decode(encoding, "replace")
        return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
