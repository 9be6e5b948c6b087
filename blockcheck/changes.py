"""Which lines were touched, as a diff says it: what a report on a pull request is limited to."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from blockcheck.config import SettingsError
from blockcheck.discovery.files import display

Lines = tuple[int, int]
"""The first line and the last."""

EVERY_LINE: Lines = (1, sys.maxsize)

_HUNK = re.compile(r"(?P<marks>@@+)(?: -\d+(?:,\d+)?)+ \+(?P<first>\d+)(?:,\d+)? @@+")
_OLD_COUNT = re.compile(r" -\d+(?:,(\d+))?")
_NEW_COUNT = re.compile(r" \+\d+(?:,(\d+))?")
_ESCAPE = re.compile(r"\\([0-7]{3}|.)")
_ESCAPED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class Changes(msgspec.Struct, frozen=True):
    """The touched lines of each touched file, by its display name; where lines were only removed, their neighbours."""

    lines: Mapping[str, tuple[Lines, ...]] = {}

    def touch(self, file: str, first: int, last: int) -> bool:
        """Whether one of these lines was touched."""
        return any(start <= last and first <= end for start, end in self.lines.get(file, ()))


def changes_in(diff: str, folder: Path, name: str) -> Changes:
    """What a unified diff touches: as `git diff`, `diff -u` and their like write it.

    Its paths count from `folder` or from the top of the repository that this lies in; `name` is the diff's, for people.
    Raises SettingsError for a text that is no diff.
    """
    found: dict[str, list[Lines]] = {}
    for path, lines in _Parser(name).files(diff):
        for file in _meant(path, folder):
            found.setdefault(display(file), []).extend(lines)
    return Changes({file: tuple(lines) for file, lines in found.items()})


def prefixed_changes_in(diff: str, folder: Path, name: str) -> Changes:
    """The same for a diff that was made in `folder` with the prefixes `a/` and `b/`: no path has to be guessed at."""
    files = _Parser(name).files(diff)
    return Changes({display(str(folder / path.removeprefix("b/"))): tuple(lines) for path, lines in files})


def _meant(path: str, folder: Path) -> Sequence[str]:
    """The files that a path can mean: with or without its first part, counted from the folder or the repository."""
    shorter = path.partition("/")[2]
    names = (shorter, path) if path.startswith("b/") and shorter else (path, shorter)
    for name in filter(None, names):
        files = [Path(os.path.normpath(base / name)) for base in dict.fromkeys((folder, _top(folder)))]
        if there := [str(file) for file in files if file.is_file()]:
            return there
    return ()


def _top(folder: Path) -> Path:
    """The top of the repository that a folder lies in; the folder itself where it lies in none."""
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)


class _Parser:
    """Reads a unified diff, also a combined one of a merge."""

    def __init__(self, name: str) -> None:
        self._name = name

    def files(self, diff: str) -> Iterator[tuple[str, list[Lines]]]:
        """The path of each file that is still there, as the diff writes it, and its touched lines."""
        path, found, is_diff = "", list[Lines](), False
        lines = enumerate(diff.split("\n"), start=1)
        for number, line in lines:
            if line.startswith("+++ "):
                if path:
                    yield path, found
                path, found, is_diff = _path(line[4:]), [], True
            elif line.startswith("@@"):
                found += self._hunk(number, line, lines)
            is_diff = is_diff or line.startswith("diff ")
        if path:
            yield path, found
        if not is_diff and diff.strip():
            advice = "give what `git diff` or `diff -u` prints"
            raise SettingsError(f"{self._name} is no diff: it names no file (`+++ b/app.py`)", advice)

    def _hunk(self, number: int, header: str, lines: Iterator[tuple[int, str]]) -> Iterator[Lines]:
        """The touched lines of one hunk, whose lines are taken from `lines`."""
        match = _HUNK.match(header)
        if match is None:
            raise self._error(number, header)
        width = len(match["marks"]) - 1
        left = [_count(count) for count in (*_OLD_COUNT.findall(match[0]), *_NEW_COUNT.findall(match[0]))]
        current, run = int(match["first"]) + (left[-1] == 0), _Run()
        while any(count > 0 for count in left):
            number, line = next(lines, (number, None))
            if line is None:
                raise SettingsError(f"{self._name} ends in the middle of a file", "give the whole diff")
            if line.startswith("\\"):  # No newline at end of file
                continue
            marks = (line.rstrip("\r") or " ")[:width].ljust(width)
            if set(marks) - set(" +-"):
                raise self._error(number, line)
            yield from run.next(marks, current)
            current += "-" not in marks
            left = [count - taken for count, taken in zip(left, _taken(marks), strict=True)]
        yield from run.end(current)

    def _error(self, number: int, line: str) -> SettingsError:
        shown = line if len(line) <= 60 else line[:59] + "…"
        return SettingsError(
            f"{self._name}, line {number}: {shown!r} stands in no diff", "give the diff as it was made"
        )


class _Run:
    """Changed lines that follow each other: where some were added these are touched, else the neighbours."""

    def __init__(self) -> None:
        self._first = 0
        self._changed = False

    def next(self, marks: str, current: int) -> Iterator[Lines]:
        """One line of a hunk, which is or would be line `current` of the new file."""
        if not marks.strip():
            yield from self.end(current)
        elif not self._changed:
            self._first, self._changed = current, True

    def end(self, current: int) -> Iterator[Lines]:
        """The changed lines end before line `current`."""
        if self._changed:
            yield (self._first, current - 1) if current > self._first else (max(current - 1, 1), current)
        self._changed = False


def _taken(marks: str) -> Iterable[int]:
    """Of each old file and of the new one, whether a line of a hunk belongs to it."""
    removed = "-" in marks
    yield from (mark == "-" if removed else mark == " " for mark in marks)
    yield not removed


def _count(text: str) -> int:
    return int(text) if text else 1


def _path(text: str) -> str:
    """A path as it is written after `+++`; empty for a file that is gone."""
    quoted = text.startswith('"')
    path = _unquoted(text[1 : text.rfind('"')]) if quoted else text.rstrip("\r").partition("\t")[0]
    return "" if path == "/dev/null" else path


def _unquoted(text: str) -> str:
    """A name that git has quoted, with its bytes as octal numbers."""

    def character(match: re.Match[str]) -> str:
        code = match[1]
        return chr(int(code, 8)) if code.isdigit() else _ESCAPED.get(code, code)

    if "\\" not in text:
        return text
    written = _ESCAPE.sub(character, text.encode("utf-8", "surrogateescape").decode("latin-1"))
    return written.encode("latin-1", "replace").decode("utf-8", "surrogateescape")
