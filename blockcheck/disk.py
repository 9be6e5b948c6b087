"""The file system as a run sees it: each question is kept with its answer, so that another run can ask it again.

Whatever decides what a run finds (files, settings, patterns, markers of projects) is read through a `Disk`.  As long as
`unchanged` holds for the answers, the run would find the same again.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Sequence
from time import time_ns
from typing import Literal

import msgspec

Question = Literal["kind", "content", "names", "real", "glob"]
Stamp = tuple[int, int, int, int, int]
"""Size, times of modification and of change, device and number: no two states of a file have the same."""

_SETTLED = 3_000_000_000
"""Nanoseconds: what was changed so shortly before can be changed again without another time."""
_PIECE = 1024 * 1024
_NEVER_SOURCE = frozenset({"__pycache__", ".blockcheck_cache"})
"""Folders that come and go as programs run."""
_MARKS = frozenset({".git", ".gitignore", "conda-meta"})
_SUFFIXES = (".py", ".toml", ".cfg", ".lock")
_REQUIREMENTS = "requirements"


class Answer(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the file system said; `stamp` is the state that it said it in, where that can be told from any other."""

    question: Question
    path: bytes
    said: bytes
    stamp: Stamp | None = None


class Disk:
    """Answers questions and remembers the answers; those to `known` questions are taken over where nothing changed."""

    def __init__(self, known: Iterable[Answer] = ()) -> None:
        self._began = time_ns()
        self._known = {(answer.question, answer.path): answer for answer in known if answer.stamp}
        self._answers: dict[tuple[Question, bytes], Answer] = {}
        self._listed: dict[str, dict[str, os.DirEntry[str]]] = {}
        self._changing = False

    @property
    def answers(self) -> tuple[Answer, ...] | None:
        """Everything that was asked; None where something changed while it was looked at."""
        return None if self._changing else tuple(self._answers.values())

    def doubt(self) -> None:
        """Something changed while it was looked at: the answers say nothing about the result."""
        self._changing = True

    def also(self, answers: Iterable[Answer]) -> None:
        """Takes in the answers that part of the work was given elsewhere, or that its kept result follows from."""
        for answer in answers:
            before = self._answers.setdefault((answer.question, answer.path), answer)
            if before.said != answer.said:
                self._changing = True

    def exists(self, path: str) -> bool:
        """Whether something is there, links followed."""
        return self.kind(path) != 0

    def is_file(self, path: str) -> bool:
        """Whether a regular file is there, links followed."""
        return self.kind(path) == stat.S_IFREG

    def is_folder(self, path: str) -> bool:
        """Whether a folder is there, links followed."""
        return self.kind(path) == stat.S_IFDIR

    def kind(self, path: str) -> int:
        """The kind of file that is there, as in `stat.S_IFMT`, links followed; 0 for nothing."""
        folder, name = os.path.split(path)
        if (listed := self._listed.get(folder)) is not None:
            entry = listed.get(name)
            if entry is None and _matters(name):
                return 0
            if entry is not None and (kind := _kind_of(entry)):
                return kind
        known = self._answers.get(("kind", os.fsencode(path)))
        said = _kind(path) if known is None else known.said
        self._keep("kind", path, said)
        return int(said)

    def content(self, path: str) -> bytes:
        """What is in a file.  Raises OSError."""
        stamp = _stamp(path)
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError as error:
            self._keep("content", path, refusal(error))
            raise
        self._keep("content", path, digest_of(data), stamp)
        return data

    def digest(self, path: str) -> bytes:
        """What stands for the content of a file, or for the reason why it cannot be read."""
        stamp = _stamp(path)
        known = self._known.get(("content", os.fsencode(path)))
        said = known.said if known is not None and known.stamp == stamp else _content(path)
        self._keep("content", path, said, stamp)
        return said

    def names(self, folder: str) -> list[os.DirEntry[str]]:
        """What is in a folder, by name, as far as it can matter to an analysis.  Raises OSError."""
        stamp = _stamp(folder)
        try:
            entries = _entries(folder)
        except OSError as error:
            self._keep("names", folder, refusal(error))
            raise
        self._keep("names", folder, _digest_of_entries(entries), stamp)
        self._listed[folder] = {entry.name: entry for entry in entries}
        return entries

    def real(self, path: str) -> str:
        """The path with every link on the way followed."""
        real = os.path.realpath(path)
        self._keep("real", path, os.fsencode(real))
        return real

    def glob(self, pattern: str) -> list[str]:
        """The paths that match the pattern, `**` for any folders."""
        found = _glob_paths(pattern)
        self._keep("glob", pattern, _digest_of_paths(found))
        return found

    def _keep(self, question: Question, path: str, said: bytes, stamp: Stamp | None = None) -> None:
        key = question, os.fsencode(path)
        before = self._answers.get(key)
        if before is None:
            self._answers[key] = Answer(question, key[1], said, _settled(stamp, self._began))
        elif before.said != said:
            self._changing = True


def unchanged(answers: Sequence[Answer]) -> Sequence[Answer] | None:
    """The answers, with the stamps of now, if every question is still answered like that; else None."""
    began = time_ns()
    renewed: list[Answer] | None = None
    for place, answer in enumerate(answers):
        path = os.fsdecode(answer.path)
        stamp = _stamp(path) if answer.question in _STAMPED else None
        if stamp is not None and stamp == answer.stamp:
            continue
        if _ASK[answer.question](path) != answer.said:
            return None
        settled = _settled(stamp, began)
        if settled is not None:
            renewed = list(answers) if renewed is None else renewed
            renewed[place] = Answer(answer.question, answer.path, answer.said, settled)
    return answers if renewed is None else renewed


def digest_of(data: bytes) -> bytes:
    """What stands for some content: no two have the same."""
    return hashlib.blake2b(data, digest_size=20).digest()


def refusal(error: OSError) -> bytes:
    """What stands for the reason why a file cannot be read."""
    return b"refused %d" % (error.errno or 0)


# The questions, each with its answer as bytes


def _kind(path: str) -> bytes:
    try:
        return b"%d" % stat.S_IFMT(os.stat(path).st_mode)
    except (OSError, ValueError):
        return b"0"


def _content(path: str) -> bytes:
    digest = hashlib.blake2b(digest_size=20)
    try:
        with open(path, "rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except OSError as error:
        return refusal(error)
    return digest.digest()


def _names(folder: str) -> bytes:
    try:
        return _digest_of_entries(_entries(folder))
    except OSError as error:
        return refusal(error)


def _real(path: str) -> bytes:
    return os.fsencode(os.path.realpath(path))


def _glob(pattern: str) -> bytes:
    return _digest_of_paths(_glob_paths(pattern))


_ASK: dict[Question, Callable[[str], bytes]] = {
    "kind": _kind, "content": _content, "names": _names, "real": _real, "glob": _glob
}  # fmt: skip
_STAMPED = frozenset({"content", "names"})


def _stamp(path: str) -> Stamp | None:
    try:
        about = os.stat(path)
    except (OSError, ValueError):
        return None
    return about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_dev, about.st_ino


def _settled(stamp: Stamp | None, began: int) -> Stamp | None:
    """The stamp, unless what it stands for could still change without another one."""
    return stamp if stamp is not None and max(stamp[1], stamp[2]) + _SETTLED < began else None


def _entries(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(filter(_entry_matters, entries), key=lambda entry: entry.name)


def _entry_matters(entry: os.DirEntry[str]) -> bool:
    """Folders and links always do: for what they are and for where they lead."""
    if _matters(entry.name):
        return True
    return entry.name not in _NEVER_SOURCE and (entry.is_symlink() or entry.is_dir(follow_symlinks=False))


def _matters(name: str) -> bool:
    return name.endswith(_SUFFIXES) or name in _MARKS or name.startswith(_REQUIREMENTS)


def _kind_of(entry: os.DirEntry[str]) -> int:
    """The kind of an entry as far as its folder says it: not where a link leads."""
    if entry.is_dir(follow_symlinks=False):
        return stat.S_IFDIR
    return stat.S_IFREG if entry.is_file(follow_symlinks=False) else 0


def _digest_of_entries(entries: Iterable[os.DirEntry[str]]) -> bytes:
    lines = (f"{_kind_of(entry)} {entry.is_symlink():d} {entry.name}" for entry in entries)
    return digest_of(os.fsencode("\0".join(lines)))


def _glob_paths(pattern: str) -> list[str]:
    import glob  # noqa: PLC0415 -- few settings have patterns, and every run from the cache would pay

    return sorted(glob.glob(pattern, recursive=True))


def _digest_of_paths(paths: Iterable[str]) -> bytes:
    return digest_of(os.fsencode("\0".join(paths)))
