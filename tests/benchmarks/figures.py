"""What was measured, as data, and the figures that follow from it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import pairwise
from statistics import median

import msgspec


class Scenario(Enum):
    """What has happened before a run."""

    COLD = "cold"
    UNCHANGED = "unchanged"
    LEAF = "leaf edited"
    HUB = "hub edited"


class Row(msgspec.Struct, frozen=True):
    """One tool in one scenario: the seconds of each round, the bytes of its largest process in each, its findings.

    `together` are the bytes of all its processes at one time, as far as they were seen.  `problem`, where there is one,
    is why there are no figures, or none for every round.
    """

    tool: str
    scenario: Scenario
    wall: tuple[float, ...]
    user: tuple[float, ...]
    memory: tuple[int, ...]
    findings: int | None = None
    together: int | None = None
    problem: str = ""

    @property
    def peak(self) -> float | None:
        """The memory that it takes: what was seen of all processes misses peaks that are shorter than a look."""
        largest = middle(self.memory)
        return None if largest is None else max(largest, self.together or 0)


class Measured(msgspec.Struct, frozen=True):
    """An application, and what every tool took on it."""

    name: str
    source: str
    files: int
    size: int
    leaf: str
    hub: str
    rows: tuple[Row, ...]

    def row(self, tool: str, scenario: Scenario) -> Row | None:
        """What was measured of a tool in a scenario."""
        return next((row for row in self.rows if row.tool == tool and row.scenario is scenario), None)


class Point(msgspec.Struct, frozen=True):
    """How long a tool took on a program of so many files; None with the problem that it had."""

    tool: str
    files: int
    wall: float | None
    problem: str = ""


def middle(values: Sequence[float]) -> float | None:
    """The median; None of nothing."""
    return median(values) if values else None


def spread(values: Sequence[float]) -> float | None:
    """How far apart the rounds are, as a part of their median; None of less than two."""
    return (max(values) - min(values)) / median(values) if len(values) > 1 else None


def ratio(row: Row | None, reference: Row | None) -> float | None:
    """How many times as long one takes as another; None where one of them has no figures."""
    ours, theirs = (middle(each.wall) if each else None for each in (row, reference))
    return ours / theirs if ours is not None and theirs else None


def memory_ratio(row: Row | None, reference: Row | None) -> float | None:
    """The same for memory."""
    ours, theirs = (each.peak if each else None for each in (row, reference))
    return ours / theirs if ours is not None and theirs else None


def growth(points: Iterable[Point]) -> float | None:
    """By how much the time is multiplied when the files are doubled: by a straight line through the
    logarithms.

    None where fewer than two sizes were measured.
    """
    known = [(math.log2(point.files), math.log2(point.wall)) for point in points if point.wall]
    if len({files for files, _ in known}) < 2:
        return None
    mean_files, mean_wall = (sum(axis) / len(known) for axis in zip(*known, strict=True))
    above = sum((files - mean_files) * (wall - mean_wall) for files, wall in known)
    return float(2 ** (above / sum((files - mean_files) ** 2 for files, _ in known)))


def worst_doubling(points: Sequence[Point]) -> float | None:
    """The largest such factor between two sizes that follow each other."""
    known = sorted((point for point in points if point.wall), key=lambda point: point.files)
    return max(filter(None, map(growth, pairwise(known))), default=None)
