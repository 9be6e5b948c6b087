"""Which rule files of a package hold for a project: those that are for the version it uses, as far as that is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from blockcheck.catalogue.schema import RuleFile

_AT_LEAST = (">=", "~=", "==", "===", ">")
_TIGHT = (*_AT_LEAST, "<=")


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a project says of a package: the `version` that it uses, or which it allows (PEP 440), and where."""

    origin: str
    version: str = ""
    allowed: str = ""


class Assumed(msgspec.Struct, frozen=True, kw_only=True):
    """The version of a package whose rules were taken, and why in a few words; `pinned`: the project says it.

    `roots` are the import names that the rules are for.
    """

    package: str
    roots: tuple[str, ...]
    version: str
    why: str
    pinned: bool = True

    def __str__(self) -> str:
        return f"{self.package} {self.version} ({self.why})"


Known = Mapping[str, Said]
"""By the normalised name of the distribution."""
NOTHING_KNOWN: Known = MappingProxyType({})


def is_versioned(files: Sequence[RuleFile]) -> bool:
    """Whether the files of one package are for different versions of it."""
    return len({file.versions for file in files if file.versions}) > 1


def assume(files: Sequence[RuleFile], known: Known) -> Assumed:
    """The version to take the rules of a package for: what the project says, else the newest that is known.

    `files` are all files of the package.
    """
    package, roots, newest = files[0].package, files[0].library, max(_known_versions(files))
    said = known.get(canonicalize_name(package))
    if said is not None and _versions([said.version]):
        return Assumed(package=package, roots=roots, version=said.version, why=said.origin)
    if said is not None and said.allowed and (fitting := _newest_allowed(files, SpecifierSet(said.allowed))):
        why = f"the newest known that fits {said.allowed} of {said.origin}"
        return Assumed(package=package, roots=roots, version=str(fitting), why=why)
    why = "not pinned: newest known"
    return Assumed(package=package, roots=roots, version=str(newest), why=why, pinned=False)


def applying(files: Sequence[RuleFile], assumed: Assumed) -> list[RuleFile]:
    """The files of a package that hold, those that go before the others first.

    Where the version is only assumed, names that the newest one dropped still mean what they meant.
    """
    newest_first = sorted(files, key=_lowest, reverse=True)
    if not assumed.pinned:
        return newest_first
    version = Version(assumed.version)
    fitting = [file for file in newest_first if SpecifierSet(file.versions).contains(version, prereleases=True)]
    return fitting or _nearest(newest_first, version)


def _nearest(newest_first: Sequence[RuleFile], version: Version) -> list[RuleFile]:
    """The files for the last versions before one that no file is for; if there are none, for the first after it."""
    lowest = [low for low in map(_lowest, newest_first) if low <= version]
    chosen = max(lowest) if lowest else _lowest(newest_first[-1])
    return [file for file in newest_first if _lowest(file) == chosen]


def _newest_allowed(files: Sequence[RuleFile], allowed: SpecifierSet) -> Version | None:
    """The newest version that the project allows, of those that the rules know and those that it names itself."""
    named = set(_bounds(allowed, _TIGHT))
    fitting = [v for v in named | _known_versions(files) if allowed.contains(v, prereleases=True)]
    in_range = [v for v in fitting if any(SpecifierSet(file.versions).contains(v) for file in files)]
    return max(in_range or fitting, default=None)


def _known_versions(files: Iterable[RuleFile]) -> set[Version]:
    return {version for file in files for version in (_lowest(file), *_versions([file.seen]))}


def _lowest(file: RuleFile) -> Version:
    return max(_bounds(SpecifierSet(file.versions), _AT_LEAST), default=Version("0"))


def _bounds(specifiers: SpecifierSet, operators: Sequence[str]) -> list[Version]:
    return _versions(one.version.removesuffix(".*") for one in specifiers if one.operator in operators)


def _versions(texts: Iterable[str]) -> list[Version]:
    """Those of the texts that are versions."""
    found = []
    for text in texts:
        try:
            found.append(Version(text))
        except InvalidVersion:
            continue
    return found
