"""The project around a file or folder: how far one has to read in order to know what a single file does."""

from __future__ import annotations

import os
from collections.abc import Iterator

from blockcheck.disk import Disk

PROJECT_MARKERS = ("pyproject.toml", "setup.py", "setup.cfg", "blockcheck.toml")
_REPOSITORY = (".git",)


def project_around(file: str, disk: Disk | None = None) -> str:
    """The folder or file to read in order to know what a file does: its project, as far as one can be seen.

    It is the repository; else the nearest folder that says that it is a project; else the current folder; else the
    topmost package, and at last the file alone.
    """
    disk = disk or Disk()
    if found := _marked(file, disk):
        return found
    while disk.is_file(os.path.join(os.path.dirname(file), "__init__.py")):
        file = os.path.dirname(file)
    return file


def project_folder(path: str, disk: Disk | None = None) -> str:
    """The folder of the project that a file or folder is part of, for what is kept beside it."""
    disk = disk or Disk()
    path = os.path.abspath(path)
    if not disk.is_folder(path):
        around = project_around(path, disk)
        return around if disk.is_folder(around) else os.path.dirname(path)
    return _marked(os.path.join(path, "any"), disk) or path


def _marked(file: str, disk: Disk) -> str:
    """The repository around a file; else what says that it is a project; else the current folder, or nothing."""
    above = list(_parents(file))
    for markers in (_REPOSITORY, PROJECT_MARKERS):
        for folder in above:
            if any(disk.exists(os.path.join(folder, marker)) for marker in markers):
                return folder
    here = os.getcwd()
    return here if here in above and here not in (os.path.expanduser("~"), above[-1]) else ""


def _parents(path: str) -> Iterator[str]:
    while (parent := os.path.dirname(path)) != path:
        yield parent
        path = parent
