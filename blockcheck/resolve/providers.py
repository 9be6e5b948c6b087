"""Providers of a container of dependencies: calling one makes its object from what other providers give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blockcheck.nodes import joined
from blockcheck.resolve import calls
from blockcheck.resolve.arguments import Arguments, keep, kept
from blockcheck.values import Intrinsic, Origin, Vals

if TYPE_CHECKING:
    from blockcheck.resolve.calls import How
    from blockcheck.resolve.frame import Frame


def make(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    """`Factory(Service, store=store)`: what is called later, and with what."""
    made: Vals = {}
    for function, origin in arguments.get(0).items():
        provider = frame.make(Intrinsic, "provider", (function,), frame.site(index))
        keep(frame, provider, arguments.rest(1))
        made[provider] = origin
    return made


def call(frame: Frame, index: int, provider: Intrinsic, arguments: Arguments, origin: Origin, how: How) -> Vals:
    """`container.service()`: the object, made from the objects of the providers that it depends on."""
    held = kept(frame, provider)
    provided = Arguments(
        (*(_provided(frame, index, values, how) for values in held.positional), *arguments.positional),
        {name: _provided(frame, index, values, how) for name, values in held.keywords.items()} | arguments.keywords,
    )
    return joined(calls.call(frame, index, function, provided, origin, how=how) for function in provider.held)


def _provided(frame: Frame, index: int, values: Vals, how: How) -> Vals:
    found = []
    for value, origin in values.items():
        if isinstance(value, Intrinsic) and value.kind == "provider":
            found.append(call(frame, index, value, Arguments(), origin, how))
        else:
            found.append({value: origin})
    return joined(found)
