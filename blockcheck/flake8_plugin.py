"""The flake8 plugin: each file reports the places in it at which blocking work is started.

flake8 runs every plugin that is installed, whatever is selected: nothing of blockcheck besides this module is imported
until one of its codes can be reported.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from blockcheck import __version__

if TYPE_CHECKING:
    from argparse import Namespace

    from blockcheck.flake8_run import Run

PREFIX = "BLC"

OFF_BY_DEFAULT = ("BLC111", "BLC116")
"""The rules that are off until they are selected; not read from `rules/`, which would take time in every run."""

_LIST = {"comma_separated_list": True}
_FILE = {"normalize_paths": True, "metavar": "FILE"}
OPTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "config": ("A configuration file of blockcheck, in place of the nearest one.", _FILE),
    "src": ("Folders from which imports start.", {**_LIST, "normalize_paths": True, "metavar": "FOLDERS"}),
    "rules": ("Rule files of your own.", {**_LIST, "normalize_paths": True, "metavar": "FILES"}),
    "extend-exclude": ("Files to leave out of the analysis, as in .gitignore.", {**_LIST, "metavar": "PATTERNS"}),
    "include-tests": ("Async tests are entry points, too.", {"action": "store_true", "default": None}),
    "python": (
        "An interpreter or environment whose packages may be read (not used yet).",
        {**_FILE, "metavar": "PATH"},
    ),
    "baseline": ("Accepted findings, if not the .blockcheck-baseline.json above.", _FILE),
}
"""By their names without `--blockcheck-`: what they say of themselves, and how flake8 reads them."""

Violation = tuple[int, int, str, type]
"""Line from 1, column from 0, code and message, and the plugin."""


class Plugin:
    """What flake8 makes for each file."""

    name = "blockcheck"
    version = __version__
    _run: ClassVar[Run | None] = None

    def __init__(self, tree: ast.AST, filename: str, lines: list[str]) -> None:
        self._filename = filename
        self._lines = lines

    @staticmethod
    def add_options(manager: Any) -> None:
        """Tells flake8 the options, and which rules are off by default."""
        manager.extend_default_ignore(OFF_BY_DEFAULT)
        for name, (text, how) in OPTIONS.items():
            manager.add_option(f"--blockcheck-{name}", parse_from_config=True, help=text, **how)

    @classmethod
    def parse_options(cls, options: Namespace) -> None:
        """Begins a run, if it can report anything."""
        cls._run = None
        if _can_report(options):
            from blockcheck.flake8_run import Run

            cls._run = Run(options, OPTIONS)

    def run(self) -> Iterator[Violation]:
        """The places in this file.  Raises flake8's ExecutionError."""
        if self._run is not None:
            for line, column, text in self._run.lines(self._filename, self._lines):
                yield line, column - 1, text, type(self)


def _can_report(options: Namespace) -> bool:
    """Whether flake8 could report any code of ours: its own decision on the prefix, or on a longer selector."""
    from flake8.style_guide import Decision, DecisionEngine

    if DecisionEngine(options).decision_for(PREFIX) is Decision.Selected:
        return True
    return any(selector.startswith(PREFIX) for selector in (*(options.select or ()), *(options.extend_select or ())))
