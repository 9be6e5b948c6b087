"""Lists, dicts and iteration: what a container holds, and what runs when something is iterated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from blockcheck import facts
from blockcheck.nodes import ANYTHING, EMPTY, Kind, free, is_data, joined, under
from blockcheck.resolve import access, calls, enums, generics, holders, inherited, libraries, owned
from blockcheck.resolve.arguments import Arguments
from blockcheck.values import (
    UNKNOWN,
    ClassValue,
    Collection,
    Generator,
    Instance,
    Known,
    Lazy,
    LibraryMethod,
    LibraryObject,
    Vals,
    Value,
)

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame

_FIRST = frozenset(
    [
        "list",
        "set",
        "tuple",
        "frozenset",
        "Iterator",
        "Iterable",
        "Generator",
        "AsyncIterator",
        "AsyncIterable",
        "AsyncGenerator",
        "Sequence",
        "deque",
        "ContextManager",
        "AsyncContextManager",
        "Awaitable",
        "Collection",
        "KeysView",
        "ValuesView",
    ]
)
MAPPINGS = frozenset({"dict", "Mapping", "defaultdict", "OrderedDict"})


def display(frame: Frame, index: int, op: facts.Display) -> Vals:
    """A list, tuple, set or dict that is written out; one that holds plain data only is not looked into."""
    plain = op.items and op.kind != "tuple" and all(_is_plain(v) for item in op.items for v in frame.vals(item))
    if plain and not _may_matter(frame, op):
        return frame.one(LibraryObject, op.kind, (), None)
    made = owned.make(frame, index, op.kind, not op.items)
    keys: list[facts.Literal] = list(op.keys) if op.kind == "dict" else []
    if op.kind == "tuple":
        keys = list(range(len(op.items)))
    for key, item in zip(keys or [None] * len(op.items), op.items, strict=True):
        put(frame, made, EMPTY if key is None else frame.known(key), frame.vals(item))
    return {made: None}


def _is_plain(value: Value) -> bool:
    return value is UNKNOWN or is_data(value)


def _may_matter(frame: Frame, op: facts.Display) -> bool:
    """A short list of literals may be names to look up, methods of a route, words to compare with; None is a place
    that something else will take."""
    values = [value for item in op.items for value in frame.vals(item)]
    if op.kind == "dict":
        return any(isinstance(value, Known) and value.value is None for value in values)
    return (
        op.kind != "dict"
        and len(op.items) <= MAX_LITERAL_ITEMS
        and all(isinstance(v, Known) for i in op.items for v in frame.vals(i))
    )


MAX_LITERAL_ITEMS = 8


def put(frame: Frame, collection: Collection, key: Vals, values: Vals) -> None:
    """Stores values under a key (no key, or one that is not a literal: under any)."""
    owned.write(frame, collection, values, "elements")
    exact = _exact(frame, key)
    if exact:
        for one in exact:
            owned.write(frame, collection, {one: None}, "keys")
            owned.write(frame, collection, values, "item", one)
    else:
        owned.write(frame, collection, values, "anywhere")


def put_later(frame: Frame, collection: Collection, key: Vals, values: Vals) -> None:
    """Stores values into a collection that is being filled: plain data is not kept apart."""
    if any(is_data(value) for value in values):
        values = joined((dict.fromkeys(value for value in values if not is_data(value)), ANYTHING))
    put(frame, collection, key, values)


def get(frame: Frame, collection: Collection, key: Vals) -> Vals:
    """What stands under a key, or under any where the key is not a literal."""
    exact = _exact(frame, key)
    default = frame.read(frame.cell("missing", collection))
    if exact and not any(_counts_backwards(value) for value in exact):
        found = [under(frame.read(frame.cell("item", collection, one)), origin) for one, origin in exact.items()]
        made = [under(_missing_for(frame, collection, one), origin) for one, origin in exact.items()]
        return joined((*found, *made, frame.read(frame.cell("anywhere", collection)), default))
    return joined((frame.read(frame.cell("elements", collection)), default))


def _exact(frame: Frame, key: Vals) -> Vals:
    """The values of a key as they are told apart: literals, members of enumerations; nothing where one is neither."""
    if all(type(value) is Known for value in key):
        return key
    found: Vals = {}
    for value, origin in key.items():
        one = enums.as_key(frame, value)
        if one is None:
            return EMPTY
        found[one] = origin
    return found


def _counts_backwards(value: Value) -> bool:
    return type(value) is Known and isinstance(value.value, int) and value.value < 0


def _missing_for(frame: Frame, collection: Collection, key: Value) -> Vals:
    """What a `defaultdict` makes for this key: an object of its own for each."""
    kinds = frame.read(frame.cell("missing kind", collection))
    made: Vals = {
        owned.inner(frame, collection, str(kind.value), key): None for kind in kinds if isinstance(kind, Known)
    }
    if made:
        owned.write(frame, collection, {key: None}, "keys")
        owned.write(frame, collection, made, "elements")
    return made


def elements(frame: Frame, value: Value) -> Vals:
    """What iterating gives, without running anything."""
    match value:
        case Collection(kind="dict"):
            return joined((frame.read(frame.cell("keys", value)), ANYTHING))
        case Collection():
            return frame.read(frame.cell("elements", value))
        case LibraryObject():
            return dict.fromkeys(value.args[0]) if value.args else ANYTHING
    return ANYTHING


def part(frame: Frame, op: int, value: Value, index: int) -> Vals:
    """One part of an unpacked value; unpacking iterates it."""
    match value:
        case Instance():
            return _part_of_instance(frame, op, value, index)
        case Generator() | Lazy():
            return iterate(frame, op, value)
        case Collection() if index >= 0 and value.kind != "dict":
            return get(frame, value, frame.known(index))
        case Collection():
            return frame.read(frame.cell("elements", value))
        case LibraryObject(name="tuple") if 0 <= index < len(value.args):
            return dict.fromkeys(value.args[index])
        case LibraryObject() if value.name in MAPPINGS and len(value.args) == 2:
            return dict.fromkeys(value.args[1])
        case LibraryObject() if value.args:
            return dict.fromkeys(value.args[0])
    return ANYTHING


def _part_of_instance(frame: Frame, op: int, value: Instance, index: int) -> Vals:
    """A field of a named tuple, or what the object's own iteration gives."""
    if frame.defines(value.cls, "__iter__"):
        return iterate(frame, op, value)
    names = list(dict.fromkeys(field.name for cls in reversed(value.cls.project_mro) for field in cls.facts.fields))
    if 0 <= index < len(names):
        return access.attribute(frame, op, value, names[index])
    return ANYTHING


def get_tuple(frame: Frame, value: LibraryObject, key: Vals) -> Vals:
    """An item of a tuple whose type is declared."""
    places = [one.value for one in key if isinstance(one, Known)]
    if len(places) == 1 and isinstance(places[0], int) and -len(value.args) <= places[0] < len(value.args):
        return dict.fromkeys(value.args[places[0]])
    return joined(dict.fromkeys(arg) for arg in value.args)


def iterate(frame: Frame, index: int, value: Value, is_async: bool = False) -> Vals:
    """Runs an iteration at this place and gives its elements."""
    match value:
        case Generator():
            return run_generator(frame, index, value, Kind.AWAIT if value.node.is_async else Kind.CALL)
        case Collection():
            return elements(frame, value)
        case Lazy():
            return _iterate_lazy(frame, index, value)
        case ClassValue() if value.cls in frame.state.enumerations:
            return enums.all_members(frame, value.cls)
        case Instance() | ClassValue():
            return _iterate_instance(frame, index, value, is_async)
        case LibraryObject():
            return _iterate_library(frame, index, value, is_async)
    return ANYTHING


def run_generator(frame: Frame, index: int, value: Generator, kind: Kind) -> Vals:
    """Runs a generator's body here; what it yields."""
    made = frame.creation(value.site, value.node)
    frame.edge(index, value.node, kind, made.bindings if made else None, made.condition if made else None)
    yielded = frame.read(value.node.yielded)
    bindings = made.bindings if made is not None else None
    if made is not None and bindings is not None:
        yielded = calls.mapped(frame, value.node, yielded, bindings, made.condition)
    else:
        yielded = free(yielded)
    if UNKNOWN not in yielded:
        return yielded
    declared = generics.declared(frame, value.node, value.node.signature.returns, bindings)
    items = joined(under(elements(frame, item), origin) for item, origin in declared.items())
    return generics.stated(yielded, {item: origin for item, origin in items.items() if item is not UNKNOWN})


def _iterate_lazy(frame: Frame, index: int, value: Lazy) -> Vals:
    items = joined(iterate(frame, index, source) for source in frame.read(frame.cell("sources", value)))
    if value.kind == "iterate":
        return items
    if value.kind == "flatten":
        return joined(iterate(frame, index, item) for item in items)
    if value.kind == "group":
        return _group(frame, value, items)
    results = calls.call_all(frame, index, frame.read(frame.cell("function", value)), Arguments((items or ANYTHING,)))
    return items if value.kind == "filter" else results


def _group(frame: Frame, value: Lazy, items: Vals) -> Vals:
    """What `groupby` gives: a key, and the elements that have it."""
    group, pair = (frame.make(Collection, kind, (value, kind)) for kind in ("list", "tuple"))
    put(frame, group, EMPTY, items)
    put(frame, pair, frame.known(0), ANYTHING)
    put(frame, pair, frame.known(1), group.alone)
    return pair.alone


def _iterate_instance(frame: Frame, index: int, value: Instance | ClassValue, is_async: bool) -> Vals:
    first, then = ("__aiter__", "__anext__") if is_async else ("__iter__", "__next__")
    if isinstance(value, Instance) and not is_async and not frame.defines(value.cls, first):
        held = inherited.elements(frame, value)
        if held:
            return held
    iterators = access.special(frame, index, value, (first,), [], None)
    if not iterators:
        return access.special(frame, index, value, ("__getitem__",), [ANYTHING], None) or ANYTHING
    results: list[Vals] = []
    for iterator in iterators:
        if isinstance(iterator, Instance):
            found = access.special(frame, index, iterator, (then,), [], None)
            results.append(calls.await_all(frame, index, found) if is_async else found)
        else:
            results.append(iterate(frame, index, iterator, is_async))
    return joined(results)


def _iterate_library(frame: Frame, index: int, value: LibraryObject, is_async: bool) -> Vals:
    if value.name in _FIRST or value.name in MAPPINGS:
        return dict.fromkeys(value.args[0]) if value.args else ANYTHING
    first, then = ("__aiter__", "__anext__") if is_async else ("__iter__", "__next__")
    iterators = libraries.implicit(frame, index, value.name, first, value)
    items = libraries.implicit(frame, index, value.name, then, value)
    given = [
        dict.fromkeys(found.args[0])
        for found in iterators
        if isinstance(found, LibraryObject) and found is not value and found.args
    ]
    known = joined((*given, calls.unwrapped(frame, items) if is_async else items, holders.received(frame, value)))
    if any(item is not UNKNOWN for item in known):
        return {item: None for item in known if item is not UNKNOWN}
    return dict.fromkeys(value.args[0]) if value.args else ANYTHING


def make(frame: Frame, index: int, kind: str, sources: Iterable[Value]) -> Vals:
    """`list(x)`, `dict(x)`, `set()`: a new collection with the elements of others."""
    sources = list(sources)
    made = owned.make(frame, index, kind, not sources)
    for source in sources:
        copy(frame, index, made, source)
    return {made: None}


def copy(frame: Frame, index: int, made: Collection, source: Value) -> None:
    """Puts everything that another container holds into a collection, iterating it here."""
    if made.kind == "dict" and isinstance(source, Collection) and source.kind == "dict":
        keys = frame.read(frame.cell("keys", source))
        for key in keys:
            put(frame, made, {key: None}, frame.read(frame.cell("item", source, key)))
        for space in ("elements", "anywhere"):
            owned.write(frame, made, frame.read(frame.cell(space, source)), space)
    elif made.kind == "dict":
        pairs = iterate(frame, index, source)
        put(frame, made, EMPTY, joined(part(frame, index, pair, 1) for pair in pairs))
    else:
        put(frame, made, EMPTY, iterate(frame, index, source))


_ADDING = {"append": 0, "add": 0, "appendleft": 0, "insert": 1, "put_nowait": 0}


def call_method(frame: Frame, index: int, method: LibraryMethod, arguments: Arguments) -> Vals | None:
    """A method of a container; None where it is none that moves values."""
    receiver, name = method.receiver, method.name
    if isinstance(receiver, Collection):
        return collection_method(frame, index, receiver, name, arguments)
    if isinstance(receiver, Instance):
        return inherited.call_method(frame, index, receiver, name, arguments)
    if isinstance(receiver, LibraryObject) and receiver.name in MAPPINGS and len(receiver.args) == 2:
        return _mapping_method(frame, receiver, name, arguments)
    if (
        isinstance(receiver, LibraryObject)
        and receiver.name in ("list", "set", "deque")
        and receiver.args
        and name in ("pop", "popleft")
    ):
        return dict.fromkeys(receiver.args[0])
    return None


def collection_method(frame: Frame, index: int, receiver: Collection, name: str, arguments: Arguments) -> Vals | None:
    """A method of a list, set or dict of the program; None where it is none that moves values."""
    if name in _ADDING:
        put_later(frame, receiver, EMPTY, arguments.get(_ADDING[name]))
        return frame.known(None)
    if name in ("extend", "update", "extendleft"):
        for source in arguments.get(0):
            copy(frame, index, receiver, source)
        for key, values in arguments.keywords.items():
            put_later(frame, receiver, frame.known(key), values)
        return frame.known(None)
    if name == "setdefault":
        put_later(frame, receiver, arguments.get(0), arguments.get(1))
        return get(frame, receiver, arguments.get(0))
    if name == "get" and receiver.kind == "dict":
        return joined((get(frame, receiver, arguments.get(0)), arguments.get(1) or frame.known(None)))
    if name == "pop":
        return joined((get(frame, receiver, arguments.get(0) if receiver.kind == "dict" else EMPTY), arguments.get(1)))
    if name in ("popleft", "popitem"):
        return frame.read(frame.cell("elements", receiver))
    if name == "copy":
        return {receiver: None}
    if name in ("values", "keys", "items"):
        return _view(frame, receiver, name)
    return None


def _view(frame: Frame, receiver: Collection, name: str) -> Vals:
    if name == "keys":
        return {receiver: None}
    view = frame.make(Collection, "list", (receiver, name))
    values = frame.read(frame.cell("elements", receiver))
    if name == "items":
        pair = frame.make(Collection, "tuple", (receiver, "pair"))
        put(frame, pair, frame.known(0), joined((frame.read(frame.cell("keys", receiver)), ANYTHING)))
        put(frame, pair, frame.known(1), values)
        values = {pair: None}
    frame.write(frame.cell("elements", view), values)
    return {view: None}


def _mapping_method(frame: Frame, receiver: LibraryObject, name: str, arguments: Arguments) -> Vals | None:
    keys, values = receiver.args
    if name == "get":
        return joined((dict.fromkeys(values), arguments.get(1) or frame.known(None)))
    if name in ("pop", "setdefault"):
        return joined((dict.fromkeys(values), arguments.get(1)))
    if name == "values":
        return frame.one(LibraryObject, "Iterator", (values,), None)
    if name == "keys":
        return frame.one(LibraryObject, "Iterator", (keys,), None)
    if name == "items":
        pair = frame.make(LibraryObject, "tuple", (keys, values), None)
        return frame.one(LibraryObject, "Iterator", ((pair,),), None)
    return None
