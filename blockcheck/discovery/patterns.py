"""Patterns of files, in the syntax of `.gitignore`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from pathspec import GitIgnoreSpec

ROOT = os.path.abspath(os.sep)
"""Where patterns that stand in no particular folder count from."""


class Patterns:
    """Patterns in the syntax of `.gitignore`, which count from the folder `base` on."""

    def __init__(self, base: str, lines: Iterable[str]) -> None:
        self._start = len(os.path.join(base, ""))
        self._spec = GitIgnoreSpec.from_lines(filter(is_pattern, lines))

    def match(self, path: str, is_folder: bool) -> bool | None:
        """Whether the path, which lies below `base`, is meant; None where no pattern speaks of it."""
        relative = path[self._start :].replace(os.sep, "/")
        return self._spec.check_file(f"{relative}/" if is_folder else relative).include


def is_pattern(line: str) -> bool:
    """Whether git could read the line as a pattern (or as nothing at all)."""
    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True
