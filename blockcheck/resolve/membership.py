"""`x in y`: whether a container surely has a value in it, surely has not, or may have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from blockcheck.nodes import EMPTY
from blockcheck.resolve import enums
from blockcheck.values import (
    UNKNOWN,
    Bound,
    ClassValue,
    Collection,
    Coroutine,
    FunctionValue,
    Generator,
    Instance,
    Known,
    LibraryMethod,
    ModuleValue,
    Partial,
    Vals,
    Value,
)

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame

Truth = bool | None
"""None: it may come out either way."""

_OBJECTS = (FunctionValue, ClassValue, ModuleValue, Bound, Coroutine, Generator, Partial)


def contains(frame: Frame, container: Value, member: Value) -> Truth:
    """Whether a value of the program has another one in it; what can change may have lost what was put into it."""
    if isinstance(container, Known) and isinstance(member, Known):
        both_text = isinstance(container.value, str) and isinstance(member.value, str)
        return str(member.value) in str(container.value) if both_text else None
    if not isinstance(container, Collection) or container.kind == "dict":
        return None
    elements = frame.elements(container)
    if container.kind != "tuple":
        return among(frame, member, (), elements) if elements else None
    keys = frame.read(frame.cell("keys", container))
    items = [frame.read(frame.cell("item", container, key)) for key in keys]
    return among(frame, member, items, elements)


def among(frame: Frame, member: Value, places: Sequence[Vals], others: Iterable[Value] = EMPTY) -> Truth:
    """Whether a value is in one of some places, each of which holds one of its values, or is one of those that may be
    there besides."""
    if any(len(place) == 1 and same(frame, member, next(iter(place))) for place in places):
        return True
    possible = (*(value for place in places for value in place), *others)
    return False if all(same(frame, member, value) is False for value in possible) else None


def same(frame: Frame, one: Value, other: Value) -> Truth:
    """Whether two values are equal: literals and members of enumerations can be compared, unknown ones not."""
    if isinstance(one, Instance) or isinstance(other, Instance):
        one, other = (enums.as_key(frame, value) or value for value in (one, other))
        if isinstance(one, Instance) and isinstance(other, Instance):
            return enums.are_same(frame, one, other)
        if any(enums.as_key(frame, value) is not None and isinstance(value, Instance) for value in (one, other)):
            return None if UNKNOWN in (one, other) else False  # no literal is equal to a member that is none
    if isinstance(one, Known) and isinstance(other, Known):
        return one.value == other.value
    literal, other = (one, other) if isinstance(one, Known) else (other, one)
    return False if isinstance(literal, Known) and is_object(frame, other) else None


def is_object(frame: Frame, value: Value) -> bool:
    """Whether a value is always true, and equal to no literal; what is not known to be a method may be an attribute."""
    if isinstance(value, LibraryMethod):
        return frame.catalogue.method_returns(value.owner, value.name) is not None
    return isinstance(value, _OBJECTS)
