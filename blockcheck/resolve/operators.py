"""Operators: which special methods of which operand they run, and what they give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blockcheck.nodes import ANYTHING, EMPTY, joined, under
from blockcheck.resolve import access, containers, formatting, texts, types
from blockcheck.values import (
    Collection,
    Generator,
    Generic,
    Instance,
    Known,
    Lazy,
    Vals,
    Value,
)

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame

_STANDING_IN: dict[str, tuple[str, ...]] = {
    "__format__": ("__format__", "__str__", "__repr__"),
    "__str__": ("__str__", "__repr__"),
    "__ne__": ("__ne__", "__eq__"),
}
"""Several methods of which the first that there is runs."""
_MIRRORED = {
    "__lt__": ("__gt__",), "__gt__": ("__lt__",), "__le__": ("__ge__",), "__ge__": ("__le__",), "__eq__": ("__eq__",),
    "__ne__": ("__ne__", "__eq__"),
}  # fmt: skip
"""What a comparison runs of its right operand."""
_ARITHMETIC = "add sub mul truediv floordiv mod pow matmul lshift rshift and or xor"
_AUGMENTED = frozenset(f"__i{name}__" for name in _ARITHMETIC.split())


def operate(frame: Frame, index: int, method: str, operands: list[Vals]) -> Vals:
    """`left + right`, `-x`, `x in xs`, a part of an f-string: runs what the operands define, gives what that gives."""
    if method == "__contains__":
        return _search(frame, index, *operands)
    plain = f"__{method[3:]}" if method in _AUGMENTED else method
    if plain == "__or__" and (united := _union_type(frame, operands)) is not None:
        return united
    right = operands[1] if len(operands) == 2 else EMPTY
    results, answered = [], True
    for value, origin in operands[0].items():
        found = _extended(frame, index, method, value, right) or access.special(
            frame, index, value, (method, plain) if method != plain else _STANDING_IN.get(method, (method,)),
            operands[1:], origin,
        )  # fmt: skip
        answered = answered and bool(found) and isinstance(value, Instance)
        results.append(found)
    if right:
        results += _of_texts(frame, index, method, operands[0], right)
        results += _reflected(frame, index, plain, operands[0], right) if not answered else []
    return joined(results) or ANYTHING


def _of_texts(frame: Frame, index: int, method: str, left: Vals, right: Vals) -> list[Vals]:
    """What operators do with texts on their left side."""
    if method in ("__mod__", "__imod__"):
        formatting.interpolate(frame, index, left, right)
    return [texts.added(frame, left, right)] if method == "__add__" else []


def _reflected(frame: Frame, index: int, method: str, left: Vals, right: Vals) -> list[Vals]:
    """The right operand's method, which runs where the left one's class has none."""
    methods = _MIRRORED.get(method, (f"__r{method[2:]}",))
    return [
        access.special(frame, index, value, methods, [left], origin)
        for value, origin in right.items()
        if isinstance(value, Instance)
    ]


def _extended(frame: Frame, index: int, method: str, value: Value, right: Vals) -> Vals:
    """`items += more`: a list, set or dict takes the elements in, and stays what it is."""
    if not isinstance(value, Collection) or method not in ("__iadd__", "__ior__") or value.kind == "tuple":
        return EMPTY
    for source in right:
        containers.copy(frame, index, value, source)
    return value.alone


def _search(frame: Frame, index: int, places: Vals, member: Vals) -> Vals:
    """`x in xs`: the container's own method, else its elements are gone through and compared."""
    for value, origin in places.items():
        if not access.special(frame, index, value, ("__contains__",), [member], origin):
            if isinstance(value, (Instance, Generator, Lazy)):
                containers.iterate(frame, index, value)
            elif isinstance(value, Collection) and value.kind in ("list", "tuple") and "__eq__" in frame.state.members:
                _compare(frame, index, member, under(containers.elements(frame, value), origin))
    return ANYTHING


def _compare(frame: Frame, index: int, left: Vals, right: Vals) -> None:
    for one, other in ((left, right), (right, left)):
        for value, origin in one.items():
            if isinstance(value, Instance):
                access.special(frame, index, value, ("__eq__",), [other], origin)


def _union_type(frame: Frame, operands: list[Vals]) -> Vals | None:
    """`int | None`, where both sides are types."""
    if all(
        types.is_type(value) or (isinstance(value, Known) and value.value is None)
        for side in operands
        for value in side
    ) and any(types.is_type(value) for side in operands for value in side):
        return frame.one(Generic, frame.state.symbol("typing.Union"), tuple(tuple(side) for side in operands))
    return None
