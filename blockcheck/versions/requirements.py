"""What requirements files pin, and what they and `pyproject.toml` allow."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from blockcheck.disk import Disk
from blockcheck.versions.text import UnusableError, read_text, read_toml, table, texts

PINS = ("requirements*.txt", "requirements/*.txt")
CONSTRAINTS = ("pyproject.toml", *PINS, "requirements*.in", "requirements/*.in")

Warn = Callable[[str], None]
"""Told what is wrong with a file that is of use nevertheless."""

_INCLUDE = re.compile(r"(?:-[rc]|--requirement|--constraint)(?:\s*=\s*|\s*)(?P<file>[^\s#].*)")
_COMMENT = re.compile(r"(^|\s)#.*")
_OPTIONS = re.compile(r"\s--?[\w-]+[= ].*")
_NO_REQUIREMENT = re.compile(r"-|\.|/|[\w+.]+://|[\w+.-]+@|\S+\.(whl|zip|tar\.gz)|\S*[/\\]")
_POETRY_BOUND = re.compile(r"(\^|~(?!=))\s*([^\s,]+)")


def pinned(path: str, disk: Disk, warn: Warn) -> dict[str, str]:
    """The versions that a requirements file, or one that it includes, pins with `==`.  Raises UnusableError."""
    found: dict[str, str] = {}
    for requirement in _requirements(path, disk, warn):
        exact = [one.version for one in requirement.specifier if one.operator in ("==", "===")]
        if exact and not exact[0].endswith(".*"):
            found[canonicalize_name(requirement.name)] = exact[0]
    return found


def allowed(path: str, disk: Disk, warn: Warn) -> dict[str, str]:
    """The versions that a file allows, as specifiers; the first that it says of a package.  Raises UnusableError."""
    found: dict[str, str] = {}
    is_project = os.path.basename(path) == "pyproject.toml"
    requirements = _of_project(path, disk) if is_project else _of_lines(path, disk, warn)
    for name, specifier in requirements:
        if specifier:
            found.setdefault(canonicalize_name(name), specifier)
    return found


# Requirements files


def _of_lines(path: str, disk: Disk, warn: Warn) -> Iterator[tuple[str, str]]:
    for requirement in _requirements(path, disk, warn):
        yield requirement.name, str(requirement.specifier)


def _requirements(path: str, disk: Disk, warn: Warn, seen: frozenset[str] = frozenset()) -> Iterator[Requirement]:
    """The lines that name a package, also those of included files (`-r`, `-c`); paths, links and options do not."""
    lines = read_text(path, disk).replace("\\\r\n", " ").replace("\\\n", " ").splitlines()
    seen |= {os.path.normpath(path)}
    for number, line in enumerate(lines, 1):
        included = _INCLUDE.fullmatch(_COMMENT.sub("", line).strip())
        if included:
            yield from _included(path, number, included["file"], disk, warn, seen)
        text = _OPTIONS.sub("", _COMMENT.sub("", line)).strip()
        if text and not _NO_REQUIREMENT.match(text):
            try:
                yield Requirement(text)
            except InvalidRequirement:
                raise UnusableError(f"line {number} is no requirement") from None


def _included(path: str, number: int, name: str, disk: Disk, warn: Warn, seen: frozenset[str]) -> Iterator[Requirement]:
    """What stands in a file that line `number` of `path` includes; a file that is of no use becomes a warning."""
    other = os.path.normpath(os.path.join(os.path.dirname(path), name.strip("\"'")))
    if other in seen or "://" in name:
        return
    try:
        yield from _requirements(other, disk, warn, seen)
    except UnusableError as error:
        warn(f"included in line {number}, `{name}` {error}; versions of packages are not taken from it")


# pyproject.toml


def _of_project(path: str, disk: Disk) -> Iterator[tuple[str, str]]:
    document = read_toml(path, disk)
    project = table(document, "project")
    yield from _parsed(texts(project.get("dependencies")))
    for group in table(project, "optional-dependencies").values():
        yield from _parsed(texts(group))
    for group in table(document, "dependency-groups").values():
        yield from _parsed(texts(group))
    poetry = table(document, "tool", "poetry")
    yield from _of_poetry(table(poetry, "dependencies"))
    for group in table(poetry, "group").values():
        yield from _of_poetry(table(group, "dependencies"))


def _parsed(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            continue  # what builds the project complains of it
        yield requirement.name, str(requirement.specifier)


def _of_poetry(dependencies: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """`mcp = "^1.2"` and `mcp = {version = "^1.2"}`, as specifiers."""
    for name, entry in dependencies.items():
        written = entry.get("version") if isinstance(entry, dict) else entry
        try:
            if isinstance(written, str):
                yield name, str(SpecifierSet(_specifiers(written)))
        except (InvalidSpecifier, InvalidVersion):
            continue


def _specifiers(written: str) -> str:
    """Poetry's way to write what versions are allowed, as everybody else's."""
    text = _POETRY_BOUND.sub(lambda match: _range(match[1], match[2]), written.partition("||")[0]).strip()
    if text == "*":
        return ""
    return f"=={text}" if re.match(r"\d", text) else text.replace(" ", ",") if " " in text and "," not in text else text


def _range(sign: str, lowest: str) -> str:
    """`^1.2` is `>=1.2,<2`, `~1.2` is `>=1.2,<1.3`: the first digit that is not 0, or the second, may not change."""
    release = Version(lowest).release
    if sign == "^":
        kept = next((place for place, part in enumerate(release) if part), len(release) - 1)
    else:
        kept = min(1, len(release) - 1)
    highest = ".".join(map(str, (*release[:kept], release[kept] + 1)))
    return f">={lowest},<{highest}"
