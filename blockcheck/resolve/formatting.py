"""What runs when objects are turned into text: `%`, `str.format`, `print`, the arguments of logging calls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import Formatter
from typing import TYPE_CHECKING

from blockcheck.nodes import EMPTY, joined
from blockcheck.resolve import access, containers
from blockcheck.resolve.arguments import Arguments
from blockcheck.values import Collection, Instance, Known, LibraryObject, Pattern, Vals, Value

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame

Methods = tuple[str, ...]
"""Special methods of which the first that there is runs."""

TEXT: Methods = ("__str__", "__repr__")
_FORMAT: Methods = ("__format__", *TEXT)
_REPR: Methods = ("__repr__",)
_CONVERSIONS: dict[str, Methods] = {
    "s": TEXT, "r": _REPR, "a": _REPR,
    **dict.fromkeys("diouxXc", ("__int__", "__index__")), **dict.fromkeys("eEfFgG", ("__float__", "__index__")),
}  # fmt: skip
_PERCENT = re.compile(r"%(?:\(\w*\))?[-#0 +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?([a-zA-Z%])")


def run(frame: Frame, index: int, values: Vals, methods: Methods) -> None:
    """Turns objects of the project into text; what is none has nothing to run."""
    for value, origin in values.items():
        if isinstance(value, Instance):
            access.special(frame, index, value, methods, [], origin)


def interpolate(frame: Frame, index: int, left: Vals, right: Vals) -> None:
    """`text % values`: the conversions of the text say how its values are turned into text."""
    templates = [value for value in left if _is_text(value)]
    if templates:
        for methods in _percent_methods(templates):
            run(frame, index, joined(_operands(frame, value) for value in right), methods)


def _is_text(value: Value) -> bool:
    if isinstance(value, LibraryObject):
        return value.name == "str"
    return isinstance(value, Pattern) or (isinstance(value, Known) and isinstance(value.value, str))


def _percent_methods(templates: Iterable[Value]) -> list[Methods]:
    """What the conversions of some texts run; of a text that is not known, what `%s` does."""
    found: dict[Methods, None] = {}
    for value in templates:
        text = value.value if isinstance(value, Known) else "%s"
        found.update((_CONVERSIONS[kind], None) for kind in _PERCENT.findall(str(text)) if kind in _CONVERSIONS)
    return list(found)


def _operands(frame: Frame, value: Value) -> Vals:
    """The values on the right of `%`: those in a tuple or dict, else the one."""
    if isinstance(value, Collection) and value.kind in ("tuple", "dict"):
        return frame.read(frame.cell("elements", value))
    return value.alone


def format_text(frame: Frame, index: int, template: Vals, arguments: Arguments) -> None:
    """`text.format(…)`: each field formats an argument, or an attribute of one."""
    for value in template:
        if isinstance(value, Known):
            for field, conversion in _fields(str(value.value)):
                methods = _CONVERSIONS.get(conversion or "", _FORMAT)
                run(frame, index, _field(frame, index, field, arguments), methods)
        else:
            for passed in arguments.inputs():
                run(frame, index, passed, _FORMAT)


def _fields(text: str) -> Iterator[tuple[str, str | None]]:
    """The fields of a format text, those without a name numbered, each with its conversion; none of a broken one."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return
    for number, (field, conversion) in enumerate((field, how) for _, field, _, how in parts if field is not None):
        yield field if re.match(r"\w", field) else f"{number}{field}", conversion


def _field(frame: Frame, index: int, field: str, arguments: Arguments) -> Vals:
    """`0`, `name`, `0.name`, `name[key].other`: what stands behind an item is not followed."""
    first, *names = field.partition("[")[0].split(".")
    values = arguments.get(int(first) if first.isdigit() else first) or (arguments.double_star or EMPTY)
    for name in names:
        values = access.attribute_of(frame, index, values, name)
    return values if "[" not in field else EMPTY


def format_items(frame: Frame, index: int, mapping: Vals) -> None:
    """`text.format_map(mapping)`: any of the mapping's values may be formatted."""
    for value in mapping:
        if isinstance(value, Instance):
            run(frame, index, access.special(frame, index, value, ("__getitem__",), [], None), _FORMAT)
        elif isinstance(value, Collection):
            run(frame, index, containers.part(frame, index, value, -1), _FORMAT)


def write(frame: Frame, index: int, arguments: Arguments) -> None:
    """`print(a, b)`, `logger.info("%r", a)`: everything that is passed by position becomes text."""
    passed = [*arguments.positional, arguments.star or EMPTY]
    templates = [value for values in passed for value in values if isinstance(value, Known) and "%" in str(value.value)]
    ways = _percent_methods(templates) or [TEXT]
    for values in passed:
        for methods in ways:
            run(frame, index, values, methods)
