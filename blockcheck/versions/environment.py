"""Installed packages, by the names of their folders alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from packaging.utils import canonicalize_name

from blockcheck.config import SettingsError
from blockcheck.discovery.files import display
from blockcheck.disk import Disk
from blockcheck.versions.places import names_in

_CUSTOMARY = (".venv", "venv")
_PACKAGES = ("site-packages", "dist-packages")
_ENDING = ".dist-info"


def environments(places: Sequence[str], python: str, disk: Disk) -> Iterator[tuple[str, str]]:
    """The folders of packages, each with what to call it: of `python`, of the active environment, of those at `places`.

    Where `python` is given, nothing else is looked at.  Raises SettingsError where that is no environment.
    """
    if python:
        folders = _packages(_environment_of(python, disk), disk) if disk.exists(python) else []
        if not folders:
            raise SettingsError(f"python: `{display(python)}` is no environment", "name its interpreter or its folder")
        yield from ((folder, display(python)) for folder in folders)
        return
    active = os.environ.get("VIRTUAL_ENV", "")
    for environment in [active, *(os.path.join(place, name) for place in places for name in _CUSTOMARY)]:
        if environment and disk.is_file(os.path.join(environment, "pyvenv.cfg")):
            yield from ((folder, display(os.path.abspath(environment))) for folder in _packages(environment, disk))


def installed(folder: str, disk: Disk) -> dict[str, str]:
    """The version of every distribution in a folder of packages."""
    names = [name for name in names_in(folder, disk) if name.endswith(_ENDING)]
    split = [name.removesuffix(_ENDING).rpartition("-") for name in names]
    return {canonicalize_name(name): version for name, _, version in split if name}


def _environment_of(python: str, disk: Disk) -> str:
    """The folder of the environment of an interpreter (`.venv/bin/python`); a folder is one itself."""
    return python if disk.is_folder(python) else os.path.dirname(os.path.dirname(python))


def _packages(environment: str, disk: Disk) -> list[str]:
    """The folders of packages in an environment, of those that are the same (`lib64`) the first."""
    libraries = [os.path.join(environment, name) for name in ("lib", "lib64")]
    pythons = [os.path.join(library, name) for library in libraries for name in names_in(library, disk)]
    above = [path for path in pythons if os.path.basename(path).startswith("python3")]
    above.append(os.path.join(environment, "Lib"))
    found = [path for folder in above for name in _PACKAGES if disk.is_folder(path := os.path.join(folder, name))]
    return list({disk.real(path): path for path in reversed(found)}.values())[::-1]
