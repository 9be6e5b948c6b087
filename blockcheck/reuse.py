"""Findings of an earlier run, taken over where files have changed in nothing but where their code stands.

What is found follows from the shapes of all files, the rules and a few settings; under these it is kept.  Where a file
has other bytes and the same shape, each place of its old facts has one in the new facts.  The order of places decides
something here and there (which of two calls comes first, what stands in one line): where it is another, and wherever a
place could mean two, nothing is taken over and the work is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

import msgspec

from blockcheck.cache import Cache, FactStore, keep, key_of, recall
from blockcheck.compose import Draft, Read, code_at
from blockcheck.discovery.files import SourceFile
from blockcheck.disk import Answer
from blockcheck.facts import Span
from blockcheck.findings import Boundary, EntryPoint, Finding, Location, Step, Summary, line_mark, with_lines
from blockcheck.reading import FileFacts, facts_of_content
from blockcheck.shapes import places_of

ReadLines = Callable[[str], Sequence[str]]
_KIND = "found-"
_WHOLE_FILE = Span(1, 1, 1, 1)
"""Where the body of a module stands, and what has no place of its own in it."""


class Found(msgspec.Struct, frozen=True):
    """What following the calls of a project gave: findings, which versions of libraries were assumed, counts."""

    draft: Draft
    assumed: tuple[str, ...]
    summary: Summary


class Basis(msgspec.Struct, frozen=True):
    """What findings follow from: the files with their facts, and `rest`, which stands for everything else."""

    facts: Mapping[SourceFile, FileFacts]
    rest: tuple[bytes, ...]

    def key(self) -> str:
        """The name under which they are kept.  Raises UnicodeEncodeError for a project that cannot have one."""
        shapes = [(f.module, f.display, f.is_package, f.is_test, facts.shape) for f, facts in self.facts.items()]
        return key_of((b"findings", _encoder.encode(shapes), *self.rest))


def take_over(basis: Basis, cache: Cache, store: FactStore, lines: ReadLines) -> tuple[Found, Sequence[Answer]] | None:
    """What an earlier run has found, with all places as they are now, and the answers of the disk that it follows from.

    None where there is none, or where it is not certain that the same would be found.
    """
    try:
        kept, answers = recall(cache, basis.key(), _KIND)
        flat = _decoder.decode(kept) if kept is not None else None
        if flat is None:
            return None
        return flat.found(_moves(flat.contents, basis, store), lines), answers
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError, IndexError, _UncertainError):
        return None


def leave(basis: Basis, cache: Cache, answers: Sequence[Answer], found: Found) -> None:
    """Keeps what was found for `take_over`, if that is possible."""
    contents = {file.display: facts.content for file, facts in basis.facts.items()}
    try:
        keep(cache, basis.key(), answers, _encoder.encode(_flattened(found, contents)), _KIND)
    except UnicodeEncodeError:  # a name in the code, or of a folder, is no text
        return


# How it is kept: paths share most of their steps, and boundaries their entry points

T = TypeVar("T")
L = TypeVar("L", bound=Location)
P = TypeVar("P", int, tuple[int, int])


class _FlatBoundary(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A boundary; the numbers are those of a location, a list of entry points, and steps."""

    place: int
    function: str
    entry_points: int
    path: tuple[int, ...]


class _Flat(msgspec.Struct, frozen=True, array_like=True):
    """Findings without their boundaries, and beside each its boundaries; `contents` of files by display name."""

    contents: dict[str, bytes]
    steps: tuple[Step, ...]
    places: tuple[Location, ...]
    entry_points: tuple[tuple[EntryPoint, ...], ...]
    findings: tuple[Finding, ...]
    boundaries: tuple[tuple[_FlatBoundary, ...], ...]
    read: tuple[Read, ...]
    assumed: tuple[str, ...]
    summary: Summary

    def found(self, moves: Mapping[str, _Move], lines: ReadLines) -> Found:
        """What was found, with these files moved.  Raises _UncertainError."""
        mover = _Mover(moves, lines)
        mover.check(self.read)
        steps = [mover.step(step) for step in self.steps]
        places = [mover.placed(place) for place in self.places]
        entry_points = [tuple(map(mover.entry_point, points)) for points in self.entry_points]

        def whole(flat: _FlatBoundary) -> Boundary:
            place, path = places[flat.place], tuple(steps[step] for step in flat.path)
            return Boundary(
                file=place.file, line=place.line, column=place.column, end_line=place.end_line,
                end_column=place.end_column, function=flat.function, entry_points=entry_points[flat.entry_points],
                path=path,
            )  # fmt: skip

        findings = tuple(
            msgspec.structs.replace(mover.finding(finding), boundaries=tuple(map(whole, boundaries)))
            for finding, boundaries in zip(self.findings, self.boundaries, strict=True)
        )
        return Found(Draft(findings, ()), self.assumed, self.summary)


def _flattened(found: Found, contents: dict[str, bytes]) -> _Flat:
    steps: dict[Step, int] = {}
    places: dict[Location, int] = {}
    points: dict[tuple[EntryPoint, ...], int] = {}
    boundaries = tuple(
        tuple(
            _FlatBoundary(
                _number(places, _place(boundary)),
                boundary.function,
                _number(points, boundary.entry_points),
                tuple(_number(steps, step) for step in boundary.path),
            )
            for boundary in finding.boundaries
        )
        for finding in found.draft.findings
    )
    findings = tuple(msgspec.structs.replace(finding, boundaries=()) for finding in found.draft.findings)
    return _Flat(
        contents, tuple(steps), tuple(places), tuple(points), findings, boundaries, found.draft.read, found.assumed,
        found.summary,
    )  # fmt: skip


def _number(table: dict[T, int], row: T) -> int:
    return table.setdefault(row, len(table))


def _place(it: Location) -> Location:
    return Location(file=it.file, line=it.line, column=it.column, end_line=it.end_line, end_column=it.end_column)


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Flat)


# What has moved


class _UncertainError(Exception):
    """What was found cannot be taken over."""


class _Move:
    """Where the places of a file stood and stand now; raises _UncertainError where their order is not the same."""

    def __init__(self, before: Sequence[Span], now: Sequence[Span]) -> None:
        pairs = list(zip(before, now, strict=True))
        self._spans = dict(pairs)
        if any(self._spans[old] != new for old, new in pairs):
            raise _UncertainError
        _check_order(((old.line, old.column), (new.line, new.column)) for old, new in pairs)
        _check_order((old.line, new.line) for old, new in pairs)
        self._lines = {old.line: new.line for old, new in pairs}
        # Of what stands in line 1 it cannot be told whether it is a place, or the whole file, which is always there.
        self._top_moved = self._lines.get(1, 1) != 1 or 1 in (self._lines.keys() ^ self._lines.values())

    def line(self, old: int) -> int:
        """Where a line is now on which something stands."""
        new = self._lines.get(old)
        if new is None and old != _WHOLE_FILE.line:
            raise _UncertainError
        return self._checked(old, new or old)

    def span(self, old: Span) -> Span:
        """Where a place is now."""
        new = self._spans.get(old)
        if new is None and old != _WHOLE_FILE:
            raise _UncertainError
        new = new or old
        self._checked(old.line, new.line)
        return new

    def _checked(self, old: int, new: int) -> int:
        if self._top_moved and 1 in (old, new):
            raise _UncertainError
        return new


def _check_order(pairs: Iterable[tuple[P, P]]) -> None:
    """Nothing that was apart is one, nothing that was one is apart, and what was before is before."""
    for (old, new), (next_old, next_new) in pairwise(sorted(set(pairs))):
        if not (old < next_old and new < next_new):
            raise _UncertainError


def _moves(contents: Mapping[str, bytes], basis: Basis, store: FactStore) -> dict[str, _Move]:
    return dict(_changed(contents, basis, store))


def _changed(contents: Mapping[str, bytes], basis: Basis, store: FactStore) -> Iterator[tuple[str, _Move]]:
    """The files that have other bytes than before."""
    for file, now in basis.facts.items():
        content = contents.get(file.display)
        if content != now.content:
            before = facts_of_content(content, store) if content is not None else None
            if before is None:
                raise _UncertainError
            places = places_of(before), places_of(now.facts)
            if len(places[0]) != len(places[1]):
                raise _UncertainError
            yield file.display, _Move(*places)


class _Mover:
    """Moves whatever stands in files that have changed, and leaves the rest as it is."""

    def __init__(self, moves: Mapping[str, _Move], lines: ReadLines) -> None:
        self._moves = moves
        self._source = lines

    def check(self, read: Iterable[Read]) -> None:
        """Raises _UncertainError unless everything that sentences were made of reads as before."""
        for one in read:
            move = self._moves.get(one.file)
            if move is not None and code_at(self._source(one.file), move.span(one.span)) != one.text:
                raise _UncertainError

    def placed(self, location: L) -> L:
        """A location, or what stands at one."""
        move = self._moves.get(location.file)
        if move is None:
            return location
        new = move.span(_span(location))
        return msgspec.structs.replace(
            location, line=new.line, column=new.column, end_line=new.end_line, end_column=new.end_column
        )

    def step(self, step: Step) -> Step:
        """A step, with its text as it reads now."""
        if step.file not in self._moves:
            return step
        moved = self.placed(step)
        return msgspec.structs.replace(moved, code=code_at(self._source(step.file), _span(moved)))

    def entry_point(self, point: EntryPoint) -> EntryPoint:
        """An entry point, of which only the line is known."""
        move = self._moves.get(point.file)
        return point if move is None else msgspec.structs.replace(point, line=move.line(point.line))

    def finding(self, finding: Finding) -> Finding:
        """A finding, also where its sentences speak of lines in other files."""
        if finding.file in self._moves:
            moved = self.placed(finding)
            code = code_at(self._source(finding.file), _span(moved))
            finding = msgspec.structs.replace(moved, code=code)
        message, advice = with_lines(finding.message, self._mark), with_lines(finding.advice, self._mark)
        if (message, advice) == (finding.message, finding.advice):
            return finding
        return msgspec.structs.replace(finding, message=message, advice=advice)

    def _mark(self, file: str, line: int) -> str:
        move = self._moves.get(file)
        return line_mark(file, line if move is None else move.line(line))


def _span(location: Location) -> Span:
    return Span(location.line, location.column, location.end_line, location.end_column)
