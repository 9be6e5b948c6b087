"""What `await` tells of types: what is awaited is no blocking client, and a call that is awaited gives an awaitable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blockcheck.awaits import place_of
from blockcheck.values import Coroutine, Instance, LibraryObject, Vals, Value

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame


def fitting(frame: Frame, index: int, values: Vals) -> Vals:
    """The values without library objects of which methods are awaited that block: the object must be another one."""
    awaited = frame.awaited.get(place_of(frame.function.facts, index)) if frame.awaited else None
    if not awaited:
        return values
    kept = {value: origin for value, origin in values.items() if not _is_blocking_client(frame, value, awaited)}
    return values if len(kept) == len(values) else kept


def _is_blocking_client(frame: Frame, value: Value, awaited: set[str]) -> bool:
    return isinstance(value, LibraryObject) and any(frame.catalogue.method_blocks(value.name, name) for name in awaited)


def gives_awaitable(frame: Frame, results: Vals) -> bool:
    """Whether something among the results of a call can be awaited."""
    for value in results:
        if isinstance(value, Coroutine) or (isinstance(value, Instance) and frame.defines(value.cls, "__await__")):
            return True
        if isinstance(value, LibraryObject) and (
            value.name == "Awaitable" or frame.catalogue.has_member(value.name, "__await__")
        ):
            return True
    return False
