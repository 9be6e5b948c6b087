"""What a team has accepted for the time being: findings in a file, known by functions and calls and not by lines.

The unit is a cause with one of its boundaries.  Two of them are the same when the same library function blocks, called
from the same function, started from the same function; of several alike it is counted how many there are.  So moved
lines, renamed variables and reordered functions are no news, while a new cause and a new boundary always are.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from blockcheck.config import SettingsError
from blockcheck.discovery.files import display
from blockcheck.findings import Accepted, AcceptedBoundary, Boundary, Finding, local_name

FILE_NAME = ".blockcheck-baseline.json"
VERSION: Literal[1] = 1

Key = tuple[str, str, str, str, str, str]
"""Rule, sink, file and function of the cause, file and function of the boundary."""
Codes = tuple[str, str]
"""The texts of both calls, which tell several of one key apart as long as nobody edits them."""


class Baseline(msgspec.Struct, frozen=True):
    """Accepted findings; their files are relative to `folder`, the one that the baseline lies in."""

    folder: str
    entries: tuple[Accepted, ...]

    def without(self, resolved: Iterable[Accepted]) -> Baseline:
        """The baseline less some of its boundaries."""
        gone = Counter(_unfolded(resolved))
        kept = []
        for way in _unfolded(self.entries):
            if gone[way] > 0:
                gone[way] -= 1
            else:
                kept.append(way)
        return Baseline(self.folder, _folded(kept))


class Compared(msgspec.Struct, frozen=True):
    """Findings that are new, how many are known in full, and accepted ones that are not there any more."""

    news: tuple[Finding, ...]
    known: int
    missing: tuple[Accepted, ...]


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file holds."""

    version: Literal[1]
    findings: tuple[Accepted, ...]


# The file


def find_baseline(start: str) -> Path | None:
    """The nearest baseline above a folder, not beyond the repository that it lies in."""
    folder = Path(start).absolute()
    for above in (folder, *folder.parents):
        if (above / FILE_NAME).is_file():
            return above / FILE_NAME
        if (above / ".git").exists():
            return None
    return None


def read_baseline(file: Path) -> Baseline:
    """The baseline in a file.  Raises SettingsError where it cannot be read or holds something else."""
    name = display(str(file.absolute()))
    advice = "correct it, write it anew with `blockcheck baseline`, or leave it out with --no-baseline"
    try:
        document = msgspec.json.decode(file.read_bytes(), type=Document)
    except OSError as error:
        raise SettingsError(f"baseline {name}: cannot be read: {error.strerror}", "name a file that exists") from None
    except (msgspec.ValidationError, RecursionError) as error:
        raise SettingsError(f"baseline {name}: is no baseline of this version: {error}", advice) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"baseline {name}: is no JSON: {error}", advice) from None
    return Baseline(str(file.absolute().parent), document.findings)


def as_text(baseline: Baseline) -> str:
    """What to write into the file: ordered, and a line for each boundary, so that branches merge well."""
    entries = ",".join(f"\n{_entry_text(entry)}" for entry in baseline.entries)
    return f'{{\n"version": {VERSION},\n"findings": [{entries}\n]\n}}\n'


def _entry_text(entry: Accepted) -> str:
    fields = {name: getattr(entry, name) for name in entry.__struct_fields__ if name != "boundaries"}
    boundaries = ",\n".join(f"  {_json(boundary)}" for boundary in entry.boundaries)
    return f'{_json(fields)[:-1]}, "boundaries": [\n{boundaries}\n]}}'


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=0).decode()


# Comparing


def accepted(findings: Iterable[Finding], folder: str) -> Baseline:
    """A baseline, to lie in `folder`, of everything that was found."""
    return Baseline(folder, _folded(way for finding in findings for way, _ in _ways(finding, folder)))


def compare(findings: Sequence[Finding], baseline: Baseline) -> Compared:
    """Tells what is new from what is known."""
    left: dict[Key, Counter[Codes]] = {}
    for key, codes in _unfolded(baseline.entries):
        left.setdefault(key, Counter())[codes] += 1
    ways = [
        (number, boundary, way)
        for number, finding in enumerate(findings)
        for way, boundary in _ways(finding, baseline.folder)
    ]
    for choose in (_same, _most_alike):  # what was edited takes what is left over by what was not
        ways = [way for way in ways if not _take(left, way[2], choose)]
    new: dict[int, list[Boundary]] = {}
    for number, boundary, _ in ways:
        new.setdefault(number, []).extend([boundary] if boundary else [])
    return Compared(
        news=tuple(msgspec.structs.replace(findings[number], boundaries=tuple(new[number])) for number in sorted(new)),
        known=len(findings) - len(new),
        missing=_folded((key, codes) for key, counts in left.items() for codes in counts.elements()),
    )


Way = tuple[Key, Codes]


def _ways(finding: Finding, folder: str) -> Iterator[tuple[Way, Boundary | None]]:
    """A finding with each of its boundaries; what is said of a comment, by the comment's text, at no function."""
    file = _relative(finding.file, folder)
    function = local_name(finding.function, _absolute(finding.file)) or finding.code
    cause = finding.rule, finding.sink, file, function
    for boundary in finding.boundaries:
        where = _relative(boundary.file, folder), local_name(boundary.function, _absolute(boundary.file))
        yield ((*cause, *where), (finding.code, boundary.path[0].code)), boundary
    if not finding.boundaries:
        yield ((*cause, file, ""), (finding.code, finding.code)), None


def _take(
    left: Mapping[Key, Counter[Codes]], way: Way, choose: Callable[[Counter[Codes], Codes], Codes | None]
) -> bool:
    """Whether there is an accepted one for this, which then is used up."""
    key, codes = way
    there = left.get(key)
    chosen = choose(there, codes) if there else None
    if there is None or chosen is None:
        return False
    there[chosen] -= 1
    if not there[chosen]:
        del there[chosen]
    return True


def _same(there: Counter[Codes], codes: Codes) -> Codes | None:
    return codes if codes in there else None


def _most_alike(there: Counter[Codes], codes: Codes) -> Codes | None:
    return min(there, key=lambda other: (sum(map(str.__ne__, other, codes)), other))


def _relative(file: str, folder: str) -> str:
    return os.path.relpath(_absolute(file), folder).replace(os.sep, "/")


def _absolute(file: str) -> str:
    return Path(file).absolute().as_posix()


def _unfolded(entries: Iterable[Accepted]) -> Iterator[Way]:
    """Each boundary of each entry by itself."""
    for entry in entries:
        cause = entry.rule, entry.sink, entry.file, entry.function
        for boundary in entry.boundaries:
            yield (*cause, boundary.file, boundary.function), (entry.code, boundary.code)


def _folded(ways: Iterable[Way]) -> tuple[Accepted, ...]:
    """Entries, in the order of files and functions."""
    found: dict[tuple[str, ...], list[AcceptedBoundary]] = {}
    for (rule, sink, file, function, start_file, start_function), (code, start) in ways:
        boundary = AcceptedBoundary(file=start_file, function=start_function, code=start)
        found.setdefault((file, function, rule, sink, code), []).append(boundary)
    return tuple(
        Accepted(
            rule=rule,
            sink=sink,
            file=file,
            function=function,
            code=code,
            boundaries=tuple(sorted(boundaries, key=lambda b: (b.file, b.function, b.code))),
        )
        for (file, function, rule, sink, code), boundaries in sorted(found.items())
    )
