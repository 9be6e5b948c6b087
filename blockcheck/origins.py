"""Origins: what must hold for a value to be there, and how that looks from another activation.

An origin names places of the activation that evaluated the value, and what one of them must hold.  A place is the
number of a parameter; from `CAPTURED` on it is one of an enclosing activation, with `CAPTURED` added for each step
outwards; `OFF_LOOP` is no parameter: the value is there only where no event loop runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from blockcheck.values import UNKNOWN, Origin, Vals

if TYPE_CHECKING:
    from blockcheck.nodes import Node

CAPTURED = 1 << 10
OFF_LOOP = -1
NEVER_ON_LOOP: Origin = frozenset({(OFF_LOOP, UNKNOWN)})
"""The origin of what is there only where no event loop runs."""


def outward(values: Vals, depth: int) -> Vals:
    """The values of a variable of the `depth`-th enclosing activation, as the inner one sees them."""
    for origin in values.values():
        if origin is not None:
            return {value: _shifted(origin, depth * CAPTURED) for value, origin in values.items()}
    return values


def _shifted(origin: Origin, distance: int) -> Origin:
    if origin is None:
        return None
    return frozenset((place if place < 0 else place + distance, value) for place, value in origin)


def environment(node: Node, depth: int) -> Node | None:
    """The activation of the `depth`-th enclosing function; of 0, the node itself."""
    found: Node | None = node
    for _ in range(depth):
        found = found.env if found is not None else None
    return found


def seen_from(node: Node, owner: Node, place: int) -> int | None:
    """A parameter of an activation as a place of `node`; None where `node` does not stand in that activation."""
    found: Node | None = node
    depth = 0
    while found is not None:
        if found is owner:
            return place + depth * CAPTURED
        found, depth = found.env, depth + 1
    return None
