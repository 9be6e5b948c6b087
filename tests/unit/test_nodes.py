"""Cells only grow, and stop growing; origins say which parameter a value came in by."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from blockcheck import nodes
from blockcheck.nodes import Cell, free, join_origins, joined, under, widened
from blockcheck.program import ClassDef
from blockcheck.values import UNKNOWN, FunctionValue, Instance, Known, LibraryObject, Origin, Vals, Value, Values
from tests.unit.engine import program_of

repeatable = settings(deadline=None, derandomize=True, database=None)
TABLE = Values()
A, B = Known("a"), Known("b")
FROM_FIRST: Origin = frozenset({(0, A)})
FROM_SECOND: Origin = frozenset({(1, B)})
PROGRAM = program_of({"app.py": "class C: ...\n" + "".join(f"def f{number}(): ...\n" for number in range(60))})
(CLASS,) = PROGRAM.classes()


def instances(count: int, cls: ClassDef = CLASS) -> list[Value]:
    return [TABLE.make(Instance, cls, ("somewhere", number)) for number in range(count)]


def functions(count: int) -> list[Value]:
    found = [function for function in PROGRAM.functions() if function.facts.kind == "def"]
    return [TABLE.make(FunctionValue, function, None) for function in found[:count]]


def test_equal_values_are_one_object() -> None:
    assert TABLE.make(Instance, CLASS, 1) is TABLE.make(Instance, CLASS, 1)
    assert TABLE.make(Instance, CLASS, 1) is not TABLE.make(Instance, CLASS, 2)
    assert TABLE.known(1) is TABLE.known(1)
    assert TABLE.known(1) is not TABLE.known(True)
    assert TABLE.known("1") is not TABLE.known(1)


def test_adding_says_whether_it_was_news() -> None:
    cell = Cell()

    assert cell.add({A: FROM_FIRST}, TABLE)
    assert not cell.add({A: FROM_FIRST}, TABLE)
    assert cell.add({B: None}, TABLE)
    assert cell.values == {A: FROM_FIRST, B: None}


def test_a_value_that_comes_in_two_ways_has_both_origins() -> None:
    cell = Cell()
    cell.add({A: FROM_FIRST}, TABLE)

    assert cell.add({A: FROM_SECOND}, TABLE)
    assert cell.values == {A: frozenset({(0, A), (1, B)})}
    assert cell.add({A: None}, TABLE)
    assert cell.values == {A: None}
    assert not cell.add({A: FROM_FIRST}, TABLE)


def test_who_looks_at_a_cell_keeps_what_was_seen() -> None:
    cell = Cell()
    cell.add({A: None}, TABLE)
    seen = cell.values
    cell.add({B: None}, TABLE)

    assert seen == {A: None}


def test_too_many_objects_of_a_class_become_one_that_stands_for_all() -> None:
    cell = Cell()
    cell.add(dict.fromkeys(instances(100)), TABLE)

    assert len(cell.values) <= nodes.MAX_SITES + 1
    assert TABLE.make(Instance, CLASS, None) in cell.values


def test_too_many_literals_become_unknown() -> None:
    cell = Cell()
    for number in range(100):
        cell.add({TABLE.known(number): None}, TABLE)

    assert UNKNOWN in cell.values
    assert len(cell.values) <= nodes.LIMITS[Known] + 1


def test_a_table_of_callables_is_kept_whole() -> None:
    cell = Cell()
    cell.add(dict.fromkeys(functions(nodes.MAX_OBJECTS + 20)), TABLE)

    assert set(functions(nodes.MAX_OBJECTS + 20)) == set(cell.values)


def test_where_everything_came_together_nothing_is_told_apart() -> None:
    cell = Cell()
    for number in range(60):
        cell.add({TABLE.make(LibraryObject, f"library.Class{number}", (), None): None}, TABLE)

    assert cell.values == {UNKNOWN: None}
    assert not cell.add(dict.fromkeys(functions(20)), TABLE)


def test_an_unknown_value_stands_for_plain_data_in_a_large_set() -> None:
    cell = Cell()
    cell.add({TABLE.known(number): None for number in range(nodes.MAX_SITES)}, TABLE)
    function = functions(1)[0]
    cell.add({UNKNOWN: None, function: None}, TABLE)

    assert cell.values == {UNKNOWN: None, function: None}
    assert not cell.add({TABLE.known(1): None}, TABLE)


def test_joining() -> None:
    assert joined([]) == {}
    assert joined([{A: None}, {}, {B: FROM_FIRST}]) == {A: None, B: FROM_FIRST}
    assert joined([{A: FROM_FIRST}, {A: FROM_SECOND}]) == {A: frozenset({(0, A), (1, B)})}
    assert joined([{A: FROM_FIRST}, {A: None}]) == {A: None}


def test_under_a_condition_and_free_of_it() -> None:
    assert under({A: None}, FROM_FIRST) == {A: FROM_FIRST}
    assert under({A: FROM_SECOND}, None) == {A: FROM_SECOND}
    assert free({A: FROM_SECOND, B: None}) == {A: None, B: None}


ORIGINS: st.SearchStrategy[Origin] = st.one_of(
    st.none(), st.frozensets(st.tuples(st.integers(0, 3), st.sampled_from([A, B])), min_size=1)
)
POOL: list[Value] = [UNKNOWN, *instances(20), *functions(12), *(TABLE.known(number) for number in range(20))]
VALS: st.SearchStrategy[Vals] = st.dictionaries(st.sampled_from(POOL), ORIGINS, max_size=20)


@repeatable
@given(ORIGINS, ORIGINS, ORIGINS)
def test_origins_join_in_any_order(one: Origin, two: Origin, three: Origin) -> None:
    assert join_origins(one, two) == join_origins(two, one)
    assert join_origins(join_origins(one, two), three) == join_origins(one, join_origins(two, three))


@repeatable
@given(st.lists(VALS, max_size=12))
def test_cells_come_to_rest(parts: list[Vals]) -> None:
    """Whatever is added, in the end adding the same once more is no news, and the size is bounded."""
    cell = Cell()
    for _ in range(3):
        for part in parts:
            cell.add(part, TABLE)

    assert not any(cell.add(part, TABLE) for part in parts)
    assert sum(isinstance(value, Instance) for value in cell.values) <= nodes.MAX_SITES + 1
    assert sum(isinstance(value, Known) for value in cell.values) <= nodes.LIMITS[Known]


@repeatable
@given(st.lists(VALS, max_size=6))
def test_nothing_is_forgotten(parts: list[Vals]) -> None:
    """Each value is still there, or something that stands for it."""
    cell = Cell()
    for part in parts:
        cell.add(part, TABLE)

    for value in (value for part in parts for value in part):
        assert {value, nodes.widest(value, TABLE), UNKNOWN} & set(cell.values)


@repeatable
@given(VALS)
def test_widening_twice_is_widening_once(values: Vals) -> None:
    once = widened(values, TABLE)

    assert widened(once, TABLE) == once
