"""What must hold of the parameters along a path for it to be one that can run."""

from __future__ import annotations

from blockcheck.nodes import Node
from blockcheck.origins import CAPTURED, OFF_LOOP, environment
from blockcheck.values import UNKNOWN, Origin, Vals, Value

Place = tuple[int, int]
"""A parameter: the serial number of the activation around that has it (`OWN`: this one), and which one it is."""
Needs = frozenset[tuple[Place, frozenset[Value]]]
"""Per parameter, the values of which it must hold one."""
OWN = -1

PLAIN: Needs = frozenset({((-2, 0), frozenset({UNKNOWN}))})
"""The activation gives back what cannot be awaited."""
ELSEWHERE: Needs = frozenset({((-3, 0), frozenset({UNKNOWN}))})
"""The activation runs where no event loop does."""
NOTHING: Needs = frozenset()
MAX_ALTERNATIVES = 4


def grouped(node: Node, origin: Origin) -> list[Needs]:
    """An origin as alternatives, one for each parameter that may supply it."""
    if origin is None:
        return [NOTHING]
    by_place: dict[Place, set[Value]] = {}
    for number, value in origin:
        if number != OFF_LOOP:
            by_place.setdefault(_placed(node, number), set()).add(value)
    elsewhere = [ELSEWHERE] if any(number == OFF_LOOP for number, _ in origin) else []
    return elsewhere + [
        frozenset({(place, frozenset(values))}) for place, values in sorted(by_place.items(), key=lambda item: item[0])
    ]


def _placed(node: Node, number: int) -> Place:
    """A place of an origin as one that is the same along a path."""
    if number < CAPTURED:
        return (OWN, number)
    owner = environment(node, number // CAPTURED)
    return (owner.serial if owner is not None else node.serial, number % CAPTURED)


def of_enclosing(caller: Node, owner: int, place: int, wanted: frozenset[Value]) -> list[Needs]:
    """What a caller in the same activation tells of a parameter of it; one from elsewhere says nothing."""
    if caller.serial == owner:
        return [frozenset({((OWN, place), wanted)})]
    env = caller.env
    while env is not None and env.serial != owner:
        env = env.env
    return [NOTHING] if env is None else [frozenset({((owner, place), wanted)})]


def alternatives(caller: Node, passed: Vals, wanted: frozenset[Value]) -> list[Needs]:
    """What must hold in the caller for an argument to be one of the wanted values: alternatives, maybe none."""
    fitting = [origin for value, origin in passed.items() if value in wanted]
    if any(origin is None for origin in fitting):
        return [NOTHING]
    return grouped(caller, frozenset().union(*(origin for origin in fitting if origin is not None)))


def both(left: list[Needs], right: list[Needs]) -> list[Needs]:
    """All combinations that can hold together."""
    if left == [NOTHING]:
        return right
    if right == [NOTHING]:
        return left
    found: dict[Needs, None] = {}
    for one in left:
        for other in right:
            joint = _conjunction(one, other)
            if joint is not None:
                found[joint] = None
    return list(found)[:MAX_ALTERNATIVES]


def _conjunction(left: Needs, right: Needs) -> Needs | None:
    wanted = dict(left)
    for place, values in right:
        wanted[place] = wanted[place] & values if place in wanted else values
        if not wanted[place]:
            return None
    return frozenset(wanted.items())
