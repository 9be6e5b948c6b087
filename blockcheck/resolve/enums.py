"""Members of enumerations: objects of their class, each with its name, its value and what its class gives it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from blockcheck.facts import MakeClass, MakeFunction
from blockcheck.nodes import ANYTHING, EMPTY, joined, under
from blockcheck.program import ClassDef
from blockcheck.values import (
    Bound,
    ClassValue,
    Collection,
    Descriptor,
    FunctionValue,
    Instance,
    Intrinsic,
    Known,
    LibraryObject,
    ManagerFactory,
    Vals,
    Value,
)

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame

_NO_MEMBERS = (FunctionValue, Descriptor, ClassValue, Bound, Intrinsic, ManagerFactory)
_LITERAL_BASES = frozenset({"builtins.str", "builtins.int", "builtins.float"})
"""Bases whose objects are literals: a member of an enumeration with one is equal to its value."""


def is_enum(frame: Frame, cls: ClassDef) -> bool:
    """Whether the names of a class body are members of an enumeration."""
    return cls in frame.state.enumerations


def attribute(frame: Frame, base: Instance | ClassValue, name: str) -> Vals:
    """What only enumerations have: their members, by class or by member; `name` and `value` of a member."""
    cls = base.cls
    if name in cls.body.facts.variables:
        return _member(frame, cls, name)
    if isinstance(base, ClassValue):
        return _by_name(frame, cls) if name == "__members__" else EMPTY
    if name in ("name", "_name_"):
        own = _name_of(base)
        return frame.known(own) if own else ANYTHING
    return _value(frame, base) if name in ("value", "_value_") else EMPTY


def _by_name(frame: Frame, cls: ClassDef) -> Vals:
    return frame.one(LibraryObject, "dict", ((), (frame.make(Instance, cls, None),)), None)


def _member(frame: Frame, cls: ClassDef, name: str) -> Vals:
    """The member of this name; nothing where the name is no member's."""
    place = cls.body.facts.variables[name][0]
    op = cls.body.facts.ops[place]
    if name.startswith("_") or isinstance(op, (MakeFunction, MakeClass)) or getattr(op, "kind", "") == "decorator":
        return EMPTY
    if any(isinstance(value, _NO_MEMBERS) for value in frame.read(frame.cell("class", cls, name))):
        return EMPTY
    return frame.one(Instance, cls, (cls.body, place, name))


def _name_of(member: Instance) -> str:
    """The name of a member; empty where it may be any."""
    site = member.site
    return site[2] if site is not None and len(site) == 3 and site[0] is member.cls.body else ""


def _value(frame: Frame, member: Instance) -> Vals:
    """What `__new__` says is the value, else what stands in the class body."""
    given = frame.read(frame.cell("attribute*", member.cls, "_value_"))
    if given:
        return given
    own = _name_of(member)
    names = [own] if own else [name for name, _ in members(frame, member.cls)]
    return joined(frame.read(frame.cell("class", member.cls, name)) for name in names) or ANYTHING


def members(frame: Frame, cls: ClassDef) -> Iterator[tuple[str, Instance]]:
    """The members of an enumeration, by name."""
    for name in cls.body.facts.variables:
        for member in _member(frame, cls, name):
            if isinstance(member, Instance):
                yield name, member


def all_members(frame: Frame, cls: ClassDef) -> Vals:
    """What going through the class gives."""
    return {member: None for _, member in members(frame, cls)}


def named(frame: Frame, cls: ClassDef, key: Vals) -> Vals:
    """`Color["RED"]`."""
    found = []
    for value, origin in key.items():
        name = str(value.value) if isinstance(value, Known) else ""
        known = _member(frame, cls, name) if name in cls.body.facts.variables else frame.one(Instance, cls, None)
        found.append(under(known, origin))
    return joined(found)


def valued(frame: Frame, cls: ClassDef, passed: Vals) -> tuple[Vals, Vals]:
    """`Color("red")`: the members that it can be, and the values for which there may be none."""
    by_value = {literal: member for _, member in members(frame, cls) for literal in _own_values(frame, member)}
    found, others = [], {}
    for value, origin in passed.items():
        if value in by_value:
            found.append(under(by_value[value].alone, origin))
        elif isinstance(value, Instance) and value.cls is cls:
            found.append({value: origin})
        else:
            others[value] = origin
            found.append(under(frame.one(Instance, cls, None), origin))
    return joined(found), others


def _own_values(frame: Frame, member: Instance) -> list[Value]:
    held = list(frame.read(frame.cell("class", member.cls, _name_of(member))))
    return held if len(held) == 1 and isinstance(held[0], Known) else []


def literal(frame: Frame, value: Value) -> Known | None:
    """A literal, or a member of an enumeration that is one (`class Color(str, Enum)`)."""
    if isinstance(value, Known):
        return value
    if isinstance(value, Instance) and is_enum(frame, value.cls) and _LITERAL_BASES & set(value.cls.library_bases):
        held = _own_values(frame, value) if _name_of(value) else []
        return held[0] if held and isinstance(held[0], Known) else None
    return None


def as_key(frame: Frame, value: Value) -> Value | None:
    """What stands for a value as a key, or in a comparison: a literal, or one member; None where it may be several."""
    known = literal(frame, value)
    if known is not None:
        return known
    is_member = isinstance(value, Instance) and is_enum(frame, value.cls) and bool(_name_of(value))
    return value if is_member else None


def are_same(frame: Frame, one: Instance, other: Instance) -> bool | None:
    """Whether two objects are the same member of an enumeration; None where one may be several, or is none."""
    if as_key(frame, one) is None or as_key(frame, other) is None:
        return None
    return one is other


def arguments_of(frame: Frame, member: Instance) -> list[Vals]:
    """What a member's `__new__` and `__init__` get: the parts of its value where that is a tuple."""
    held = frame.read(frame.cell("class", member.cls, _name_of(member)))
    packed = next(iter(held), None)
    if len(held) == 1 and isinstance(packed, Collection) and packed.kind == "tuple":
        keys = frame.read(frame.cell("keys", packed))
        return [frame.read(frame.cell("item", packed, key)) for key in keys]
    return [held]
