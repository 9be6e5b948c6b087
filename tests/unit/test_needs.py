"""What must hold along a path: alternatives, and what holds together."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from blockcheck.needs import (
    ELSEWHERE,
    NOTHING,
    OWN,
    PLAIN,
    Needs,
    Unseen,
    absorbed,
    alternatives,
    both,
    grouped,
    of_enclosing,
)
from blockcheck.nodes import Cell
from blockcheck.origins import CAPTURED, NEVER_ON_LOOP, OFF_LOOP
from blockcheck.values import UNKNOWN, Known, Vals, Value


def node(serial: int) -> Any:
    """All of a node that counts here."""
    return SimpleNamespace(serial=serial, env=None)


NODE = node(0)
A, B, C = Known("a"), Known("b"), Known("c")


def needs(**wanted: set[Value]) -> Needs:
    return frozenset(((OWN, int(place[1:])), frozenset(values)) for place, values in wanted.items())


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ([NOTHING], [NOTHING], [NOTHING]),
        ([NOTHING], [needs(p0={A})], [needs(p0={A})]),
        ([needs(p0={A})], [NOTHING], [needs(p0={A})]),
        ([needs(p0={A, B})], [needs(p0={B, C})], [needs(p0={B})]),
        ([needs(p0={A})], [needs(p0={B})], []),
        ([needs(p0={A})], [needs(p1={B})], [needs(p0={A}, p1={B})]),
        ([needs(p0={A}), needs(p1={B})], [needs(p0={B})], [needs(p0={B}, p1={B})]),
        ([], [needs(p0={A})], []),
        ([PLAIN], [PLAIN, ELSEWHERE], [PLAIN, PLAIN | ELSEWHERE]),
        ([PLAIN], [needs(p0={A})], [PLAIN | needs(p0={A})]),
    ],
)
def test_needs_that_hold_together(left: list[Needs], right: list[Needs], expected: list[Needs]) -> None:
    assert both(left, right) == expected


def test_an_origin_is_one_alternative_for_each_parameter() -> None:
    assert grouped(NODE, None) == [NOTHING]
    assert grouped(NODE, frozenset({(1, A), (0, B), (1, C)})) == [needs(p0={B}), needs(p1={A, C})]


def test_what_must_hold_for_an_argument_to_be_wanted() -> None:
    passed: Vals = {A: None, B: frozenset({(0, B)}), C: frozenset({(1, C)})}

    assert alternatives(NODE, passed, frozenset({A, B})) == [NOTHING]  # A comes from nowhere in particular
    assert alternatives(NODE, passed, frozenset({B, C})) == [needs(p0={B}), needs(p1={C})]
    assert alternatives(NODE, passed, frozenset({Known("d")})) == []


def test_what_is_there_only_off_the_loop_is_an_alternative_of_its_own() -> None:
    assert grouped(NODE, NEVER_ON_LOOP) == [ELSEWHERE]
    assert grouped(NODE, frozenset({(OFF_LOOP, UNKNOWN), (0, A)})) == [ELSEWHERE, needs(p0={A})]


def test_a_parameter_of_an_enclosing_activation_is_kept_as_long_as_the_path_stays_in_it() -> None:
    outer, inner, sibling, other = node(1), node(2), node(3), node(4)
    inner.env = sibling.env = outer
    (wanted,) = grouped(inner, frozenset({(CAPTURED, A)}))
    ((owner, place), values), *_ = wanted

    assert of_enclosing(outer, owner, place, values) == [needs(p0={A})]
    assert of_enclosing(sibling, owner, place, values) == [wanted]
    assert of_enclosing(other, owner, place, values) == [NOTHING]


def test_unseen_values_pass_the_tests_of_both_sides() -> None:
    first, second = Unseen(frozenset({(1, 2, True)})), Unseen(frozenset({(1, 3, False)}))
    left, right = needs(p0={A, first}), needs(p0={A, B, second})

    assert both([left], [right]) == [needs(p0={A, Unseen(first.tests | second.tests)})]
    assert both([left], [needs(p0={B, UNKNOWN})]) == [needs(p0={first})]
    assert both([left], [needs(p0={B})]) == []


def test_what_a_parameter_does_not_keep_apart_is_tested_where_it_is_passed() -> None:
    unseen, cell = Unseen(frozenset({(0, 1, True)})), Cell()
    passed: Vals = {A: None, B: None}

    def passes(value: Value, _unseen: Unseen) -> bool:
        return value is B

    assert absorbed(NODE, passed, cell, frozenset({unseen}), passes) == [NOTHING]
    assert absorbed(NODE, {A: None}, cell, frozenset({unseen}), passes) == []
    assert absorbed(NODE, {UNKNOWN: None}, cell, frozenset({unseen}), passes) == [NOTHING]
    assert absorbed(NODE, passed, cell, frozenset({A}), passes) is None  # it keeps apart what is wanted
