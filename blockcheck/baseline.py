"""What a team has accepted for the time being: findings in a file, known by functions and calls and not by lines.

Two findings are the same when the same library function blocks, called from the same function; of several alike those
belong together that have the same text, and then those that are started from the same functions.  So moved lines,
renamed variables and reordered functions are no news, while one more cause always is, and so is one more boundary of a
known cause.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path
from typing import Literal

import msgspec

from blockcheck.config import SettingsError
from blockcheck.discovery.files import display
from blockcheck.disk import Disk
from blockcheck.findings import Accepted, AcceptedBoundary, Boundary, Finding, local_name

FILE_NAME = ".blockcheck-baseline.json"
VERSION: Literal[1] = 1

Cause = tuple[str, str, str, str]
"""Rule, sink, file and function."""


class Baseline(msgspec.Struct, frozen=True):
    """Accepted findings; their files are relative to `folder`, the one that the baseline lies in."""

    folder: str
    entries: tuple[Accepted, ...]

    def without(self, resolved: Iterable[Accepted]) -> Baseline:
        """The baseline less some boundaries of its findings, and less the findings that then have none."""
        left = list(self.entries)
        for gone in resolved:
            rests = ((place, _rest(entry, gone)) for place, entry in enumerate(left))
            place, rest = next((found for found in rests if found[1] is not None), (0, None))
            if rest is not None:
                left[place : place + 1] = [rest] if rest.boundaries else []
        return Baseline(self.folder, tuple(left))


def _rest(entry: Accepted, gone: Accepted) -> Accepted | None:
    """What is left of an entry; None where not all of `gone` is part of it."""
    boundaries = list(entry.boundaries)
    for boundary in gone.boundaries:
        if boundary not in boundaries:
            return None
        boundaries.remove(boundary)
    whole = msgspec.structs.replace(gone, boundaries=entry.boundaries)
    return msgspec.structs.replace(entry, boundaries=tuple(boundaries)) if whole == entry else None


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


def find_baseline(start: str, disk: Disk | None = None) -> Path | None:
    """The nearest baseline above a folder, not beyond the repository that it lies in."""
    disk = disk or Disk()
    folder = Path(os.path.normpath(Path(start).absolute()))
    for above in (folder, *folder.parents):
        if disk.is_file(str(above / FILE_NAME)):
            return above / FILE_NAME
        if disk.exists(str(above / ".git")):
            return None
    return None


def read_baseline(file: Path, disk: Disk | None = None) -> Baseline:
    """The baseline in a file.  Raises SettingsError where it cannot be read or holds something else."""
    name = display(str(file.absolute()))
    advice = "correct it, write it anew with `blockcheck baseline`, or leave it out with --no-baseline"
    try:
        document = msgspec.json.decode((disk or Disk()).content(str(file)), type=Document)
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
    entries = (_entry(finding, folder) for finding in findings)
    return Baseline(folder, tuple(sorted(entries, key=_order)))


def compare(findings: Sequence[Finding], baseline: Baseline) -> Compared:
    """Tells what is new from what is known."""
    known = _pairs([_entry(finding, baseline.folder) for finding in findings], baseline.entries)
    left = dict(enumerate(baseline.entries))
    news = []
    for number, finding in enumerate(findings):
        if number not in known:
            news.append(finding)
            continue
        place = known[number]
        new, gone = _boundaries(finding, baseline.entries[place], baseline.folder)
        left[place] = msgspec.structs.replace(left[place], boundaries=gone)
        if new:
            news.append(msgspec.structs.replace(finding, boundaries=new))
        if not gone:
            del left[place]
    return Compared(tuple(news), len(findings) - len(news), tuple(left.values()))


def _pairs(found: Sequence[Accepted], entries: Sequence[Accepted]) -> dict[int, int]:
    """For each finding that is known the place of its entry: of several alike the two that have most in common."""
    groups: dict[Cause, tuple[list[int], list[int]]] = {}
    for side, members in enumerate((found, entries)):
        for number, member in enumerate(members):
            groups.setdefault(_cause(member), ([], []))[side].append(number)
    known: dict[int, int] = {}
    for numbers, places in groups.values():
        pairs = product(numbers, places)
        taken = set()
        for number, place in sorted(pairs, key=lambda pair: _alike(found[pair[0]], entries[pair[1]]), reverse=True):
            if number not in known and place not in taken:
                known[number] = place
                taken.add(place)
    return known


def _alike(found: Accepted, entry: Accepted) -> tuple[bool, int]:
    """How much two findings of one cause have in common: the text of the call, functions in which it starts."""
    starts, others = ({(b.file, b.function) for b in each.boundaries} for each in (found, entry))
    return found.code == entry.code, len(starts & others)


def _boundaries(
    finding: Finding, entry: Accepted, folder: str
) -> tuple[tuple[Boundary, ...], tuple[AcceptedBoundary, ...]]:
    """The boundaries of a known finding that are new, and those that are gone."""
    left = list(entry.boundaries)
    edited = []
    for boundary in finding.boundaries:
        same = _boundary(boundary, folder)
        if same in left:
            left.remove(same)
        else:
            edited.append((boundary, same))
    new = []
    for boundary, same in edited:  # what was edited takes what is left over by what was not
        known = next((other for other in left if (other.file, other.function) == (same.file, same.function)), None)
        if known is None:
            new.append(boundary)
        else:
            left.remove(known)
    return tuple(new), tuple(left) if finding.boundaries else ()


def _entry(finding: Finding, folder: str) -> Accepted:
    """A finding as a baseline has it; what is said of a comment is known by the comment's text, and starts there."""
    file = _relative(finding.file, folder)
    starts = [_boundary(boundary, folder) for boundary in finding.boundaries]
    return Accepted(
        rule=finding.rule,
        sink=finding.sink,
        file=file,
        function=local_name(finding.function, _absolute(finding.file)) or finding.code,
        code=finding.code,
        boundaries=tuple(sorted(starts or [AcceptedBoundary(file=file, function="", code=finding.code)], key=_start)),
    )


def _boundary(boundary: Boundary, folder: str) -> AcceptedBoundary:
    return AcceptedBoundary(
        file=_relative(boundary.file, folder),
        function=local_name(boundary.function, _absolute(boundary.file)),
        code=boundary.path[0].code,
    )


def _cause(entry: Accepted) -> Cause:
    return entry.rule, entry.sink, entry.file, entry.function


def _start(boundary: AcceptedBoundary) -> tuple[str, str, str]:
    return boundary.file, boundary.function, boundary.code


def _order(entry: Accepted) -> tuple[object, ...]:
    return entry.file, entry.function, entry.rule, entry.sink, entry.code, [_start(b) for b in entry.boundaries]


def _relative(file: str, folder: str) -> str:
    return os.path.relpath(_absolute(file), folder).replace(os.sep, "/")


def _absolute(file: str) -> str:
    return Path(file).absolute().as_posix()
