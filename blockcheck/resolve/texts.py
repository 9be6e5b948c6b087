"""Texts that a program makes of others: f-strings and `+`, as far as their parts are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from blockcheck.nodes import EMPTY, joined
from blockcheck.resolve import enums
from blockcheck.values import Instance, Known, LibraryObject, Pattern, Vals, Value

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame

MAX_TEXTS = 16
MAX_LENGTH = 500

Parts = Sequence[Sequence[str | None]]
"""For each part of a text what it may be, None for what is not known."""


def formatted(frame: Frame, parts: Iterable[Vals]) -> Vals:
    """The texts that an f-string can give; where a part is not known, what it begins and ends with; else nothing."""
    return _assembled(frame, [[_shown(value) for value in part] for part in parts])


def added(frame: Frame, left: Vals, right: Vals) -> Vals:
    """The texts that `left + right` can give; nothing where neither is known to be a text."""
    parts = [[_text(frame, value) for value in side if not _is_object(frame, value)] for side in (left, right)]
    if not any(isinstance(text, str) for part in parts for text in part):
        return EMPTY
    return _assembled(frame, parts)


def _shown(value: Value) -> str | None:
    """A literal as it stands in a text; None is mostly what stood there before there was a value."""
    return str(value.value) if isinstance(value, Known) and value.value is not None else None


def _is_object(frame: Frame, value: Value) -> bool:
    return isinstance(value, Instance) and enums.literal(frame, value) is None


def _text(frame: Frame, value: Value) -> str | None:
    known = enums.literal(frame, value)
    return known.value if known is not None and isinstance(known.value, str) else None


def _assembled(frame: Frame, parts: Parts) -> Vals:
    if not parts or not all(parts):
        return EMPTY
    known = [[text for text in part if text is not None] for part in parts]
    texts = [""]
    for part in known:
        texts = [text + more for text in texts for more in part if len(text) + len(more) <= MAX_LENGTH]
        if len(texts) > MAX_TEXTS:
            texts = []
    whole: Vals = {frame.state.values.known(text): None for text in texts}
    return whole if whole and known == list(parts) else joined((whole, _ends(frame, parts)))


def _ends(frame: Frame, parts: Parts) -> Vals:
    prefix = parts[0][0] if len(parts[0]) == 1 else None
    suffix = parts[-1][0] if len(parts) > 1 and len(parts[-1]) == 1 else None
    return (
        frame.one(Pattern, prefix or "", suffix or "")
        if prefix or suffix
        else frame.one(LibraryObject, "str", (), None)
    )
