"""Strongly connected components of a directed graph, in an order in which edges lead only forward."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def components(nodes: Iterable[T], successors: Callable[[T], Sequence[T]]) -> list[list[T]]:
    """The components of a graph (Tarjan, without recursion); an edge leads within its component or to a later one."""
    index: dict[T, int] = {}
    low: dict[T, int] = {}
    open_: list[T] = []
    is_open: set[T] = set()
    found: list[list[T]] = []
    for start in nodes:
        if start in index:
            continue
        index[start] = low[start] = len(index)
        open_.append(start)
        is_open.add(start)
        stack = [(start, iter(successors(start)))]
        while stack:
            node, rest = stack[-1]
            for target in rest:
                if target not in index:
                    index[target] = low[target] = len(index)
                    open_.append(target)
                    is_open.add(target)
                    stack.append((target, iter(successors(target))))
                    break
                if target in is_open:
                    low[node] = min(low[node], index[target])
            else:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[node])
                if low[node] == index[node]:
                    found.append(_closed(node, open_, is_open))
    found.reverse()
    return found


def _closed(root: T, open_: list[T], is_open: set[T]) -> list[T]:
    component: list[T] = []
    while True:
        node = open_.pop()
        is_open.discard(node)
        component.append(node)
        if node is root:
            return component
