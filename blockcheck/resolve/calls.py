"""Calls: which nodes a call site runs, with which arguments, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from blockcheck import facts
from blockcheck.nodes import ANYTHING, EMPTY, Kind, Node, Origin, Vals, free, join_origins, joined, under
from blockcheck.program import ClassDef, FunctionDef
from blockcheck.resolve import access, containers, entries, intrinsics, libraries, types
from blockcheck.resolve.arguments import Arguments, bind, with_declared
from blockcheck.resolve.awaiting import gives_awaitable
from blockcheck.values import (
    UNKNOWN,
    Bound,
    ClassValue,
    Coroutine,
    Descriptor,
    FunctionValue,
    Generator,
    Generic,
    Instance,
    Intrinsic,
    LibraryMethod,
    LibraryObject,
    Manager,
    ManagerFactory,
    Partial,
    Symbol,
    Value,
)

if TYPE_CHECKING:
    from blockcheck.resolve.entries import RootSpec
    from blockcheck.resolve.frame import Frame


@dataclass(frozen=True, slots=True)
class How:
    """The way a call site runs what it calls.

    `kind` is the kind of edge; `awaits` says that a coroutine function is run at once, not only made into a coroutine;
    `root` makes what is run an entry point; `spares` are libraries whose calls do not block in it.
    """

    kind: Kind = Kind.CALL
    awaits: bool = False
    root: RootSpec | None = None
    spares: tuple[str, ...] = ()


DIRECT = How()


def call_all(frame: Frame, index: int, functions: Vals, arguments: Arguments, how: How = DIRECT) -> Vals:
    """Calls each of some values; where the result is awaited, those whose result can be, if there are such."""
    op = frame.function.facts.ops[index]
    if len(functions) > 1 and isinstance(op, facts.Call) and op.awaited:
        return _call_awaited(frame, index, functions, arguments, how)
    return joined(call(frame, index, function, arguments, origin, how=how) for function, origin in functions.items())


def _call_awaited(frame: Frame, index: int, functions: Vals, arguments: Arguments, how: How) -> Vals:
    made = frame.node.made.setdefault(index, [])
    results: list[tuple[Vals, list[tuple[dict[Any, Any], Any]]]] = []
    for function, origin in functions.items():
        before = len(made)
        found = call(frame, index, function, arguments, origin, how=how)
        results.append((found, made[before:]))
    if not any(gives_awaitable(frame, found) for found, _ in results):
        return joined(found for found, _ in results)
    for found, entries_made in results:
        if not gives_awaitable(frame, found):
            for table, key in entries_made:
                table.pop(key, None)
    return joined(found for found, _ in results if gives_awaitable(frame, found))


def call(
    frame: Frame,
    index: int,
    function: Value,
    arguments: Arguments,
    origin: Origin,
    certain: bool = True,
    how: How = DIRECT,
) -> Vals:
    """Calls one value at this place; `origin` is the value's own."""
    match function:
        case FunctionValue():
            return under(_call_function(frame, index, function, arguments, origin, certain, how), origin)
        case Bound():
            passed = arguments.prepended({function.receiver: origin})
            certain = certain and not (isinstance(function.receiver, Instance) and function.receiver.site is None)
            return call(frame, index, function.function, passed, origin, certain, how)
        case LibraryMethod() | Symbol() | LibraryObject():
            return _call_library(frame, index, function, arguments, origin, how)
        case ClassValue():
            return under(construct(frame, index, function, arguments, origin, how), origin)
        case Instance():
            return _call_object(frame, index, function, arguments, origin, how)
        case Partial():
            return call(
                frame, index, function.function, intrinsics.completed(frame, function, arguments), origin, certain, how
            )
        case ManagerFactory():
            made = call(frame, index, function.function, arguments, origin, certain)
            return {
                frame.make(Manager, value) if isinstance(value, Generator) else value: o for value, o in made.items()
            }
        case Descriptor():
            return call(frame, index, function.function, arguments, origin, certain, how)
        case Generic():
            return call(frame, index, function.base, arguments, origin, certain, how)
        case Intrinsic():
            return intrinsics.apply(frame, index, function, arguments, origin, how)
    if function is UNKNOWN:
        frame.node.unresolved[index] = "its value is not known"
    return ANYTHING


def _call_library(
    frame: Frame,
    index: int,
    function: LibraryMethod | Symbol | LibraryObject,
    arguments: Arguments,
    origin: Origin,
    how: How,
) -> Vals:
    """Calls a library's callable; what it runs in turn runs where it does."""
    before = frame.running
    frame.running = before if how.kind in (Kind.CALL, Kind.AWAIT) else how.kind
    try:
        if isinstance(function, Symbol):
            return libraries.call_symbol(frame, index, function.name, arguments, origin, how)
        if isinstance(function, LibraryObject):
            function = frame.make(LibraryMethod, function.name, "__call__", function)
        moved = containers.call_method(frame, index, function, arguments)
        return moved if moved is not None else libraries.call_method(frame, index, function, arguments, origin, how)
    finally:
        frame.running = before


def _call_function(
    frame: Frame, index: int, function: FunctionValue, arguments: Arguments, origin: Origin, certain: bool, how: How
) -> Vals:
    definition = function.function
    site = frame.site(index) if definition.facts.by_site else _made_at(definition, arguments)
    callee = frame.state.node(definition, function.env, site)
    bindings = (
        entries.supplied(frame, index, callee, arguments, how)
        if arguments.unknown
        else _bound(frame, callee, arguments)
    )
    for cell, (place, values) in zip(callee.params, enumerate(bindings), strict=False):
        if values:
            frame.state.write(cell, {value: frozenset({(place, value)}) for value in values})
    if how.root is not None:
        entries.add_root(frame, callee, how)
    return _run(frame, index, callee, bindings, origin, certain, how)


def _made_at(definition: FunctionDef, arguments: Arguments) -> Any:
    """Constructors are told apart by the object that they fill: what one is given must not end up in another."""
    if definition.facts.name != "__init__" or definition.cls is None or not arguments.positional:
        return None
    receivers = list(arguments.positional[0])
    return receivers[0].site if len(receivers) == 1 and isinstance(receivers[0], Instance) else None


def _bound(frame: Frame, callee: Node, arguments: Arguments) -> list[Vals | None]:
    bindings = bind(frame, callee, arguments)
    if any(values is not None and _wants_declaration(values) for values in bindings):
        return with_declared(frame, callee, bindings, declared_types(frame, callee))
    return bindings


def _wants_declaration(values: Vals) -> bool:
    return any(value is UNKNOWN or isinstance(value, LibraryObject) for value in values)


def declared_types(frame: Frame, callee: Node) -> list[Vals]:
    """What the annotations say of each parameter."""
    function = callee.function
    return [
        types.instances(frame, frame.read(frame.cell("annotation", function, place)))
        for place in range(len(callee.params))
    ]


def _run(
    frame: Frame, index: int, callee: Node, bindings: list[Vals | None], origin: Origin, certain: bool, how: How
) -> Vals:
    definition = callee.function.facts
    site = (frame.node, index)
    if definition.is_generator:
        frame.edge(index, callee, Kind.CREATE, bindings, origin, certain)
        return frame.one(Generator, callee, site)
    if definition.is_async and not how.awaits:
        frame.edge(index, callee, Kind.CREATE, bindings, origin, certain)
        return frame.one(Coroutine, callee, site)
    frame.edge(index, callee, how.kind, bindings, origin, certain, how.spares)
    return mapped(returned(frame, callee), bindings, origin)


def returned(frame: Frame, callee: Node) -> Vals:
    """What a node returns; where that is not known, what its annotation says."""
    values = frame.read(callee.returned)
    if UNKNOWN in values:
        declared = types.instances(frame, frame.read(frame.cell("returns", callee.function)))
        if declared:
            origin = values[UNKNOWN]
            return joined(
                ({value: o for value, o in values.items() if value is not UNKNOWN}, dict.fromkeys(declared, origin))
            )
    return values


def mapped(values: Vals, bindings: list[Vals | None], condition: Origin) -> Vals:
    """Returned values as the caller sees them: those that need a parameter's value only if this call passes it."""
    result: Vals = {}
    for value, origin in values.items():
        if origin is None:
            result[value] = condition
            continue
        for place, needed in origin:
            passed = bindings[place]
            if passed is None:
                result[value] = condition
            elif needed in passed:
                mine = passed[needed] if condition is None else condition
                result[value] = join_origins(result[value], mine) if value in result else mine
    return result


# Construction


def construct(
    frame: Frame, index: int, value: ClassValue, arguments: Arguments, origin: Origin, how: How = DIRECT
) -> Vals:
    """Makes an object of a project class: runs its constructor and what a library runs while it is made."""
    cls = value.cls
    made = frame.make(Instance, cls, frame.site(index))
    frame.write(frame.cell("built", cls), {made: None})
    own = [method for method in ("__new__", "__init__") if frame.defines(cls, method)]
    for method in own:
        _construct_with(frame, index, made, method, arguments, how)
    if "__init__" not in own:
        _fill_fields(frame, index, made, arguments)
        if frame.defines(cls, "__post_init__"):
            _construct_with(frame, index, made, "__post_init__", Arguments(), how)
        library = next((base for base in cls.library_bases), "")
        if library:
            libraries.construct_base(frame, index, library, made, arguments)
    entries.run_hooks(frame, index, cls, made, "constructed", how)
    return {made: None}


def _construct_with(frame: Frame, index: int, made: Instance, method: str, arguments: Arguments, how: How) -> None:
    found, _ = access.lookup(frame, made.cls.project_mro, method)
    first: Vals = {made: None} if method != "__new__" else frame.one(ClassValue, made.cls)
    for function in found or ():
        target = function.function if isinstance(function, Descriptor) else function
        call(frame, index, target, arguments.prepended(first), None, how=How(how.kind, False, how.root))


def _fill_fields(frame: Frame, index: int, made: Instance, arguments: Arguments) -> None:
    """A dataclass, a model, a named tuple: arguments become attributes, in the order of the fields."""
    names = [field.name for cls in reversed(made.cls.project_mro) for field in cls.facts.fields]
    for name, values in zip(dict.fromkeys(names), arguments.positional, strict=False):
        _fill(frame, made, name, values)
    for name, values in arguments.keywords.items():
        _fill(frame, made, name, values)


def _fill(frame: Frame, made: Instance, name: str, values: Vals) -> None:
    known: Vals = {value: None for value in values if value is not UNKNOWN}
    if known:
        frame.write(frame.cell("fields", made.cls), {made: None})
        access.store_on_instance(frame, made, name, known)


def _call_object(frame: Frame, index: int, value: Instance, arguments: Arguments, origin: Origin, how: How) -> Vals:
    found, library = access.lookup(frame, value.cls.mro, "__call__")
    if found is None:
        if library and frame.catalogue.has_member(library, "__call__"):
            method = frame.make(LibraryMethod, library, "__call__", value)
            return libraries.call_method(frame, index, method, arguments, origin, how)
        return ANYTHING
    results = []
    for function in found:
        for bound in access.bind_member(frame, index, function, value, origin):
            results.append(call(frame, index, bound, arguments, origin, value.site is not None, how))
    if value.site is None:
        for cls in frame.state.implementations(value.cls, frame.node)[1:]:
            overriding = frame.make(Instance, cls, None)
            if access.lookup(frame, cls.project_mro, "__call__")[0] is not found:
                results.append(
                    call(frame, index, overriding, arguments, origin, False, how) if cls is not value.cls else EMPTY
                )
    return joined(results)


# Decorators, awaiting


def decorate(frame: Frame, index: int, decorators: Vals, arguments: Arguments) -> Vals:
    """Applies a decorator; one of which nothing is known is taken to give the function back."""
    results = []
    for decorator, origin in decorators.items():
        found = call(frame, index, decorator, arguments, origin)
        known = {value: o for value, o in found.items() if value is not UNKNOWN and not _is_plain_none(value)}
        results.append(known or (arguments.get(0) if found else EMPTY))  # nothing yet: the decorator is still to run
    frame.node.unresolved.pop(index, None)
    return joined(results) if results else arguments.get(0)


def _is_plain_none(value: Value) -> bool:
    return getattr(value, "value", 0) is None


def await_all(frame: Frame, index: int, values: Vals, kind: Kind = Kind.AWAIT) -> Vals:
    """Runs what is awaited here; what awaiting gives."""
    return joined(under(await_one(frame, index, value, kind), origin) for value, origin in values.items())


def await_one(frame: Frame, index: int, value: Value, kind: Kind = Kind.AWAIT, root: RootSpec | None = None) -> Vals:
    """Runs one coroutine (or whatever can be awaited)."""
    match value:
        case Coroutine():
            return _await_coroutine(frame, index, value, kind, root)
        case LibraryObject():
            return unwrapped(frame, {value: None})
        case Instance():
            given = access.special(frame, index, value, ("__await__",), [], None)
            return joined(containers.iterate(frame, index, item) for item in given) and ANYTHING
        case Generator() if not value.node.is_async:
            containers.run_generator(frame, index, value, kind)
            return free(frame.read(value.node.returned)) or ANYTHING
    return ANYTHING


def _await_coroutine(frame: Frame, index: int, value: Coroutine, kind: Kind, root: RootSpec | None) -> Vals:
    made = frame.creation(value.site, value.node)
    bindings = made.bindings if made else None
    frame.edge(index, value.node, kind, bindings, made.condition if made else None, made.certain if made else True)
    if root is not None:
        entries.add_root(frame, value.node, How(kind, True, root))
    results = returned(frame, value.node)
    return mapped(results, bindings, made.condition if made else None) if bindings is not None else free(results)


def _holds_result(frame: Frame, value: LibraryObject) -> bool:
    return bool(value.args) and (
        value.name in ("Awaitable", "Coroutine") or frame.catalogue.intrinsic(value.name) == "container-Awaitable"
    )


def unwrapped(frame: Frame, values: Vals) -> Vals:
    """What awaiting library objects gives."""
    results: list[Vals] = []
    for value, origin in values.items():
        if isinstance(value, LibraryObject) and _holds_result(frame, value):
            results.append(dict.fromkeys(value.args[-1] if value.name == "Coroutine" else value.args[0], origin))
        elif isinstance(value, LibraryObject):
            given = frame.catalogue.method_returns(value.name, "__await__")
            made = types.from_type(frame, given, value)
            results.append(
                joined(dict.fromkeys(item.args[-1]) for item in made if isinstance(item, LibraryObject) and item.args)
                or ANYTHING
            )
        else:
            results.append(ANYTHING)
    return joined(results)


def register_hooks(frame: Frame, index: int, cls: ClassDef) -> None:
    """A class is defined: what a library calls on its objects as soon as they exist."""
    entries.run_hooks(frame, index, cls, frame.make(Instance, cls, None), "registered", DIRECT)


def assigned(frame: Frame, index: int, owner: LibraryObject, name: str, values: Vals, key: Vals, shape: str) -> None:
    """`owner.name = f` or `owner.name[key] = f`, where the library calls what is assigned."""
    entries.assigned(frame, index, owner, name, values, key, shape)
