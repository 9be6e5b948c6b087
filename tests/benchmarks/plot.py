"""A plot of time by size, as SVG: both axes logarithmic, one line for each tool."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

import msgspec

from tests.benchmarks.figures import Point

COLOURS = ("#0b5fa5", "#c2410c", "#15803d", "#7e22ce", "#a16207")
WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 110, 20, 48
STEPS = (1, 2, 5)


class Axis(msgspec.Struct, frozen=True):
    """A logarithmic axis: the values at its ends, and where on the picture they lie."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value lies."""
        part = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + part * (self.end - self.start)

    def ticks(self) -> list[float]:
        """The round values on it."""
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        values = [step * 10.0**power for power in powers for step in STEPS]
        return [value for value in values if self.low * 0.999 <= value <= self.high * 1.001]


def draw(points: Sequence[Point]) -> str:
    """The picture of the points that have a time; "" where there are none."""
    known = [point for point in points if point.wall]
    if not known:
        return ""
    x = _axis([float(point.files) for point in known], LEFT, WIDTH - RIGHT)
    y = _axis([point.wall for point in known if point.wall], HEIGHT - BOTTOM, TOP)
    parts = [*_grid(x, y)]
    for tool, colour in zip(dict.fromkeys(point.tool for point in known), COLOURS, strict=False):
        parts += _line([point for point in known if point.tool == tool], colour, x, y)
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">'
    background = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    return "\n".join([head, "<title>Time by number of files</title>", background, *parts, "</svg>", ""])


def _axis(values: Sequence[float], start: float, end: float) -> Axis:
    """From the last round value below the values to the first above them."""
    return Axis(_rounded(min(values), up=False), _rounded(max(values), up=True), start, end)


def _rounded(value: float, *, up: bool) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    steps = [step * power for step in (*STEPS, 10)]
    if up:
        return next((step for step in steps if step > value), 20 * power)
    return next(step for step in reversed(steps) if step <= value * 1.000001)


def _grid(x: Axis, y: Axis) -> Iterator[str]:
    for value in x.ticks():
        at = f"{x.at(value):.1f}"
        yield f'<path d="M{at} {y.start}V{y.end}" stroke="#e5e7eb"/>'
        yield f'<text x="{at}" y="{y.start + 18}" text-anchor="middle" fill="#374151">{value:,.0f}</text>'
    for value in y.ticks():
        at = f"{y.at(value):.1f}"
        yield f'<path d="M{x.start} {at}H{x.end}" stroke="#e5e7eb"/>'
        yield f'<text x="{x.start - 8}" y="{at}" dy="4" text-anchor="end" fill="#374151">{value:g} s</text>'
    middle = (x.start + x.end) / 2
    yield f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle" fill="#374151">files</text>'


def _line(points: Sequence[Point], colour: str, x: Axis, y: Axis) -> Iterator[str]:
    places = [(x.at(point.files), y.at(point.wall)) for point in points if point.wall]
    path = "L".join(f"{right:.1f} {down:.1f}" for right, down in places)
    yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    yield from (f'<circle cx="{right:.1f}" cy="{down:.1f}" r="3" fill="{colour}"/>' for right, down in places)
    right, down = places[-1]
    yield f'<text x="{right + 8:.1f}" y="{down:.1f}" dy="4" fill="{colour}">{escape(points[0].tool)}</text>'
