"""What to read in order to report on some paths: a folder is a program, a file is part of the project around it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from blockcheck.discovery.files import display
from blockcheck.discovery.roots import PROJECT_MARKERS

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


def scope_of_paths(paths: Iterable[str]) -> Scope:
    """Folders are read as they are; for the sake of a file its project is read, and only the paths are reported on."""
    named = tuple(os.path.abspath(path) for path in paths)
    around = dict.fromkeys(project_around(path) for path in named if os.path.isfile(path))
    return Scope((*around, *named), {}, named if around else ())


def scope_of_text(text: bytes, name: str) -> Scope:
    """A text that stands for the file `name` of a project; without a name it is all there is to read."""
    path = os.path.abspath(name or NAMELESS)
    paths = (project_around(path), path) if name else (path,)
    return Scope(paths, {path: text}, (path,))


def project_around(file: str) -> str:
    """The folder or file to read in order to know what a single file does: its project, as far as one can be seen.

    It is the repository; else the nearest folder that says that it is a project; else the current folder; else the
    topmost package, and at last the file alone.
    """
    above = list(_parents(file))
    for markers in ((".git",), PROJECT_MARKERS):
        for folder in above:
            if any(os.path.exists(os.path.join(folder, marker)) for marker in markers):
                return folder
    here = os.getcwd()
    if here in above and here not in (os.path.expanduser("~"), above[-1]):
        return here
    while os.path.isfile(os.path.join(os.path.dirname(file), "__init__.py")):
        file = os.path.dirname(file)
    return file


def _parents(path: str) -> Iterator[str]:
    while (parent := os.path.dirname(path)) != path:
        yield parent
        path = parent
