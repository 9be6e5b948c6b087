"""The arguments of a call as values, and how they meet the parameters of a function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from blockcheck import facts
from blockcheck.nodes import ANYTHING, EMPTY, Node, join_origins, joined, under
from blockcheck.resolve import generics, types
from blockcheck.values import UNKNOWN, Collection, Known, LibraryObject, Origin, Vals, Value

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame


Missing = Mapping[int | str, Origin]
_ALL_THERE: Missing = {}
_NO_KEYWORDS: dict[str, Vals] = {}


class Arguments:
    """What a call passes: by position, by keyword, and the elements of `*args` and `**kwargs` (None: not used).

    `unknown`: a framework makes the call, and parameters get what their annotations and markers say.  `missing` tells
    which of the positions (counted from the end) and keywords are not passed where, since only some of the tuples and
    dicts have them that `*args` and `**kwargs` may be.
    """

    __slots__ = ("double_star", "keywords", "missing", "positional", "star", "unknown")

    def __init__(
        self,
        positional: tuple[Vals, ...] = (),
        keywords: dict[str, Vals] = _NO_KEYWORDS,
        star: Vals | None = None,
        double_star: Vals | None = None,
        unknown: bool = False,
        missing: Missing = _ALL_THERE,
    ) -> None:
        self.positional = positional
        self.keywords = keywords
        self.star = star
        self.double_star = double_star
        self.unknown = unknown
        self.missing = missing

    @staticmethod
    def of(frame: Frame, index: int, written: Sequence[facts.Argument]) -> Arguments:
        """The arguments as they are written in a call."""
        positional: list[Vals] = []
        keywords: dict[str, Vals] = {}
        star: Vals | None = None
        double: Vals | None = None
        missing: dict[int | str, Origin] = {}
        for argument in written:
            values = frame.vals(argument.value)
            if argument.star == 1:
                written_out = _positions(frame, values) if star is None else None
                if written_out is not None:
                    places, absent = written_out
                    missing |= {len(positional) + place: origin for place, origin in absent.items()}
                    positional += places
                    continue
                elements = joined(under(frame.iterate(index, value), origin) for value, origin in values.items())
                star = joined((star or EMPTY, elements or ANYTHING))
            elif argument.star == 2:
                more = _spread(frame, values, keywords)
                keywords |= more
                missing |= _without(frame, values, more)
                elements = joined(under(_values(frame, value), origin) for value, origin in values.items())
                double = joined((double or EMPTY, elements or ANYTHING))
            elif argument.keyword:
                keywords[argument.keyword] = values
            elif star is None:
                positional.append(values)
            else:
                star = joined((star, values))
        count = len(positional)
        from_end = {key - count if isinstance(key, int) else key: origin for key, origin in missing.items()}
        return Arguments(tuple(positional), keywords, star, double, False, from_end or _ALL_THERE)

    def prepended(self, *values: Vals) -> Arguments:
        """With more positional arguments in front."""
        positional = (*values, *self.positional)
        return Arguments(positional, self.keywords, self.star, self.double_star, self.unknown, self.missing)

    def rest(self, count: int, without: Sequence[str] = ()) -> Arguments:
        """Without the first positional ones and some keywords."""
        keywords = {name: values for name, values in self.keywords.items() if name not in without}
        positional = self.positional[count:]
        return Arguments(positional, keywords, self.star, self.double_star, False, self.missing)

    def get(self, *keys: int | str) -> Vals:
        """The argument at one of these positions or keywords; nothing where none is passed."""
        for key in keys:
            if isinstance(key, str):
                if key in self.keywords:
                    return self.keywords[key]
            elif key < len(self.positional):
                return self.positional[key]
            elif self.star is not None:
                return self.star
        return EMPTY

    def inputs(self) -> tuple[Vals, ...]:
        """All that is passed, in order; no `*` counts as nothing passed by it."""
        return (*self.positional, *self.keywords.values(), self.star or EMPTY, self.double_star or EMPTY)


def _positions(frame: Frame, values: Vals) -> tuple[list[Vals], dict[int, Origin]] | None:
    """What `*value` passes, place by place, and where it does not, if it may only be tuples of known lengths."""
    known = {packed: _items(frame, packed) for packed in values}
    longest = max((len(items) for items in known.values() if items is not None), default=0)
    found: list[Vals] = []
    absent: dict[int, Origin] = {}
    for packed, origin in values.items():
        items = known[packed]
        if items is None:
            return None
        for place in range(len(items), longest):
            absent[place] = join_origins(absent.get(place, origin), origin)
        for place, item in enumerate(items):
            if place == len(found):
                found.append(EMPTY)
            found[place] = joined((found[place], under(item, origin)))
    return (found, absent) if values else None


def _items(frame: Frame, packed: Value) -> list[Vals] | None:
    """The items of a tuple of known length."""
    if not isinstance(packed, Collection) or packed.kind != "tuple":
        return None
    places = sorted(
        key.value
        for key in frame.read(frame.cell("keys", packed))
        if isinstance(key, Known) and isinstance(key.value, int)
    )
    if places != list(range(len(places))) or frame.read(frame.cell("rest", packed)):
        return None
    return [frame.read(frame.cell("item", packed, frame.state.values.known(place))) for place in places]


def _values(frame: Frame, value: Value) -> Vals:
    """What `**value` passes."""
    if isinstance(value, Collection):
        return frame.read(frame.cell("elements", value))
    if isinstance(value, LibraryObject) and len(value.args) == 2:
        return dict.fromkeys(value.args[1])
    return ANYTHING


def _spread(frame: Frame, values: Vals, taken: dict[str, Vals]) -> dict[str, Vals]:
    """The keywords that a dict written out in the project passes by name."""
    found: dict[str, Vals] = {}
    for value, origin in values.items():
        if isinstance(value, Collection) and value.kind == "dict":
            for key in frame.read(frame.cell("keys", value)):
                name = getattr(key, "value", None)
                if isinstance(name, str) and name not in taken:
                    item = under(frame.read(frame.cell("item", value, key)), origin)
                    found[name] = joined((found.get(name, EMPTY), item))
    return found


def _without(frame: Frame, values: Vals, names: Iterable[str]) -> dict[int | str, Origin]:
    """Of keywords that some dicts pass, where they are not passed."""
    found: dict[int | str, Origin] = {}
    for name in names:
        for value, origin in values.items():
            if not _has(frame, value, name):
                found[name] = join_origins(found.get(name, origin), origin)
    return found


def _has(frame: Frame, value: Value, name: str) -> bool:
    """Whether a dict has a key for sure: all that may be put into it are put in together."""
    if not isinstance(value, Collection):
        return False
    is_shared = isinstance(value.site, tuple) and len(value.site) == _SHARED_SITE and isinstance(value.site[0], Node)
    return not is_shared and frame.state.values.known(name) in frame.read(frame.cell("keys", value))


_SHARED_SITE = 2


def bind(frame: Frame, callee: Node, arguments: Arguments) -> list[Vals | None]:
    """The values that each parameter of a node gets from a call; None where the call says nothing of it."""
    bindings: list[Vals | None] = []
    position = 0
    for place, param in enumerate(callee.function.facts.params):
        values: Vals | None = None
        if param.kind == "args":
            values = _positionals(frame, callee, place, arguments.positional[position:], arguments.star)
        elif param.kind == "kwargs":
            values = _keywords(frame, callee, place, arguments)
        elif param.kind != "keyword-only" and position < len(arguments.positional):
            values = arguments.positional[position]
            from_end = position - len(arguments.positional)
            position += 1
            if from_end in arguments.missing:  # a shorter `*args` leaves it to others
                others = _named(frame, callee, place, param, arguments)
                values = joined((values, _where(others, arguments.missing[from_end])))
        else:
            values = _named(frame, callee, place, param, arguments)
        bindings.append(values)
    return bindings


def _named(frame: Frame, callee: Node, place: int, param: facts.Parameter, arguments: Arguments) -> Vals:
    """What a parameter gets that no position supplies."""
    if param.kind == "positional-only" or param.name not in arguments.keywords:
        return _left_out(frame, callee, place, param, arguments)
    values = arguments.keywords[param.name]
    if param.name not in arguments.missing:
        return values
    others = _left_out(frame, callee, place, param, arguments)
    return joined((values, _where(others, arguments.missing[param.name])))


def keep(frame: Frame, owner: Value, arguments: Arguments) -> None:
    """Remembers what an object (a partial, a router, a decorator) was made with."""
    for position, values in enumerate(arguments.positional):
        frame.write(frame.cell("argument", owner, position), values)
    for keyword, values in arguments.keywords.items():
        frame.write(frame.cell("argument", owner, keyword), values)
    frame.write(frame.cell("argument", owner, "*"), arguments.star or EMPTY)
    frame.write(frame.cell("argument", owner, "**"), arguments.double_star or EMPTY)
    frame.state.shapes[owner] = (len(arguments.positional), tuple(arguments.keywords))


def kept(frame: Frame, owner: Value) -> Arguments:
    """What an object was made with."""
    count, keywords = frame.state.shapes.get(owner, (0, ()))
    positional = tuple(frame.read(frame.cell("argument", owner, position)) for position in range(count))
    named = {keyword: frame.read(frame.cell("argument", owner, keyword)) for keyword in keywords}
    star, double = (frame.read(frame.cell("argument", owner, key)) for key in ("*", "**"))
    return Arguments(positional, named, star or None, double or None)


def _where(values: Vals, condition: Origin) -> Vals:
    """The same values, those that are there whoever calls only under a condition."""
    return {value: condition if origin is None else origin for value, origin in values.items()}


def _left_out(frame: Frame, callee: Node, place: int, param: facts.Parameter, arguments: Arguments) -> Vals:
    """A parameter that is passed through `*` or `**` if at all, else has its default."""
    default = frame.read(callee.signature.defaults[place])
    passed: Vals = EMPTY
    if arguments.star is not None and param.kind in ("ordinary", "positional-only"):
        passed = arguments.star
    elif arguments.double_star is not None and param.kind != "positional-only":
        passed = arguments.double_star
    return joined((passed, default))


def _packed(frame: Frame, callee: Node, place: int, kind: str, values: Vals) -> Value:
    """The tuple or dict that collects the remaining arguments: one for each of the first places that call a node, and
    one for all the others."""
    packed = frame.make(
        Collection, kind, (callee, place, *frame.state.packed_at(callee, (frame.function, frame.node.current)))
    )
    frame.write(frame.cell("elements", packed), values)
    return packed


def _positionals(frame: Frame, callee: Node, place: int, rest: Sequence[Vals], star: Vals | None) -> Vals:
    packed = _packed(frame, callee, place, "tuple", joined((*rest, star or EMPTY)))
    for number, values in enumerate(rest):
        key = frame.state.values.known(number)
        frame.write(frame.cell("keys", packed), {key: None})
        frame.write(frame.cell("item", packed, key), values)
    frame.write(frame.cell("rest", packed), star or EMPTY)
    return {packed: None}


def _keywords(frame: Frame, callee: Node, place: int, arguments: Arguments) -> Vals:
    names = {param.name for param in callee.function.facts.params if param.kind in ("ordinary", "keyword-only")}
    rest = {name: values for name, values in arguments.keywords.items() if name not in names}
    packed = _packed(frame, callee, place, "dict", joined((*rest.values(), arguments.double_star or EMPTY)))
    for name, values in rest.items():
        key = frame.state.values.known(name)
        frame.write(frame.cell("keys", packed), {key: None})
        frame.write(frame.cell("item", packed, key), values)
    return {packed: None}


def declare(frame: Frame, callee: Node, bindings: list[Vals | None]) -> None:
    """Where a call passes something unknown or of a library, what the parameter's annotation says of it."""
    annotations = callee.signature.annotations
    for place, values in enumerate(bindings):
        if values and _wants_declaration(values):
            declared = generics.declared(frame, callee, annotations[place], bindings)
            if declared:
                bindings[place] = _with_type(frame, values, declared)


def _wants_declaration(values: Vals) -> bool:
    for value in values:  # noqa: SIM110  # much faster than any(…)
        if value is UNKNOWN or type(value) is LibraryObject:
            return True
    return False


def _with_type(frame: Frame, values: Vals, declared: Vals) -> Vals:
    if values is ANYTHING:
        return declared
    agreeing = types.agreeing(frame, values, declared)
    if UNKNOWN not in agreeing:
        return agreeing
    rest = {value: source for value, source in agreeing.items() if value is not UNKNOWN}
    return joined((rest, dict.fromkeys(declared, agreeing[UNKNOWN])))
