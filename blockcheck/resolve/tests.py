"""Conditions: which values of an operand can make a test come out true, or false."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from types import NoneType
from typing import TYPE_CHECKING

from blockcheck.facts import Display, Test
from blockcheck.nodes import join_origins
from blockcheck.origins import NEVER_ON_LOOP
from blockcheck.resolve import membership, types
from blockcheck.resolve.membership import Truth
from blockcheck.values import (
    UNKNOWN,
    Bound,
    ClassValue,
    Collection,
    FunctionValue,
    Generic,
    Instance,
    Known,
    LibraryMethod,
    LibraryObject,
    Origin,
    Partial,
    Symbol,
    Vals,
    Value,
)

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame

Others = Sequence[Vals]
"""What a test compares with: nothing, a literal, a class, a container, or the items of one that is written out."""

_MAYBE_EMPTY = frozenset(
    {"str", "int", "float", "bool", "bytes", "list", "dict", "set", "tuple", "object", "bytearray", "frozenset"}
)


def satisfying(frame: Frame, test: Test, holds: bool) -> Vals:
    """The values of the test's operand for which it can come out as `holds`."""
    operand = frame.vals(test.operand)
    return filtered(frame, operand, test, holds)


def filtered(frame: Frame, values: Vals, test: Test, holds: bool) -> Vals:
    """Of some values, those for which the test can come out as `holds`; what is unknown becomes what was tested for."""
    judge = _JUDGES[test.kind]
    others = _others(frame, test)
    kept: Vals = {}
    for value, origin in values.items():
        if judge(frame, value, others) is not (not holds):
            for narrowed in _narrowed(frame, value, test, others, holds):
                kept[narrowed] = join_origins(kept[narrowed], origin) if narrowed in kept else origin
    return kept


def _others(frame: Frame, test: Test) -> Others:
    if test.other < 0:
        return ()
    op = frame.ops[test.other]
    if test.kind == "among" and isinstance(op, Display):
        return [frame.vals(item) for item in op.items]
    return (frame.vals(test.other),)


def condition_of(frame: Frame, test: Test, holds: bool) -> Origin:
    """The parameter values without which the test cannot come out as `holds`; None where it can whoever calls."""
    if test.kind == "raises":
        return None
    found = satisfying(frame, test, holds)
    if found.keys() == frame.vals(test.operand).keys() and NEVER_ON_LOOP not in found.values():
        return None
    origin: Origin = frozenset()
    for its_origin in found.values():
        origin = join_origins(origin, its_origin)
        if origin is None:
            return None
    return origin


def _narrowed(frame: Frame, value: Value, test: Test, others: Others, holds: bool) -> list[Value]:
    """Knowing that `isinstance` holds tells what an unknown or a declared object is."""
    if test.kind != "isinstance" or not holds:
        return [value]
    any_object = value is UNKNOWN or (isinstance(value, Instance) and value.site is None)
    if not any_object:
        return [value]
    found: list[Value] = []
    for cls in _classes(frame, others[0]):
        if isinstance(cls, ClassValue):
            if isinstance(value, Instance) and cls.cls in value.cls.mro:
                return [value]
            found.append(frame.make(Instance, cls.cls, None))
        elif isinstance(cls, Symbol) and value is UNKNOWN:
            found.append(frame.make(LibraryObject, types.plain(cls.name), (), None))
        else:
            return [value]
    return found or [value]


def _classes(frame: Frame, values: Vals) -> list[Value]:
    """The classes that the second argument of `isinstance` names: one, a tuple, or a union."""
    found: list[Value] = []
    for value in values:
        if isinstance(value, Collection):
            found += [inner for inner in frame.elements(value) if not isinstance(inner, Collection)]
        elif isinstance(value, Generic):
            found += [inner for arg in value.args for inner in arg]
        else:
            found.append(value)
    return found


def truth(frame: Frame, value: Value, _others: Others = ()) -> Truth:
    """`bool(value)`."""
    match value:
        case Known():
            return bool(value.value)
        case Instance():
            return None if any(frame.defines(value.cls, name) for name in ("__bool__", "__len__")) else True
        case LibraryObject():
            return (
                None
                if value.name.rpartition(".")[2] in _MAYBE_EMPTY or not frame.catalogue.is_class(value.name)
                else _library_truth(frame, value.name)
            )
        case _ if membership.is_object(frame, value):
            return True
    return None


def _library_truth(frame: Frame, name: str) -> Truth:
    return None if any(frame.catalogue.has_member(name, method) for method in ("__bool__", "__len__")) else True


def _is_none(frame: Frame, value: Value, _others: Others) -> Truth:
    if isinstance(value, Known):
        return value.value is None
    return None if value is UNKNOWN else False


def _equals(frame: Frame, value: Value, others: Others) -> Truth:
    return membership.among(frame, value, others)


def _is_in(frame: Frame, value: Value, others: Others) -> Truth:
    verdicts = {membership.contains(frame, container, value) for container in others[0]}
    return verdicts.pop() if len(verdicts) == 1 else None


def _contains(frame: Frame, value: Value, others: Others) -> Truth:
    return membership.contains(frame, value, next(iter(others[0]), UNKNOWN))


def _isinstance(frame: Frame, value: Value, others: Others) -> Truth:
    verdicts = {_is_a(frame, value, cls) for cls in _classes(frame, others[0])}
    if True in verdicts:
        return True
    return False if verdicts == {False} else None


def _is_a(frame: Frame, value: Value, cls: Value) -> Truth:
    name = cls.name if isinstance(cls, Symbol) else ""
    if name == "builtins.object":
        return True
    match value, cls:
        case Known(), Symbol():
            kind = type(value.value)
            return name.endswith(".NoneType") if kind is NoneType else _library_is_a(frame, kind.__name__, name)
        case Known(), ClassValue():
            return False
        case Instance(), ClassValue():
            if cls.cls in value.cls.mro:
                return True
            return None if value.site is None else False
        case Instance(), Symbol():
            if name in value.cls.mro:
                return True
            return None if value.cls.library_bases or value.site is None else False
        case LibraryObject(), Symbol():
            return _library_is_a(frame, value.name, name)
        case LibraryObject(), ClassValue():
            return False if frame.catalogue.is_class(value.name) and value.site is not None else None
        case Collection(), Symbol():
            return name == f"builtins.{value.kind}" if name.startswith("builtins.") else None
        case Collection(), ClassValue():
            return False
    return None


def _library_is_a(frame: Frame, mine: str, wanted: str) -> Truth:
    """Whether objects of a library class are of another one; builtin types may be of what only says that they are."""
    order = [types.plain(name) for name in (mine, *frame.catalogue.mro(mine))]
    if types.plain(wanted) in order:
        return True
    if types.plain(mine) in _BUILTIN and not wanted.startswith("builtins."):
        return None
    both_known = frame.catalogue.is_class(mine) and frame.catalogue.is_class(wanted)
    related = types.plain(mine) in map(types.plain, frame.catalogue.mro(wanted))
    return False if both_known and not related else None


_BUILTIN = frozenset(name for name, value in vars(builtins).items() if isinstance(value, type))


def _callable(frame: Frame, value: Value, _others: Others) -> Truth:
    return (
        True
        if isinstance(value, (FunctionValue, ClassValue, Bound, Partial, LibraryMethod))
        else None
        if not isinstance(value, Known)
        else False
    )


def _raised(frame: Frame, value: Value, _other: Vals) -> Truth:
    return None


_JUDGES: dict[str, Callable[..., Truth]] = {
    "truthy": truth,
    "is-none": _is_none,
    "equals": _equals,
    "among": _equals,
    "in": _is_in,
    "contains": _contains,
    "isinstance": _isinstance,
    "callable": _callable,
    "raises": _raised,
}
