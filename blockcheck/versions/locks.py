"""Lock files: which version of each package they hold."""

from __future__ import annotations

import os
from collections.abc import Iterable

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from blockcheck.disk import Disk
from blockcheck.versions.text import UnusableError, read_json, read_toml, table, tables

LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "pylock.*.toml", "Pipfile.lock")
"""Lock files in the order in which they count where several lie side by side."""

_PACKAGES = {"pylock": "packages"}


def read_lock(path: str, disk: Disk) -> dict[str, str]:
    """Versions by the normalised names of the packages; of several for different systems the newest.

    Raises UnusableError for a file that is no lock file.
    """
    name = os.path.basename(path)
    if name == "Pipfile.lock":
        return _newest(_pipfile(path, disk))
    key = _PACKAGES.get(name.partition(".")[0], "package")
    document = read_toml(path, disk)
    if not isinstance(document.get(key, []), list):
        raise UnusableError(f"has no list `{key}`")
    return _newest((one.get("name"), one.get("version")) for one in tables(document.get(key)))


def _pipfile(path: str, disk: Disk) -> Iterable[tuple[object, object]]:
    document = read_json(path, disk)
    for group in ("default", "develop"):
        for name, entry in table(document, group).items():
            yield name, str(table(entry).get("version", "")).removeprefix("==")


def _newest(pairs: Iterable[tuple[object, object]]) -> dict[str, str]:
    """What can be used of names with versions."""
    found: dict[str, str] = {}
    for name, version in pairs:
        if isinstance(name, str) and isinstance(version, str) and name and version:
            key = canonicalize_name(name)
            found[key] = version if key not in found else _newer(found[key], version)
    return found


def _newer(one: str, other: str) -> str:
    try:
        return max(one, other, key=Version)
    except InvalidVersion:
        return one
