"""Strongly connected components: each node once, together with what it reaches and is reached from, in order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blockcheck.components import components

Graph = dict[int, list[int]]


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ({}, []),
        ({1: []}, [{1}]),
        ({1: [1]}, [{1}]),
        ({1: [2], 2: [3], 3: []}, [{1}, {2}, {3}]),
        ({1: [2], 2: [1]}, [{1, 2}]),
        ({1: [2], 2: [3], 3: [2, 4], 4: []}, [{1}, {2, 3}, {4}]),
        ({1: [2, 3], 2: [4], 3: [4], 4: [1]}, [{1, 2, 3, 4}]),
        ({3: [1], 1: [2], 2: []}, [{3}, {1}, {2}]),
    ],
    ids=["empty", "one", "loop", "chain", "pair", "cycle in a chain", "diamond closed", "not by number"],
)
def test_small_graphs(graph: Graph, expected: list[set[int]]) -> None:
    assert [set(found) for found in components(graph, graph.__getitem__)] == expected


def test_a_long_chain_needs_no_recursion() -> None:
    length = 20_000
    found = components(range(length), lambda node: [node + 1] if node + 1 < length else [0])
    assert [len(component) for component in found] == [length]


GRAPHS: st.SearchStrategy[Graph] = st.integers(1, 8).flatmap(
    lambda size: st.fixed_dictionaries({n: st.lists(st.integers(0, size - 1), max_size=4) for n in range(size)})
)


def reachable(graph: Graph, start: int) -> set[int]:
    seen, stack = {start}, [start]
    while stack:
        for target in graph[stack.pop()]:
            if target not in seen:
                seen.add(target)
                stack.append(target)
    return seen


@settings(deadline=None, derandomize=True, database=None)
@given(GRAPHS)
def test_what_reaches_each_other_is_together_and_edges_lead_forward(graph: Graph) -> None:
    found = components(graph, graph.__getitem__)

    place = {node: number for number, component in enumerate(found) for node in component}
    assert sorted(node for component in found for node in component) == sorted(graph)
    reach = {node: reachable(graph, node) for node in graph}
    for one in graph:
        for other in reach[one]:
            assert place[one] <= place[other]
            assert (place[one] == place[other]) == (one in reach[other])
