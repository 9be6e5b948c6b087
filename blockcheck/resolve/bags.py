"""Library objects that programs keep their own things on: attributes of `app.state`, items of `app["db"]`.

What is kept is told apart by the class of the object and the name or key, not by the object: frameworks hand the same
state to every request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from blockcheck.nodes import ANYTHING, joined
from blockcheck.resolve import types
from blockcheck.resolve.arguments import Arguments
from blockcheck.values import Collection, Known, LibraryMethod, LibraryObject, Symbol, Vals, Value

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame


def holds_attributes(frame: Frame, base: LibraryObject) -> bool:
    """Whether objects of this class are there to have attributes set by the program (`app.state`)."""
    return frame.catalogue.intrinsic(base.name) == "bag"


def holds_items(frame: Frame, name: str) -> bool:
    """Whether objects of this class are there to have items set by the program (`app["db"]`)."""
    return frame.catalogue.intrinsic(name) == "item-bag"


def attribute(frame: Frame, base: LibraryObject, name: str) -> Vals:
    """What some place has put there; nothing where none has."""
    return frame.read(frame.cell("bag", base.name, name))


def put_attribute(frame: Frame, base: LibraryObject, name: str, values: Vals) -> None:
    """`app.state.name = value`."""
    frame.write(frame.cell("bag", base.name, name), values)


def keep(frame: Frame, place: str, values: Vals) -> None:
    """What a callable gave is kept as attributes of a class, or as one attribute of it."""
    owner, _, name = place.rpartition(".")
    if not frame.catalogue.is_class(place):
        frame.write(frame.cell("bag", types.plain(frame.catalogue.canonical(owner)), name), values)
        return
    kept = types.plain(frame.catalogue.canonical(place))
    for value in values:
        for key in frame.read(frame.cell("keys", value)) if isinstance(value, Collection) else ():
            if isinstance(key, Known):
                frame.write(frame.cell("bag", kept, key.value), frame.read(frame.cell("item", value, key)))


def item(frame: Frame, name: str, keys: Vals, default: Vals | None = None) -> Vals:
    """`base[key]`: what some place has put there; anything where none has."""
    found = joined(frame.read(frame.cell("bag item", name, key)) for key in keys if _tells(key))
    return joined((found, default or {})) if found else ANYTHING


def put_item(frame: Frame, name: str, keys: Vals, values: Vals) -> None:
    """`base[key] = value`."""
    for key in keys:
        if _tells(key):
            frame.write(frame.cell("bag item", name, key), values)


def call(frame: Frame, method: LibraryMethod, arguments: Arguments) -> Vals | None:
    """A method that gets or puts an item; None for another."""
    if not holds_items(frame, method.owner):
        return None
    name = method.owner
    keys = arguments.get(0, "key")
    if method.name in ("get", "pop"):
        return item(frame, name, keys, arguments.get(1, "default") or frame.known(None))
    if method.name in ("set", "setdefault"):
        put_item(frame, name, keys, arguments.get(1, "value"))
        return item(frame, name, keys)
    return None


def _tells(key: Value) -> bool:
    return isinstance(key, (Known, LibraryObject, Symbol))
