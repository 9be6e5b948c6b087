"""Files that only a later run of the same user's blockcheck believes: each begins with a seal made with a secret.

A folder of a project can come from anybody, with files in it that are well-formed and lie.  Without the secret, which
does not lie in the project, nobody can make a seal; and what was cut off or damaged has none either.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from blockcheck import atomic

SECRET_BYTES = 32
_SEAL_BYTES = 32
_LARGEST = 2 * 1024**3
_LEFT_BEHIND = 60 * 60
"""Seconds after which a draft or a lock belongs to nobody any more."""
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""A link that somebody has left there is not followed, and a pipe is not waited for."""


class Entry(NamedTuple):
    """A file of the cache."""

    used: float
    name: str
    size: int


class Cache:
    """The sealed files of a folder, by name."""

    def __init__(self, folder: str, secret: bytes) -> None:
        self.folder = folder
        self._secret = secret

    def read(self, name: str) -> memoryview | None:
        """What was written under the name; None where nothing is, or something that nobody of us has written."""
        data = _content(os.path.join(self.folder, name))
        if data is None or len(data) < _SEAL_BYTES:
            return None
        view = memoryview(data)
        seal, content = view[:_SEAL_BYTES], view[_SEAL_BYTES:]
        return content if seal == self._seal(name, content) else None

    def write(self, name: str, content: bytes) -> bool:
        """Keeps the content under the name, at once or not at all; whether that was possible."""
        try:
            atomic.write(Path(self.folder, name), (self._seal(name, content), content), follow=False)
        except OSError:
            return False
        return True

    def entries(self, prefix: str = "") -> list[Entry]:
        """The files whose names begin with the prefix, those first that were used longest ago."""
        return sorted(entry for entry in _entries(self.folder) if entry.name.startswith(prefix))

    def use(self, name: str) -> None:
        """Notes that a file is still of use."""
        try:
            os.utime(os.path.join(self.folder, name), follow_symlinks=False)
        except (OSError, NotImplementedError):
            return

    def remove(self, name: str) -> None:
        """Removes a file, where that is possible."""
        try:
            os.unlink(os.path.join(self.folder, name))
        except OSError:
            return

    def tidy(self, prefix: str, most_files: int, most_bytes: int) -> None:
        """Keeps those files with the prefix that were used last, and nothing that killed runs have left behind."""
        size = 0
        for count, entry in enumerate(reversed(self.entries(prefix)), start=1):
            size += entry.size
            if count > most_files or size > most_bytes:
                self.remove(entry.name)
        for entry in self.entries():
            if entry.name.endswith((".tmp", ".lock")) and entry.used < time.time() - _LEFT_BEHIND:
                self.remove(entry.name)

    def _seal(self, name: str, content: bytes | memoryview) -> bytes:
        seal = hashlib.blake2b(name.encode() + b"\0", key=self._secret, digest_size=_SEAL_BYTES)
        seal.update(content)
        return seal.digest()


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb", opener=lambda path, _: os.open(path, _READ)) as file:
            about = os.fstat(file.fileno())
            return file.read() if stat.S_ISREG(about.st_mode) and about.st_size <= _LARGEST else None
    except OSError:
        return None


def _entries(folder: str) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                about = entry.stat(follow_symlinks=False)
                yield Entry(about.st_mtime, entry.name, about.st_size)
    except OSError:
        return
