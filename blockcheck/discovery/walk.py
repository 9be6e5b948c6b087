"""The Python files below a folder, without what git ignores, what is excluded, environments and circles of links."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from blockcheck.discovery.patterns import ROOT, Patterns
from blockcheck.disk import Disk

_PACKAGES_TOO = frozenset({"_build", "build", "dist"})
"""Usual names of build output that may be the name of a package as well."""
_ENVIRONMENT_MARKS = frozenset({"pyvenv.cfg", "conda-meta"})


class Walk:
    """Searches folders one after the other; what could not be looked at gathers in `problems`."""

    def __init__(self, exclude: Iterable[str], disk: Disk) -> None:
        self._disk = disk
        patterns = tuple(exclude)
        self._names = {pattern for pattern in patterns if not set(pattern) & set("/*?[!\\")}
        self._excluded = Patterns(ROOT, [p for p in patterns if p not in self._names])
        self._seen: set[tuple[int, int]] = set()
        self.problems: list[tuple[str, str, str]] = []
        """Path, message and advice of each."""

    def files(self, base: str) -> Iterator[str]:
        """The Python files below the folder `base`, which itself is never left out."""
        above = [ignore for ignore in self._ignores_above(base) if not ignore.match(base, is_folder=True)]
        waiting = [(base, above)]
        while waiting:
            folder, ignores = waiting.pop()
            entries = self._entries(folder)
            names = {entry.name for entry in entries}
            if folder != base and not _ENVIRONMENT_MARKS.isdisjoint(names):
                continue
            if ".gitignore" in names:
                ignores = [*ignores, *self._ignore_file(folder, ".gitignore")]
            for entry in reversed(entries):  # of two links to one folder the first by name counts
                if self._is_folder(entry):
                    if not self._left_out(entry, True, ignores) and not self._leads_back(entry, base):
                        waiting.append((entry.path, ignores))
                elif entry.name.endswith(".py") and not self._left_out(entry, False, ignores) and self._is_file(entry):
                    yield entry.path

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        """What is in the folder, the first time that it is come upon."""
        try:
            about = os.stat(folder)
            if (about.st_dev, about.st_ino) in self._seen:
                return []
            self._seen.add((about.st_dev, about.st_ino))
            return self._disk.names(folder)
        except OSError as error:
            message = f"the folder cannot be read: {error.strerror}"
            self.problems.append((folder, message, "give permission to read it, or exclude it"))
            return []

    def _left_out(self, entry: os.DirEntry[str], is_folder: bool, ignores: list[Patterns]) -> bool:
        if entry.name in self._names and not (entry.name in _PACKAGES_TOO and self._has(entry.path, "__init__.py")):
            return True
        return bool(self._excluded.match(entry.path, is_folder)) or _git_ignored(entry.path, is_folder, ignores)

    def _is_file(self, entry: os.DirEntry[str]) -> bool:
        if self._disk.is_file(entry.path):
            return True
        if entry.is_symlink() and not self._disk.exists(entry.path):
            target = os.fsencode(os.readlink(entry.path)).decode("utf-8", "backslashreplace")
            message = f"the file is a link to {target}, which does not exist"
            self.problems.append((entry.path, message, "mend the link, or remove it"))
        return False

    def _is_folder(self, entry: os.DirEntry[str]) -> bool:
        return self._disk.is_folder(entry.path)

    def _leads_back(self, entry: os.DirEntry[str], base: str) -> bool:
        """Whether it is a link to a folder that is searched anyway, or to one above."""
        if not entry.is_symlink():
            return False
        target, top = self._disk.real(entry.path), self._disk.real(base)
        return os.path.commonpath([target, top]) in (target, top)

    def _ignores_above(self, base: str) -> list[Patterns]:
        """What the repository says above `base`, outermost first; nothing where `base` is in none."""
        found: list[Patterns] = []
        folder = base
        while not self._has(folder, ".git"):
            folder, child = os.path.dirname(folder), folder
            if folder == child:
                return []
            found[:0] = self._ignore_file(folder, ".gitignore")
        return [*self._ignore_file(folder, ".git/info/exclude"), *found]

    def _ignore_file(self, folder: str, name: str) -> list[Patterns]:
        try:
            text = self._disk.content(os.path.join(folder, name)).decode("utf-8", "surrogateescape")
        except OSError:
            return []
        return [Patterns(folder, text.splitlines())]

    def _has(self, folder: str, name: str) -> bool:
        return self._disk.exists(os.path.join(folder, name))


def _git_ignored(path: str, is_folder: bool, ignores: list[Patterns]) -> bool:
    """As git does it: the nearest file that speaks of the path decides."""
    for ignore in reversed(ignores):
        said = ignore.match(path, is_folder)
        if said is not None:
            return said
    return False
