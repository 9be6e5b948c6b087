"""Calls: which nodes a call site runs, with which arguments, and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from blockcheck.nodes import ANYTHING, EMPTY, Kind, Node, free, join_origins, joined, under
from blockcheck.origins import CAPTURED, NEVER_ON_LOOP, OFF_LOOP, environment, seen_from
from blockcheck.program import ClassDef, FunctionDef
from blockcheck.resolve import (
    access,
    containers,
    creation,
    entries,
    generics,
    inherited,
    intrinsics,
    libraries,
    owned,
    parts,
    types,
)
from blockcheck.resolve.arguments import Arguments, bind, declare, keep
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
    Origin,
    Partial,
    Symbol,
    Vals,
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
    """Calls each of some values."""
    return joined([call(frame, index, function, arguments, origin, how=how) for function, origin in functions.items()])


def call_each(frame: Frame, index: int, functions: Vals, arguments: Arguments, awaited: bool) -> Vals:
    """Calls each of the values that the call of this place may be of.

    Where the result is awaited, only those count whose result can be, if there are such.
    """

    def compute(function: Value, origin: Origin) -> Vals:
        return call(frame, index, function, arguments, origin)

    at_least = 2 if awaited else parts.MIN_PARTS
    results = parts.each(frame, index, functions, arguments.inputs(), compute, at_least)
    if awaited:
        fitting = [gives_awaitable(frame, found) for found in results]
        if any(fitting) and not all(fitting):
            _drop_others(frame, index, functions, fitting)
            return joined([found for found, fits in zip(results, fitting, strict=True) if fits])
    return joined(results)


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
    handler = _HANDLERS.get(type(function))
    if handler is not None:
        return handler(frame, index, function, arguments, origin, certain, how)
    if function is UNKNOWN:
        frame.node.unresolved[index] = "its value is not known"
    return ANYTHING


def _call_bound(
    frame: Frame, index: int, function: Bound, arguments: Arguments, origin: Origin, certain: bool, how: How
) -> Vals:
    receiver = function.receiver
    passed = arguments.prepended(receiver.alone if origin is None else {receiver: origin})
    certain = certain and not (isinstance(receiver, Instance) and receiver.site is None)
    return call(frame, index, function.function, passed, origin, certain, how)


def _call_held(
    frame: Frame,
    index: int,
    function: Descriptor,
    arguments: Arguments,
    origin: Origin,
    certain: bool,
    how: How,
) -> Vals:
    return call(frame, index, function.function, arguments, origin, certain, how)


def _call_generic(
    frame: Frame, index: int, function: Generic, arguments: Arguments, origin: Origin, certain: bool, how: How
) -> Vals:
    if isinstance(function.base, ClassValue):
        return under(
            construct(frame, index, function.base, arguments, origin, how, types.type_arguments(frame, function)),
            origin,
        )
    return call(frame, index, function.base, arguments, origin, certain, how)


def _call_partial(
    frame: Frame, index: int, function: Partial, arguments: Arguments, origin: Origin, certain: bool, how: How
) -> Vals:
    completed = intrinsics.completed(frame, function, arguments)
    return call(frame, index, function.function, completed, origin, certain, how)


def _call_manager(
    frame: Frame, index: int, function: ManagerFactory, arguments: Arguments, origin: Origin, certain: bool, how: How
) -> Vals:
    made = call(frame, index, function.function, arguments, origin, certain)
    return {frame.make(Manager, value) if isinstance(value, Generator) else value: o for value, o in made.items()}


def _call_intrinsic(
    frame: Frame, index: int, function: Intrinsic, arguments: Arguments, origin: Origin, certain: bool, how: How
) -> Vals:
    return intrinsics.apply(frame, index, function, arguments, origin, how)


def _drop_others(frame: Frame, index: int, functions: Vals, fitting: list[bool]) -> None:
    """What came with the callables whose results cannot be awaited is no edge or sink after all."""
    found = frame.node.parts[index]
    for function, fits in zip(functions, fitting, strict=True):
        for table, key in () if fits else found[function].made:
            table.pop(key, None)


def _call_library(
    frame: Frame,
    index: int,
    function: LibraryMethod | Symbol | LibraryObject,
    arguments: Arguments,
    origin: Origin,
    certain: bool,
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
    site = frame.site(index) if definition.facts.by_site else _made_at(frame, definition, arguments)
    callee = frame.state.node(definition, function.env, site)
    bindings = (
        entries.supplied(frame, index, callee, arguments, how)
        if arguments.unknown
        else _bound(frame, callee, arguments)
    )
    for cell, values in zip(callee.params, bindings, strict=False):
        if values and values is not cell.values:
            frame.state.write(cell, free(values))
    if how.root is not None:
        entries.add_root(frame, callee, how)
    return under(_run(frame, index, callee, bindings, origin, certain, how), origin)


def _made_at(frame: Frame, definition: FunctionDef, arguments: Arguments) -> Any:
    """What makes or fills an object, or makes a class, is told apart by it: what one is given must not end up in
    another."""
    if not arguments.positional or definition.cls is None:
        return None
    receivers = list(arguments.positional[0])
    made = receivers[0] if len(receivers) == 1 else None
    if isinstance(made, ClassValue):
        return (made.cls, 0) if definition.facts.name in _MAKING else None
    return made.site if isinstance(made, Instance) and frame.state.plan(definition).fills else None


_MAKING = frozenset({"__init__", "__init_subclass__", "__call__"})


def _bound(frame: Frame, callee: Node, arguments: Arguments) -> list[Vals | None]:
    bindings = bind(frame, callee, arguments)
    declare(frame, callee, bindings)
    return bindings


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
    if definition.contract == "blocking":
        libraries.note_declared(frame, index, callee.function.name, how, origin)
    return returned(frame, callee, bindings, origin)


def returned(frame: Frame, callee: Node, bindings: list[Vals | None] | None, condition: Origin) -> Vals:
    """What this call of a node gives; where that is not known, what its annotation says."""
    values = frame.read(callee.returned)
    values = free(values) if bindings is None else mapped(frame, callee, values, bindings, condition)
    if UNKNOWN not in values:
        return values
    return generics.stated(values, generics.declared(frame, callee, callee.signature.returns, bindings))


def mapped(frame: Frame, callee: Node, values: Vals, bindings: list[Vals | None], condition: Origin) -> Vals:
    """Returned values as the caller sees them: those that need a parameter's value only if this call passes it."""
    if free(values) is values:
        return under(values, condition)
    result: Vals = {}
    for value, origin in values.items():
        if origin is None:
            result[value] = condition
            continue
        for place, needed in origin:
            if not 0 <= place < CAPTURED:
                mine = _elsewhere(frame, callee, place, needed, condition)
                result[value] = join_origins(result[value], mine) if value in result else mine
                continue
            passed = bindings[place]
            if passed is None:
                result[value] = condition
                continue
            passed = callee.params[place].as_held(passed, frame.state.values)
            if needed in passed:
                mine = passed[needed] if condition is None else condition
                result[value] = join_origins(result[value], mine) if value in result else mine
    return result


def _elsewhere(frame: Frame, callee: Node, place: int, needed: Value, condition: Origin) -> Origin:
    """What a value needs that is no parameter of the callee, as the caller sees it."""
    if place == OFF_LOOP:
        return NEVER_ON_LOOP
    if condition is not None:
        return condition
    owner = environment(callee, place // CAPTURED)
    seen = seen_from(frame.node, owner, place % CAPTURED) if owner is not None else None
    return None if seen is None else frozenset({(seen, needed)})


# Construction


def _construct(
    frame: Frame, index: int, value: ClassValue, arguments: Arguments, origin: Origin, certain: bool, how: How
) -> Vals:
    if value.cls.metaclass is not None and frame.defines(value.cls.metaclass, "__call__"):
        return under(creation.call_class(frame, index, value, arguments, origin, how), origin)
    return under(construct(frame, index, value, arguments, origin, how), origin)


def construct(
    frame: Frame,
    index: int,
    value: ClassValue,
    arguments: Arguments,
    origin: Origin,
    how: How = DIRECT,
    args: tuple[tuple[Value, ...], ...] = (),
) -> Vals:
    """Makes an object of a project class: runs its constructor and what a library runs while it is made.

    `args` are the objects that its type parameters stand for.
    """
    cls = value.cls
    if cls in frame.state.enumerations:
        return creation.find_member(frame, index, value, arguments, how)
    made = frame.make(Instance, cls, frame.site(index), *([args] if any(args) else []))
    frame.state.build(cls)
    own = [method for method in ("__new__", "__init__") if frame.defines(cls, method)]
    for method in own:
        _construct_with(frame, index, made, method, arguments, origin, how)
    if "__init__" in own and cls.library_bases:
        keep(frame, made, Arguments((), arguments.keywords))  # mostly handed on to the library's constructor
    if "__init__" not in own:
        _fill_fields(frame, index, made, arguments)
        inherited.fill(frame, index, made, arguments)
        if frame.defines(cls, "__post_init__"):
            _construct_with(frame, index, made, "__post_init__", Arguments(), origin, how)
        library = next((base for base in cls.library_bases), "")
        if library:
            libraries.construct_base(frame, index, library, made, arguments)
    entries.run_hooks(frame, index, cls, made, "constructed", how)
    return {made: None}


def _construct_with(
    frame: Frame, index: int, made: Instance, method: str, arguments: Arguments, origin: Origin, how: How
) -> None:
    found, _ = access.lookup(frame, made.cls.project_mro, method)
    first: Vals = {made: None} if method != "__new__" else frame.one(ClassValue, made.cls)
    for function in found or ():
        target = function.function if isinstance(function, Descriptor) else function
        call(frame, index, target, arguments.prepended(first), origin, how=How(how.kind, False, how.root))


def _fill_fields(frame: Frame, index: int, made: Instance, arguments: Arguments) -> None:
    """A dataclass, a model, a named tuple: arguments become attributes, in the order of the fields."""
    names = [field.name for cls in reversed(made.cls.project_mro) for field in cls.facts.fields]
    for name, values in zip(dict.fromkeys(names), arguments.positional, strict=False):
        _fill(frame, made, name, values)
    for name, values in arguments.keywords.items():
        _fill(frame, made, name, values)
    given = {*arguments.keywords, *list(dict.fromkeys(names))[: len(arguments.positional)]}
    for cls in made.cls.project_mro:
        for field in cls.facts.fields:
            if field.name not in given and cls.factory_of(field) >= 0:
                _fill(frame, made, field.name, owned.of_field(frame, made, cls, field))


def _fill(frame: Frame, made: Instance, name: str, values: Vals) -> None:
    known: Vals = {value: None for value in values if value is not UNKNOWN}
    if known:
        frame.write(frame.cell("fields", made.cls), {made: None})
        access.store_on_instance(frame, made, name, known)


def _call_object(
    frame: Frame, index: int, value: Instance, arguments: Arguments, origin: Origin, certain: bool, how: How
) -> Vals:
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


_HANDLERS: dict[type[Value], Callable[[Frame, int, Any, Arguments, Origin, bool, How], Vals]] = {
    FunctionValue: _call_function, Bound: _call_bound, LibraryMethod: _call_library, Symbol: _call_library,
    LibraryObject: _call_library, ClassValue: _construct, Instance: _call_object, Partial: _call_partial,
    ManagerFactory: _call_manager, Descriptor: _call_held, Generic: _call_generic, Intrinsic: _call_intrinsic,
}  # fmt: skip


# Decorators, awaiting


def decorate(frame: Frame, index: int, decorators: Vals, arguments: Arguments) -> Vals:
    """Applies a decorator; one of which nothing becomes known is taken to give the function back."""
    results = []
    for decorator, origin in decorators.items():
        found = call(frame, index, decorator, arguments, origin)
        known = {value: o for value, o in found.items() if value is not UNKNOWN and not _is_plain_none(value)}
        results.append(known)
    frame.node.unresolved.pop(index, None)
    if (results and all(results)) or frame.state.waits(frame.node):
        return joined(results)
    return joined(known or arguments.get(0) for known in results or [EMPTY])


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
    return returned(frame, value.node, bindings, made.condition if made else None)


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
