"""What must hold of the parameters along a path for it to be one that can run."""

from __future__ import annotations

from collections.abc import Callable

from blockcheck.nodes import Cell, Node
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

Asked = tuple[int, int, bool]
"""A test that must come out in one way: the serial number of its activation, its operation, and how it comes out."""


class Unseen(Value):
    """What stands for the values that a parameter does not keep apart any more, and of them those that pass some tests.

    Equal where the tests are.
    """

    __slots__ = ("tests",)

    def __init__(self, tests: frozenset[Asked]) -> None:
        self.tests = tests

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unseen) and other.tests == self.tests

    def __hash__(self) -> int:
        return hash(self.tests)


Passes = Callable[[Value, Unseen], bool]
"""Whether a value passes the tests."""


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


def under_test(node: Node, place: int, options: list[Needs], test: Asked) -> list[Needs]:
    """What a test of a parameter asks: where the parameter's values are not kept apart, of each caller anew.

    `options` are what the test asks of the values that there are.
    """
    if not absorbs(node.params[place]):
        return options
    unseen = Unseen(frozenset({test}))
    if options == [NOTHING]:
        values = (value for value in node.params[place].values if value is not UNKNOWN)
        return [frozenset({((OWN, place), frozenset({unseen, *values}))})]
    return [_replaced(needs, place, unseen) for needs in options]


def absorbs(cell: Cell) -> bool:
    """Whether an unknown value stands for others in a cell, too."""
    return (cell.vague or cell.lost) and UNKNOWN in cell.values


def _replaced(needs: Needs, place: int, unseen: Unseen) -> Needs:
    return frozenset(
        (key, values - {UNKNOWN} | {unseen} if key == (OWN, place) and UNKNOWN in values else values)
        for key, values in needs
    )


def absorbed(caller: Node, passed: Vals, cell: Cell, wanted: frozenset[Value], passes: Passes) -> list[Needs] | None:
    """Like `alternatives`, for an argument that the parameter may not keep apart; None where it does."""
    tested = [value for value in wanted if isinstance(value, Unseen)]
    if not tested:
        return None
    found: list[Needs] = []
    for value, origin in passed.items():
        kept = value is not UNKNOWN and value in cell.values
        fits = value in wanted if kept else any(value is UNKNOWN or passes(value, unseen) for unseen in tested)
        for needs in grouped(caller, origin) if fits else ():
            found.append(_carried(caller, needs, tested[0]) if value is UNKNOWN else needs)
    return list(dict.fromkeys(found))


def _carried(caller: Node, needs: Needs, unseen: Unseen) -> Needs:
    """What is unknown in the caller, too, because its parameter does not keep values apart, is tested further up."""
    for (owner, place), _ in needs:
        if owner == OWN and absorbs(caller.params[place]):
            needs = _replaced(needs, place, unseen)
    return needs


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
        wanted[place] = _common(wanted[place], values) if place in wanted else values
        if not wanted[place]:
            return None
    return frozenset(wanted.items())


def _common(left: frozenset[Value], right: frozenset[Value]) -> frozenset[Value]:
    """What is wanted by both; an unseen value must pass the tests of both."""
    tests: list[frozenset[Asked]] = []
    for side in (left, right):
        unseen = next((value.tests for value in side if isinstance(value, Unseen)), None)
        if unseen is None and UNKNOWN not in side:
            return left & right
        tests.append(unseen or frozenset())
    both_tests = tests[0] | tests[1]
    return left & right if not both_tests else (left & right) - {UNKNOWN} | {Unseen(both_tests)}
