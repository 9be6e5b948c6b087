"""What the facts of a file say apart from where it stands: a digest of it, and the places that it leaves out.

The call graph follows from the facts without their places and comments, as long as the places keep their order.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from blockcheck.disk import digest_of
from blockcheck.facts import Function, ModuleFacts, Span

_LEFT_OUT = frozenset({"suppressions"})
"""What stands at the end of the facts of a file and says nothing of what its code does."""

_nowhere = msgspec.defstruct("Nowhere", [], frozen=True, array_like=True, gc=False)
"""In place of a span: what is read of an array by a structure without fields is nothing."""


def shape_of(facts: bytes) -> bytes:
    """What stands for encoded facts without spans and comments: facts that differ in nothing else have the same."""
    return digest_of(_encoder.encode(_decoder().decode(facts)))


def places_of(facts: ModuleFacts) -> list[Span]:
    """The spans of a file in the order of its facts: those of facts of one shape correspond to each other.

    That of the module's own body is none: it stands for the whole file.
    """
    spans = [span for function in facts.functions for span in _spans(function)]
    return [*spans[1:], *(cls.span for cls in facts.classes)]


def _spans(function: Function) -> Iterator[Span]:
    yield function.span
    for op in function.ops:
        span = getattr(op, "span", None)
        if span is not None:
            yield span


_encoder = msgspec.msgpack.Encoder()


@cache
def _decoder() -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(_without_places(ModuleFacts))


@cache
def _without_places(kind: Any) -> Any:
    """The type with nothing in place of each span that it holds, at any depth."""
    if kind is Span:
        return _nowhere
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _struct(kind)
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return Union[tuple(map(_without_places, parts))]  # noqa: UP007 -- made of types that are made here
    return origin[tuple(part if part is ... else _without_places(part) for part in parts)] if parts else kind


def _struct(kind: type[msgspec.Struct]) -> type[msgspec.Struct]:
    hints = get_type_hints(kind)
    fields = [(name, _without_places(hints[name])) for name in kind.__struct_fields__ if name not in _LEFT_OUT]
    tag = kind.__struct_config__.tag
    return msgspec.defstruct(kind.__name__, fields, frozen=True, array_like=True, gc=False, tag=tag)
