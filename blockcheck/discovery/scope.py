"""What to read in order to report on some paths: a folder is a program, a file is part of the project around it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

import msgspec

from blockcheck.discovery.files import display
from blockcheck.disk import Disk
from blockcheck.project import project_around

NAMELESS = "stdin"
"""What a text without a file name goes by."""


class Scope(msgspec.Struct, frozen=True):
    """The paths to read, the texts that stand for files of `given` paths, and the paths to report on (none: all)."""

    paths: tuple[str, ...]
    given: Mapping[str, bytes] = {}
    reported: tuple[str, ...] = ()

    @property
    def texts(self) -> dict[str, bytes]:
        """The texts that do not come from the disk, by display name."""
        return {display(path): text for path, text in self.given.items()}

    def concerns(self, file: str) -> bool:
        """Whether something in this file, by its display name, is reported."""
        path = os.path.abspath(file)
        return not self.reported or any(
            path == reported or path.startswith(os.path.join(reported, "")) for reported in self.reported
        )


def scope_of_paths(paths: Iterable[str], disk: Disk | None = None) -> Scope:
    """Folders are read as they are; for the sake of a file its project is read, and only the paths are reported on."""
    disk = disk or Disk()
    named = tuple(os.path.abspath(path) for path in paths)
    around = dict.fromkeys(project_around(path, disk) for path in named if disk.is_file(path))
    return Scope((*around, *named), {}, named if around else ())


def scope_of_text(text: bytes, name: str, disk: Disk | None = None) -> Scope:
    """A text that stands for the file `name` of a project; without a name it is all there is to read."""
    path = os.path.abspath(name or NAMELESS)
    paths = (project_around(path, disk), path) if name else (path,)
    return Scope(paths, {path: text}, (path,))
