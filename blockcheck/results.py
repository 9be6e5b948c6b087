"""Analyses whose results are kept under what they were made from, for later runs and for processes beside this one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from blockcheck.cache import Cache, keep, key_of, recall
from blockcheck.disk import Answer, Disk
from blockcheck.findings import INTERNAL_ERROR, Finding, Location, Report
from blockcheck.locks import locked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from blockcheck.analysis import Progress, Request
    from blockcheck.reading import Timed


class Row(msgspec.Struct, frozen=True, array_like=True):
    """One line of the result: line and column from 1, the rule, what there is to say."""

    line: int
    column: int
    code: str
    text: str


Rows = dict[str, tuple[Row, ...]]
"""By the display name of the file, in the order of lines."""


class Analysed(msgspec.Struct, frozen=True):
    """A report, and the answers of the disk that it follows from; None where it is not known to stay the same."""

    report: Report
    answers: Sequence[Answer] | None


_MOST_PLACES = 300_000

_encoder = msgspec.msgpack.Encoder()
_reports = msgspec.msgpack.Decoder(Report)
_rows = msgspec.msgpack.Decoder(Rows)


def analysed(request: Request, cache: Cache | None, progress: Progress, timed: Timed) -> Analysed:
    """The report on what is asked for: the kept one, if it would be the same again.

    Raises SettingsError and RuleError, as the analysis does.
    """
    key = _key(b"report", request) if cache else ""
    kept, answers = recall(cache, key) if cache and key else (None, ())
    if kept is not None:
        try:
            return Analysed(_reports.decode(kept), answers)
        except (msgspec.DecodeError, RecursionError):
            pass
    from blockcheck.analysis import Aid, analyse

    aid = Aid(Disk(answers), cache, timed)
    report = analyse(request, progress, aid)
    if any(problem.code == INTERNAL_ERROR for problem in report.problems):
        return Analysed(report, None)
    if cache and key and aid.disk.answers is not None and not _is_large(report):
        _keep(cache, key, aid.disk.answers, report)
    return Analysed(report, aid.disk.answers)


def rows(request: Request, cache: Cache | None) -> Rows:
    """What each file reports of everything that the request comes to.

    Of several processes that ask at the same time the first computes it, and the others wait.  Raises SettingsError,
    RuleError and InternalError, as the analysis does.
    """
    key = _key(_files(request), request, paths=(), stdin_filename="") if cache else ""
    if cache is None or not key:
        return _analysed_rows(request, None, ())[0]
    try:
        with locked(Path(cache.folder, f"{key}.lock")):
            return _kept_rows(request, cache, key)
    except OSError:
        return _analysed_rows(request, None, ())[0]


def _kept_rows(request: Request, cache: Cache, key: str) -> Rows:
    kept, known = recall(cache, key)
    if kept is not None:
        try:
            return _rows.decode(kept)
        except (msgspec.DecodeError, RecursionError):
            pass
    found, answers = _analysed_rows(request, cache, known)
    if answers is not None:
        _keep(cache, key, answers, found)
    return found


def _analysed_rows(
    request: Request, cache: Cache | None, known: Sequence[Answer]
) -> tuple[Rows, Sequence[Answer] | None]:
    from blockcheck.analysis import Aid, reported

    aid = Aid(Disk(known), cache)
    return rows_of(reported(request, aid=aid)), aid.disk.answers


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
    from blockcheck.reporters.wording import place, via

    for boundary in finding.boundaries:
        way = via(boundary)
        yield boundary, f"{finding.message} (via {way}, {place(finding)})" if way else finding.message
    if not finding.boundaries:
        yield finding, f"{finding.message}: {finding.advice}"


def _files(request: Request) -> bytes:
    """The files that a request comes to: which of them are named makes no difference to the rows of all."""
    from blockcheck.analysis import scope_of
    from blockcheck.discovery import discover

    scope = scope_of(request)
    files, missing = discover(scope.paths, request.settings, scope.given)
    names = ((os.fsencode(file.path), file.display, file.module, file.is_test) for file in files)
    paths = [os.fsencode(path) for path in (*scope.given, "", *scope.reported)]
    return _encoder.encode((tuple(names), missing, paths))


def _key(what: bytes, request: Request, **less: Any) -> str:
    """The name of a result, for which what `less` replaces is of no consequence.

    Nothing for a request with names of files that are no text.
    """
    settings = msgspec.structs.replace(request.settings, output_format="", fail_on="warning")  # of no consequence
    try:
        asked = _encoder.encode(msgspec.structs.replace(request, settings=settings, **less))
        place = _encoder.encode((str(Path.cwd()), str(Path("~").expanduser()), os.environ.get("VIRTUAL_ENV", "")))
    except (UnicodeEncodeError, RuntimeError):
        return ""
    return key_of((what, asked, place))


def _is_large(report: Report) -> bool:
    """Whether the report is cheap to have, since its parts are shared, and dear to write out and read back."""
    return sum(len(b.path) + len(b.entry_points) for f in report.findings for b in f.boundaries) > _MOST_PLACES


def _keep(cache: Cache, key: str, answers: Sequence[Answer], result: Report | Rows) -> None:
    try:
        keep(cache, key, answers, _encoder.encode(result))
    except UnicodeEncodeError:  # the folder has a name that is no text
        return
