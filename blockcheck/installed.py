"""Rule files that installed packages bring along (entry points of the group `blockcheck.rules`), found without import.

[project.entry-points."blockcheck.rules"]
acme = "acme.rules"        # acme/rules.toml, or every .toml file of the folder acme/rules
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import msgspec

from blockcheck.disk import Disk

GROUP = "blockcheck.rules"


class InstalledRules(msgspec.Struct, frozen=True):
    """What one package brings: its name, the value of its entry point, and the files; none where there are none."""

    package: str
    value: str
    files: tuple[str, ...]


def installed_rules(disk: Disk | None = None) -> tuple[InstalledRules, ...]:
    """The rule files of the packages that are installed beside blockcheck, in the order of the packages' names."""
    disk = disk or Disk()
    folders = list(_metadata_folders(disk))
    if not folders:
        return ()
    from importlib.metadata import PathDistribution  # noqa: PLC0415 -- slow to import, and seldom needed

    found: dict[tuple[str, str], InstalledRules] = {}
    for distribution in map(PathDistribution, folders):
        for entry in distribution.entry_points.select(group=GROUP):
            package = distribution.metadata["Name"]
            rules = InstalledRules(package, entry.value, tuple(map(str, _files_of(entry.value, disk))))
            found.setdefault((package.lower(), entry.name), rules)  # of two installations, the one that is imported
    return tuple(found[key] for key in sorted(found))


def _metadata_folders(disk: Disk) -> Iterator[Path]:
    """Where packages say something for our group: a look into one small file of each."""
    for folder in dict.fromkeys(sys.path):
        try:
            names = [entry.name for entry in disk.names(folder or ".")]
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")):
                file = Path(folder, name, "entry_points.txt")
                if _mentions_group(file, disk):
                    yield file.parent


def _mentions_group(file: Path, disk: Disk) -> bool:
    try:
        return GROUP.encode() in disk.content(str(file))
    except OSError:
        return False


def _files_of(value: str, disk: Disk) -> list[Path]:
    """The files that a dotted name stands for.  Only its first part is looked up, which runs no code of the package."""
    top, *rest = value.strip().split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return []
    if spec is None:
        return []
    if spec.submodule_search_locations is None:
        places = [Path(spec.origin or "").with_suffix("")]
    else:
        places = [Path(location) for location in spec.submodule_search_locations]
    return [file for place in places for file in _files_at(place.joinpath(*rest), disk)]


def _files_at(place: Path, disk: Disk) -> list[Path]:
    if disk.is_folder(str(place)):
        return [Path(entry.path) for entry in disk.names(str(place)) if entry.name.endswith(".toml")]
    file = place.with_name(f"{place.name}.toml")
    return [file] if disk.is_file(str(file)) else []
