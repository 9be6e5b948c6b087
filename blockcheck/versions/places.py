"""The folders around the analysed paths in which to look, the nearest first."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from blockcheck.discovery.files import SourceFile
from blockcheck.disk import Disk
from blockcheck.project import PROJECT_MARKERS

DEPTH = 2
"""How far below an analysed folder a project of its own is looked for (`backend/`, `services/api/`)."""


def places(paths: Sequence[str], files: Iterable[SourceFile], disk: Disk) -> tuple[str, ...]:
    """Each analysed folder, then those above it up to its repository, then those below it that hold Python files.

    Of several paths all are one step on their way before any is two; of what is equally near, what was named first goes
    first, and below a path the first by name.
    """
    starts = dict.fromkeys(path if disk.is_folder(path) else os.path.dirname(path) for path in paths)
    ways = [_upwards(start, disk) for start in starts]
    above = [way[step] for step in range(max(map(len, ways), default=0)) for way in ways if step < len(way)]
    below = {folder for start in starts for folder in _below(start, files)}
    return tuple(dict.fromkeys([*above, *sorted(below, key=lambda folder: (folder.count(os.sep), folder))]))


def files_named(folder: str, pattern: str, disk: Disk) -> list[str]:
    """The files of a folder that are called so, the shortest names first; `*` in a name and one folder are allowed."""
    within, _, name = pattern.rpartition("/")
    folder = os.path.join(folder, within) if within else folder
    if "*" not in name:
        paths = [os.path.join(folder, name)]
    elif within:  # the names in it may be any, and not all of them are told by the disk
        paths = disk.glob(os.path.join(_literal(folder), name)) if disk.is_folder(folder) else []
    else:
        paths = [os.path.join(folder, found) for found in names_in(folder, disk) if fnmatchcase(found, name)]
    return sorted(filter(disk.is_file, paths), key=lambda path: (len(path), path))


def names_in(folder: str, disk: Disk) -> list[str]:
    """What is in a folder, by name; nothing where it cannot be looked into."""
    try:
        return [entry.name for entry in disk.names(folder)]
    except OSError:
        return []


def _literal(folder: str) -> str:
    """A folder as a pattern for itself."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in folder)


def _upwards(folder: str, disk: Disk) -> list[str]:
    """The folder and those above it: to the repository; without one, to the nearest that says that it is a project."""
    way = [folder, *_parents(folder)]
    for markers in ((".git",), PROJECT_MARKERS):
        for number, place in enumerate(way):
            if any(disk.exists(os.path.join(place, marker)) for marker in markers):
                return way[: number + 1]
    return way[:1]


def _parents(folder: str) -> Iterator[str]:
    while (above := os.path.dirname(folder)) != folder:
        yield above
        folder = above


def _below(start: str, files: Iterable[SourceFile]) -> set[str]:
    """The folders below `start`, to a depth, on the way to a file."""
    head = os.path.join(start, "")
    found: set[str] = set()
    for folder in {os.path.dirname(file.path) for file in files}:
        if folder.startswith(head):
            parts = folder[len(head) :].split(os.sep)[:DEPTH]
            found.update(os.path.join(start, *parts[:end]) for end in range(1, len(parts) + 1))
    return found
