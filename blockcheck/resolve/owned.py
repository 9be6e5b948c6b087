"""Collections that objects are made with, and those that their methods make to be filled: each object has its own.

Beside them there is one for any object, which holds what all of them hold: it stands for them where too many come
together or where it is not known which object it is.  What is put into that one may be in each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blockcheck.facts import Field
from blockcheck.program import ClassDef
from blockcheck.values import ANYONE, Collection, Instance, Site, Symbol, Vals, Value

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame


def make(frame: Frame, index: int, kind: str, is_empty: bool) -> Collection:
    """The collection that is made here; what a method makes with something in it is mostly handed on, not kept."""
    if not frame.node.plan.fills or not (is_empty or frame.function.facts.name == "__init__"):
        return frame.make(Collection, kind, frame.site(index))
    return _belonging(frame, kind, frame.site(index), frame.node.site or ANYONE)


def of_field(frame: Frame, made: Instance, cls: ClassDef, field: Field) -> Vals:
    """The collections that a field of a new object begins with: `x: list = field(default_factory=list)`."""
    factories = frame.read(frame.cell("factory", cls, field.name))
    kinds = [value.name.rpartition(".")[2] for value in factories if isinstance(value, Symbol)]
    site = (cls.body, field.value)
    return {_belonging(frame, kind, site, made.site): None for kind in kinds if kind in _KINDS}


_KINDS = frozenset({"list", "dict", "set", "deque"})


def inner(frame: Frame, outer: Collection, kind: str, name: Value | str) -> Collection:
    """A collection that another one makes by itself, for a missing key."""
    if outer.owner is None:
        return frame.make(Collection, kind, (outer, name))
    return _belonging(frame, kind, (_of_anyone(frame, outer), name), outer.owner)


def write(frame: Frame, collection: Collection, values: Vals, space: str, *key: Any) -> None:
    """Adds to what a collection has."""
    frame.write(frame.cell(space, collection, *key), values)
    if collection.owner is None:
        return
    if collection.owner is ANYONE:
        for other in frame.read(frame.cell("owned", collection)):
            frame.write(frame.cell(space, other, *key), values)
    else:
        frame.write(frame.cell(space, _of_anyone(frame, collection), *key), values)


def _belonging(frame: Frame, kind: str, site: Site, owner: Site) -> Collection:
    made = frame.make(Collection, kind, site, owner)
    if owner is not ANYONE:
        cell = frame.cell("owned", _of_anyone(frame, made))
        if made not in cell.values:  # all of them count: a cell's limits would hide some
            frame.state.replace(cell, cell.values | made.alone)
    return made


def _of_anyone(frame: Frame, collection: Collection) -> Collection:
    return frame.make(Collection, collection.kind, collection.site, ANYONE)
