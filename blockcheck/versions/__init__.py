"""Which versions of packages a project uses, from what lies around it; nothing of it is imported or run.

Asked in this order, each package by itself: the installed environment (the setting `python`, `VIRTUAL_ENV`, `.venv`
or `venv` beside the project), lock files and pinned requirements, what `pyproject.toml` and requirements allow.  Of
several places of one kind the nearest to the analysed paths counts (`places`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from blockcheck.catalogue.ranges import Said
from blockcheck.discovery.files import SourceFile, display
from blockcheck.disk import Disk
from blockcheck.versions.environment import environments, installed
from blockcheck.versions.locks import LOCKS, read_lock
from blockcheck.versions.places import files_named, places
from blockcheck.versions.requirements import CONSTRAINTS, PINS, Warn, allowed, pinned
from blockcheck.versions.text import UnusableError

Found = dict[str, str]


class Versions(msgspec.Struct, frozen=True, kw_only=True):
    """What a project says of its packages, by their normalised names; `warnings` are about files of no use.

    `folders` are those in which its packages are installed, the nearest first."""

    known: dict[str, Said] = {}
    warnings: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


def read_versions(
    paths: Sequence[str], files: Iterable[SourceFile], python: str = "", disk: Disk | None = None
) -> Versions:
    """What is known of versions around `paths` (absolute), of which `files` are the Python files.

    `python` is the interpreter or the folder of the environment that somebody names; raises SettingsError where it is
    none.  A file that cannot be used becomes a warning.  `disk` notes all that was looked at; besides it, the result
    follows from the variable `VIRTUAL_ENV`.
    """
    disk = disk or Disk()
    known: dict[str, Said] = {}
    warnings: list[str] = []
    around = places(paths, files, disk)
    folders = tuple(environments(around, python, disk))
    for folder, origin in folders:
        found = installed(folder, disk).items()
        _add(known, {name: Said(origin=origin, version=version) for name, version in found})
    for path, reader in _locks(around, disk):
        _add(known, _said(path, reader, disk, warnings, lambda origin, text: Said(origin=origin, version=text)))
    for path, reader in _constraints(around, disk):
        _add(known, _said(path, reader, disk, warnings, lambda origin, text: Said(origin=origin, allowed=text)))
    places_of_packages = tuple(folder for folder, _ in folders)
    return Versions(known=known, warnings=tuple(dict.fromkeys(warnings)), folders=places_of_packages)


Reader = Callable[[str, Disk, Warn], Found]


def _locks(around: Sequence[str], disk: Disk) -> Iterator[tuple[str, Reader]]:
    return _readers(
        around, disk, [*((pattern, _read_lock) for pattern in LOCKS), *((pattern, pinned) for pattern in PINS)]
    )


def _read_lock(path: str, disk: Disk, warn: Warn) -> Found:
    return read_lock(path, disk)


def _constraints(around: Sequence[str], disk: Disk) -> Iterator[tuple[str, Reader]]:
    return _readers(around, disk, [(pattern, allowed) for pattern in CONSTRAINTS])


def _readers(around: Sequence[str], disk: Disk, patterns: Sequence[tuple[str, Reader]]) -> Iterator[tuple[str, Reader]]:
    for place in around:
        for pattern, reader in patterns:
            yield from ((path, reader) for path in files_named(place, pattern, disk))


def _said(
    path: str, reader: Reader, disk: Disk, warnings: list[str], make: Callable[[str, str], Said]
) -> dict[str, Said]:
    origin = display(os.path.normpath(path))
    try:
        found = reader(path, disk, lambda text: warnings.append(f"{origin}: {text}"))
        return {name: make(origin, text) for name, text in found.items()}
    except UnusableError as error:
        warnings.append(f"{origin}: {error}; versions of packages are not taken from it")
        return {}


def _add(known: dict[str, Said], found: dict[str, Said]) -> None:
    """What is known already goes before."""
    for name, said in found.items():
        known.setdefault(name, said)
