"""One run of flake8: its options to an analysis, which is made once for all its processes, and read by file.

blockcheck's settings and the options of the plugin say what is analysed; flake8's own `select`, `ignore`,
`per-file-ignores` and `noqa` say what of it is reported.
"""

from __future__ import annotations

import io
import os
import tokenize
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from flake8.exceptions import ExecutionError
from flake8.style_guide import Decision, DecisionEngine, Selected

from blockcheck.analysis import Request
from blockcheck.baseline import find_baseline, read_baseline
from blockcheck.cache import VARIABLE, open_cache
from blockcheck.catalogue import RuleError, load_codes
from blockcheck.config import PartialSettings, Settings, SettingsError, load_settings
from blockcheck.discovery.files import display
from blockcheck.findings import InternalError
from blockcheck.project import project_folder
from blockcheck.reporters.styled import printable
from blockcheck.results import Rows, rows

STDIN = "-"
NAMELESS = "stdin"
"""What flake8 calls the standard input that has no name."""


class Run:
    """A run, as far as it goes on in this process; `names` are those of the plugin's options."""

    def __init__(self, options: Namespace, names: Iterable[str]) -> None:
        self._options = options
        self._names = tuple(names)
        self._results: dict[bytes | None, Rows] = {}

    def lines(self, filename: str, lines: list[str]) -> Iterator[tuple[int, int, str]]:
        """What a file reports: line and column from 1, code and message.  Raises flake8's ExecutionError."""
        text = _encoded(lines) if self._is_stdin(filename) else None
        if text not in self._results:
            self._results[text] = self._analysed(filename, text)
        for row in self._results[text].get(display(os.path.normpath(Path(filename).absolute())), ()):
            yield row.line, row.column, f"{row.code} {printable(row.text)}"

    def _is_stdin(self, filename: str) -> bool:
        return STDIN in self._options.filenames and filename == (self._options.stdin_display_name or NAMELESS)

    def _analysed(self, filename: str, text: bytes | None) -> Rows:
        try:
            request = _request(self._options, self._names, filename, text)
            return rows(
                request, open_cache(project_folder(next(iter(request.paths), ".")), os.environ.get(VARIABLE, ""))
            )
        except (SettingsError, InternalError) as error:
            raise ExecutionError(f"blockcheck: {error}\nhelp: {error.help}") from None
        except RuleError as error:
            raise ExecutionError(f"blockcheck: {error}") from None


def _request(options: Namespace, names: Iterable[str], filename: str, text: bytes | None) -> Request:
    """What is analysed: the paths that flake8 was given, as `blockcheck check` would analyse them."""
    paths = [path for path in options.filenames or (".",) if path != STDIN and Path(path).exists()]
    start = filename if text is not None else paths[0]
    folder = start if Path(start).is_dir() else str(Path(start).absolute().parent)
    settings = _settings(options, names, folder)
    baseline = Path(settings.baseline) if settings.baseline else find_baseline(folder)
    return Request(
        paths=tuple(paths),
        settings=settings,
        stdin=text,
        stdin_filename="" if text is None or filename == NAMELESS else filename,
        baseline=read_baseline(baseline) if baseline is not None else None,
        noqa=not options.disable_noqa,
        whole=True,
    )


def _settings(options: Namespace, names: Iterable[str], folder: str) -> Settings:
    """blockcheck's settings for a folder, with the plugin's options, and with flake8's choice of rules."""
    values: dict[str, Any] = {name: getattr(options, f"blockcheck_{name.replace('-', '_')}") for name in names}
    config = [file] if (file := values.pop("config")) else []
    given = msgspec.convert({name: value for name, value in values.items() if value}, PartialSettings)
    settings = load_settings(folder, given, config=config).settings
    return msgspec.structs.replace(settings, select=("DEFAULT",), extend_select=_explicit(options), ignore=())


def _explicit(options: Namespace) -> tuple[str, ...]:
    """The codes that flake8 reports because somebody has asked for them, which turns on those that are off."""
    engine = DecisionEngine(options)
    codes = [code.code for code in load_codes() if engine.was_selected(code.code) is Selected.Explicitly]
    return tuple(code for code in codes if engine.decision_for(code) is Decision.Selected)


def _encoded(lines: list[str]) -> bytes:
    """The text as it stood on the standard input, by its own declaration of the encoding."""
    text = "".join(lines)
    data = text.encode("utf-8", "surrogateescape")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return text.encode(encoding)
    except (SyntaxError, LookupError, UnicodeError):
        return data
