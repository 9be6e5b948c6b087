"""How much the catalogue knows: libraries and blocking names, by rule and by folder of rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from blockcheck.catalogue.lookup import Catalogue
from blockcheck.catalogue.origins import Origins
from blockcheck.catalogue.schema import Block, Code, RuleFile

STANDARD_LIBRARY = "python"
"""The folder of rules that is not for packages."""
FRAMEWORKS = "frameworks"
"""The folder of rules that are about where code runs."""


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the catalogue: how many files say that something blocks, and of how many callables."""

    libraries: int
    names: int


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """The whole, its part for packages from elsewhere, and its parts by rule (`BLC102`) and folder (`http`)."""

    total: Share
    packages: Share
    rules: Mapping[str, Share]
    folders: Mapping[str, Share]


class Library(msgspec.Struct, frozen=True, kw_only=True):
    """What of one library falls under a rule: its import names, its distribution, and its own async ways."""

    names: tuple[str, ...]
    package: str
    asynchronous: tuple[str, ...]


def count(catalogue: Catalogue, origins: Origins) -> Counts:
    """Counts every callable once, under the class that defines it; patterns count as what they stand for.

    `catalogue` must have read all libraries.  A library is a file of rules; the files for the ranges of versions of one
    package are one library.
    """
    found: list[tuple[str, str, str]] = []
    for _, rows in catalogue.blocking_callables():
        path, rules = origins.files_of(rows[0])[0]
        found.append((catalogue.codes[rows[0].rule].code, path.parent.name, rules.package or path.stem))
    return Counts(
        total=_share(found),
        packages=_share(one for one in found if one[1] != STANDARD_LIBRARY),
        rules=_by(found, 0),
        folders=_by(found, 1),
    )


def libraries_by_rule(codes: Iterable[Code], files: Mapping[Path, RuleFile]) -> dict[str, list[Library]]:
    """For each code, what of which library falls under it, by the files of rules."""
    code_of = {word: code.code for code in codes for word in (code.code, code.name)}
    found: dict[str, list[Library]] = {code: [] for code in code_of.values()}
    for path, rules in files.items():
        if path.parent.name == FRAMEWORKS:
            continue
        rows_of: dict[str, list[Block]] = {}
        for row in rules.blocks:
            rows_of.setdefault(code_of[row.rule], []).append(row)
        for code, rows in rows_of.items():
            names = dict.fromkeys(root for row in rows for name in row.names for root in _roots(name, rules.library))
            ways = dict.fromkeys(row.async_ for row in rows if row.async_)
            found[code].append(Library(names=tuple(names), package=rules.package, asynchronous=tuple(ways)))
    return found


def _roots(name: str, library: Iterable[str]) -> list[str]:
    """The import name that a name begins with: the longest; none where that is a module's half in C."""
    found = [root for root in library if name.startswith(f"{root}.") and not root.startswith("_")]
    return [max(found, key=len)] if found else []


def _share(found: Iterable[tuple[str, str, str]]) -> Share:
    each = list(found)
    return Share(libraries=len({library for _, _, library in each}), names=len(each))


def _by(found: list[tuple[str, str, str]], place: int) -> dict[str, Share]:
    keys = Counter(one[place] for one in found)
    return {key: _share(one for one in found if one[place] == key) for key in sorted(keys)}
