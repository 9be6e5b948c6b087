"""Library objects that give back what was put into them: context variables, queues, channels, weak references.

Each object has what was put into it; where it is not known which object it is, it may have what any of its class has.
Plain data leads to no call and is not kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from blockcheck.nodes import EMPTY, is_data, joined
from blockcheck.resolve import containers, types
from blockcheck.resolve.arguments import Arguments
from blockcheck.values import UNKNOWN, Collection, LibraryObject, Vals, Value

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame


def make(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    """`ContextVar("name", default=x)`, `ref(x)`: an object that has what it is made with."""
    made = frame.make(LibraryObject, types.plain(name), (), frame.site(index))
    _put(frame, name, made, joined((arguments.get(0), arguments.get("default"))))
    return {made: None}


def make_channel(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals | None:
    """`send, receive = open_channel(0)`: two ends, of which the second gives what the first was given."""
    declared = frame.catalogue.method_returns(name, "__new__") or frame.catalogue.returns(name)
    if declared is None or len(declared.args) != len(("send", "receive")):
        return None
    sending, receiving = (
        frame.make(LibraryObject, types.plain(end.name), (), frame.site(index)) for end in declared.args
    )
    for reader in (receiving, receiving.name):
        frame.write(frame.cell("fed by", reader), {sending: None})
    ends = frame.make(Collection, "tuple", frame.site(index))
    for place, end in enumerate((sending, receiving)):
        containers.put(frame, ends, frame.known(place), {end: None})
    return {ends: None}


def received(frame: Frame, value: LibraryObject) -> Vals:
    """What going through a channel gives."""
    return _held(frame, value.name, value) if frame.read(frame.cell("fed by", value.name)) else EMPTY


def declare(frame: Frame, value: Value, declared: Vals) -> None:
    """`queue: Queue[X] = Queue()`: what an object is declared to hold."""
    if isinstance(value, LibraryObject) and frame.catalogue.intrinsic(value.name) == "holder":
        for other in declared:
            if isinstance(other, LibraryObject) and other.name == value.name and other.args:
                frame.write(frame.cell("declared to hold", value), dict.fromkeys(other.args[0]))


def put(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals | None:
    """`holder.put(x)`; what the call itself gives is not said here."""
    owner = name.rpartition(".")[0]
    for receiver in arguments.get(0):
        _put(frame, owner, receiver, arguments.get(1))
    return None


def _put(frame: Frame, owner: str, holder: Value, values: Vals) -> None:
    kept: Vals = {value: None for value in values if value is not UNKNOWN and not is_data(value)}
    frame.write(frame.cell("held", holder), kept)
    frame.write(frame.cell("held", owner), kept)


def take(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals | None:
    """`holder.get()`: what was put into it, else what it is declared to hold; None where neither is known."""
    owner, _, method = name.rpartition(".")
    found = joined(_held(frame, owner, receiver) for receiver in arguments.get(0))
    if not found:
        return None
    defaults: Vals = {value: None for value in arguments.get(1, "default") if not is_data(value)}
    return _as_given(frame, owner, method, joined((found, defaults)))


def _held(frame: Frame, owner: str, holder: Value) -> Vals:
    key = owner if getattr(holder, "site", None) is None else holder
    other_ends = frame.read(frame.cell("fed by", key))
    held = joined(frame.read(frame.cell("held", place)) for place in (key, *other_ends))
    if held:
        return held
    own = holder.args[0] if isinstance(holder, LibraryObject) and holder.args else EMPTY
    return joined((dict.fromkeys(own), frame.read(frame.cell("declared to hold", holder))))


def _as_given(frame: Frame, owner: str, method: str, values: Vals) -> Vals:
    """An asynchronous method gives what it gives when it is awaited."""
    returns = frame.catalogue.method_returns(owner, method)
    if returns is None or returns.name != "Awaitable":
        return values
    return types.from_type(frame, frame.catalogue.type_of("Awaitable[Result]"), None, values)
