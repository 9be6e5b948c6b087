"""One analysis for several processes: what each file reports, by line, kept under what it was found from.

The first process that asks computes it while the others wait, and all read the result from the disk: MessagePack that
is checked against types, so that the worst that a foreign file can do is to say something wrong.  Where nothing can be
kept on the disk, each process computes it for itself.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from blockcheck import __version__, atomic
from blockcheck.analysis import Request, follow, scope_of
from blockcheck.catalogue import rules_folder
from blockcheck.discovery import discover
from blockcheck.discovery.files import SourceFile
from blockcheck.facts import FACTS_VERSION
from blockcheck.findings import Finding, Location, Report
from blockcheck.locks import locked
from blockcheck.reporters.wording import place, via

FOLDER = "BLOCKCHECK_CACHE_DIR"
"""The environment variable that names the folder for results; without it they are temporary files."""

_SUFFIX = ".rows"
_MOST_FILES = 64
_LONGEST = 24 * 60 * 60


class Row(msgspec.Struct, frozen=True, array_like=True):
    """One line of the result: line and column from 1, the rule, what there is to say."""

    line: int
    column: int
    code: str
    text: str


Rows = dict[str, tuple[Row, ...]]
"""By the display name of the file, in the order of lines."""

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Rows)


def shared_rows(request: Request) -> Rows:
    """What each file reports of everything that the request comes to.

    Raises SettingsError, RuleError and InternalError, as the analysis does.
    """
    folder = _folder()
    if folder is None:
        return rows_of(follow(request).report)
    file = folder / f"{_key(request)}{_SUFFIX}"
    try:
        with locked(file.with_suffix(".lock")):
            rows = _read(file)
            if rows is None:
                rows = rows_of(follow(request).report)
                _write(file, rows)
        return rows
    except OSError:
        return rows_of(follow(request).report)


def rows_of(report: Report) -> Rows:
    """The report by files: a line for each boundary, with the way from there to the call that blocks."""
    found: dict[str, dict[Row, None]] = {}
    for finding in report.findings:
        for where, text in _lines(finding):
            found.setdefault(where.file, {})[Row(where.line, where.column, finding.rule, text)] = None
    for problem in report.problems:
        row = Row(problem.line, problem.column, problem.code, problem.message)
        found.setdefault(problem.file, {})[row] = None
    return {file: tuple(sorted(rows, key=lambda row: (row.line, row.column))) for file, rows in found.items()}


def _lines(finding: Finding) -> Iterator[tuple[Location, str]]:
    for boundary in finding.boundaries:
        way = via(boundary)
        yield boundary, f"{finding.message} (via {way}, {place(finding)})" if way else finding.message
    if not finding.boundaries:
        yield finding, f"{finding.message}: {finding.advice}"


# The files


def _folder() -> Path | None:
    """Where results are kept: a folder that nobody else can write to, unless the user has named one."""
    named = os.environ.get(FOLDER, "")
    user = os.getuid() if sys.platform != "win32" else 0
    folder = Path(named) if named else Path(tempfile.gettempdir(), f"blockcheck-{user}")
    try:
        folder.mkdir(mode=0o700, parents=bool(named), exist_ok=True)
        about = folder.lstat()
    except OSError:
        return None
    safe = named or sys.platform == "win32" or (about.st_uid == user and not about.st_mode & 0o022)
    return folder if safe and folder.is_dir() and (named or not folder.is_symlink()) else None


def _read(file: Path) -> Rows | None:
    try:
        return _decoder.decode(file.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _write(file: Path, rows: Rows) -> None:
    """Keeps the rows if that is possible, and makes room for them."""
    try:
        atomic.write(file, _encoder.encode(rows))
        _tidy(file.parent)
    except OSError:
        return


def _tidy(folder: Path) -> None:
    """Leaves the newest results, and no locks or drafts of yesterday's."""
    files = sorted(((path.stat().st_mtime, path) for path in folder.iterdir()), reverse=True)
    results = [path for _, path in files if path.suffix == _SUFFIX]
    old = [path for age, path in files if path.suffix in (".lock", ".tmp") and age < time.time() - _LONGEST]
    for path in (*results[_MOST_FILES:], *old):
        path.unlink(missing_ok=True)


# What a result depends on


def _key(request: Request) -> str:
    """A hash of everything that the result depends on."""
    digest = hashlib.sha256()
    for part in _parts(request):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _parts(request: Request) -> Iterator[bytes]:
    scope = scope_of(request)
    files, missing = discover(scope.paths, request.settings, scope.given)
    given = request.baseline, request.noqa, scope.reported, missing
    yield _encoder.encode((__version__, FACTS_VERSION, sys.version, str(Path.cwd()), request.settings, given))
    yield from _stamps(Path(__file__).parent, rules_folder())
    yield from (_content(Path(file)) for file in request.settings.rules)
    for file in files:
        yield _encoder.encode(file)
        yield scope.given[file.path] if file.path in scope.given else _content_of(file)


def _content_of(file: SourceFile) -> bytes:
    return _content(Path(file.path))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        return str(error).encode("utf-8", "backslashreplace")


def _stamps(*folders: Path) -> Iterable[bytes]:
    """The state of blockcheck's own files: a working copy of it changes without a new version."""
    for folder in folders:
        for above, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                if not name.endswith(".pyc"):
                    about = Path(above, name).stat()
                    yield f"{above}/{name} {about.st_mtime_ns} {about.st_size}".encode("utf-8", "surrogateescape")
