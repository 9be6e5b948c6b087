"""The order in which the classes of a library are asked for a member."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def linearise(name: str, bases_of: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    """The class and its bases as Python orders them; depth first where that is impossible (a cycle, a conflict)."""
    try:
        return tuple(_c3(name, bases_of, ()))
    except _NoOrderError:
        return tuple(_depth_first(name, bases_of, {}))


class _NoOrderError(Exception):
    """The bases contradict each other."""


def _c3(name: str, bases_of: Callable[[str], Sequence[str]], below: tuple[str, ...]) -> list[str]:
    if name in below:
        raise _NoOrderError
    bases = bases_of(name)
    rows = [_c3(base, bases_of, (*below, name)) for base in bases] + [list(bases)]
    order = [name]
    while rows := [row for row in rows if row]:
        candidate = next((row[0] for row in rows if not any(row[0] in other[1:] for other in rows)), None)
        if candidate is None:
            raise _NoOrderError
        order.append(candidate)
        rows = [row[1:] if row[0] == candidate else row for row in rows]
    return order


def _depth_first(name: str, bases_of: Callable[[str], Sequence[str]], seen: dict[str, None]) -> dict[str, None]:
    if name not in seen:
        seen[name] = None
        for base in bases_of(name):
            _depth_first(base, bases_of, seen)
    return seen
