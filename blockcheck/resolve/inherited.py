"""Project classes that are containers (`class Registry(dict)`): what is put into their objects comes out again.

An object has what was put into it; where it is not known which object it is, it may have what any of its class has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from blockcheck.nodes import EMPTY, joined
from blockcheck.resolve import containers
from blockcheck.resolve.arguments import Arguments
from blockcheck.values import Collection, Instance, Vals

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame

_KINDS = {"builtins.dict": "dict", "builtins.list": "list", "builtins.set": "set"}
_PUTTING = frozenset({"append", "add", "insert", "extend", "update", "setdefault", "__setitem__", "__init__"})


def _kind(value: Instance) -> str:
    return next((_KINDS[base] for base in value.cls.library_bases if base in _KINDS), "")


def _to_get(frame: Frame, value: Instance) -> list[Collection]:
    """Where to look for what an object contains: with it, and with objects of which it is not known which they are."""
    kind = _kind(value)
    if not kind:
        return []
    if value.site is None:
        return [frame.make(Collection, kind, (value.cls, "of any"))]
    unknown = [frame.make(Collection, kind, (cls, "of one")) for cls in value.cls.project_mro]
    return [frame.make(Collection, kind, (value, "of it")), *unknown]


def _to_put(frame: Frame, value: Instance) -> list[Collection]:
    kind, classes = _kind(value), value.cls.project_mro
    if not kind:
        return []
    own = [(value, "of it")] if value.site is not None else [(cls, "of one") for cls in classes]
    return [frame.make(Collection, kind, place) for place in (*own, *((cls, "of any") for cls in classes))]


def item(frame: Frame, value: Instance, key: Vals) -> Vals:
    """`value[key]`."""
    return joined(containers.get(frame, place, key) for place in _to_get(frame, value))


def store(frame: Frame, value: Instance, key: Vals, values: Vals) -> None:
    """`value[key] = values`."""
    for place in _to_put(frame, value):
        containers.put_later(frame, place, key, values)


def elements(frame: Frame, value: Instance) -> Vals:
    """What going through an object gives."""
    return joined(containers.elements(frame, place) for place in _to_get(frame, value))


def fill(frame: Frame, index: int, value: Instance, arguments: Arguments) -> None:
    """`Registry({"a": f}, b=g)`."""
    for place in _to_put(frame, value):
        for source in arguments.get(0):
            containers.copy(frame, index, place, source)
        for name, values in arguments.keywords.items():
            containers.put(frame, place, frame.known(name), values)


def call_method(frame: Frame, index: int, value: Instance, name: str, arguments: Arguments) -> Vals | None:
    """A method that the class has from the container; None where it moves no values."""
    if not _kind(value):
        return None
    if name == "__init__":
        fill(frame, index, value, arguments)
        return None
    if name == "__setitem__":
        store(frame, value, arguments.get(0), arguments.get(1))
        return frame.known(None)
    if name == "__getitem__":
        return item(frame, value, arguments.get(0)) or None
    if name == "copy":
        return value.alone
    places = _to_put(frame, value) if name in _PUTTING else _to_get(frame, value)
    found = [containers.collection_method(frame, index, place, name, arguments) for place in places]
    known = [given for given in found if given is not None]
    return joined(known) or EMPTY if known else None
