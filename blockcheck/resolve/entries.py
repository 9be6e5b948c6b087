"""Entry points: which calls, decorators and classes hand code to a framework, and how the framework runs it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from blockcheck.catalogue.schema import Context, Hook, Marker, Runs
from blockcheck.nodes import ANYTHING, EMPTY, Kind, Node, joined
from blockcheck.program import ClassDef
from blockcheck.resolve import access, bags, calls, containers, enums, once, types
from blockcheck.resolve.arguments import Arguments
from blockcheck.state import Root
from blockcheck.values import (
    UNKNOWN,
    Bound,
    ClassValue,
    Collection,
    Coroutine,
    Descriptor,
    FunctionValue,
    Generator,
    Instance,
    Intrinsic,
    Known,
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
    from blockcheck.resolve.calls import How
    from blockcheck.resolve.frame import Frame

PATH = "\0"
"""Stands in a label where the prefixes of routers come in."""
OR = "\1"
"""Stands in a label between the paths that a route may have: one for each round of a loop, each call of a helper."""
SAME = "\2"
"""Stands in a label for a path that is known to be empty: that of the router."""


@dataclass(frozen=True, slots=True)
class RootSpec:
    """What to say of an entry point: see `Root`."""

    label: str
    parent: Node | None = None
    framework: str = ""
    fixable: bool = False
    routers: tuple[Value, ...] = ()
    parameters: str = ""
    result: str = ""
    output: str = ""
    models: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """The part of a row of `[[runs]]`, `[[hooks]]` or `[[markers]]` that says how a callable is run."""

    async_: Context
    sync: Context
    unwraps: bool = False
    consumes: str = ""
    then: Context | None = None
    then_sync: Context | None = None
    root: RootSpec | None = None
    spares: tuple[str, ...] = ()


_KINDS: dict[str, Kind] = {
    "loop": Kind.LOOP, "own-loop": Kind.OWN_LOOP, "thread": Kind.THREAD, "process": Kind.THREAD,
    "startup": Kind.STARTUP, "import": Kind.IMPORT, "caller": Kind.CALL,
}  # fmt: skip


def how_for(context: Context, is_async: bool, root: RootSpec | None, spares: tuple[str, ...] = ()) -> How | None:
    """The way of running that a context stands for; None where the callable does not run."""
    kind = _KINDS.get(context)
    if kind is None:
        return None
    if kind is Kind.CALL and is_async:
        kind = Kind.AWAIT
    return calls.How(kind, True, root, spares)


# Running what a library is given


def run_callable(frame: Frame, index: int, value: Value, arguments: Arguments, row: Row, origin: Origin) -> Vals:
    """Runs a callable, coroutine, generator or class as a row says; gives what it returns (or yields)."""
    if isinstance(value, (Coroutine, Generator, Manager)):
        return _run_object(frame, index, value, row)
    is_async = _decides(frame, value, row.unwraps)
    context = row.async_ if is_async else row.sync
    how = how_for(context, is_async, row.root, row.spares)
    if how is None:
        if is_async and row.async_ == "none" and row.sync in ("thread", "process"):
            frame.state.never_awaited[(frame.node, index)] = value
        return EMPTY
    results = calls.call(frame, index, value, arguments, origin, how=how)
    return _settled(frame, index, results, row, how)


_GIVING = {
    "": frozenset({"Awaitable", "Coroutine"}),
    "iterate": frozenset(
        {"Awaitable", "Coroutine", "Iterator", "Iterable", "Generator", "AsyncIterator", "AsyncGenerator"}
    ),
    "enter": frozenset({"Awaitable", "Coroutine", "ContextManager", "AsyncContextManager"}),
}
"""What a framework takes the content of where a library's callable gives it."""


def _settled(frame: Frame, index: int, results: Vals, row: Row, how: How) -> Vals:
    """A framework awaits a coroutine that comes back, and goes through a generator if the row says so."""
    settled = []
    for value, origin in results.items():
        if isinstance(value, Coroutine) and how.kind is not Kind.THREAD:
            settled.append(
                calls.await_one(frame, index, value, how.kind if how.kind is not Kind.CALL else Kind.AWAIT, row.root)
            )
        elif isinstance(value, (Generator, Manager)) and row.consumes:
            settled.append(_run_object(frame, index, value, row))
        elif isinstance(value, LibraryObject) and value.name in _GIVING[row.consumes] and value.args:
            settled.append(dict.fromkeys(value.args[0]))
        else:
            settled.append({value: origin})
        if row.then is not None and row.then != "none":
            _call_later(frame, index, value, row)
    return joined(settled)


def _call_later(frame: Frame, index: int, value: Value, row: Row) -> None:
    if isinstance(value, (Instance, FunctionValue, Bound, Partial)):
        later = Row(row.then or "none", row.then_sync or row.then or "none", root=row.root)
        run_callable(frame, index, value, Arguments(unknown=True), later, None)


def _run_object(frame: Frame, index: int, value: Coroutine | Generator | Manager, row: Row) -> Vals:
    if isinstance(value, Manager):
        return _run_object(frame, index, value.generator, row) if isinstance(value.generator, Generator) else ANYTHING
    how = how_for(row.async_ if value.node.is_async else row.sync, value.node.is_async, row.root)
    if how is None:
        return EMPTY
    if isinstance(value, Coroutine):
        return calls.await_one(frame, index, value, how.kind, row.root)
    if row.root is not None:
        add_root(frame, value.node, how)
    return containers.run_generator(frame, index, value, how.kind)


def _decides(frame: Frame, value: Value, unwraps: bool) -> bool:
    """Whether a framework takes the callable for a coroutine function."""
    match value:
        case FunctionValue():
            function = value.function.facts
            if unwraps:
                wrapped = wrapped_by(frame, value)
                if wrapped:
                    return any(_decides(frame, inner, True) for inner in wrapped)
            return function.is_async
        case Bound() | Partial() | ManagerFactory() | Descriptor():
            return _decides(frame, value.function, unwraps)
        case Instance():
            found, _ = access.lookup(frame, value.cls.project_mro, "__call__")
            return any(_decides(frame, method, unwraps) for method in found or ())
    return False


def wrapped_by(frame: Frame, value: FunctionValue) -> list[Value]:
    """What a wrapper says, by `functools.wraps`, that it stands for."""
    env = value.env
    cell = frame.cell("wraps", value.function, env)
    return [inner for inner in frame.read(cell) if inner is not value]


# Entry points


def add_root(frame: Frame, node: Node, how: How) -> None:
    """Something outside the project runs this node."""
    spec = how.root
    if spec is not None:
        _note_root(frame, Root(node, how.kind, spec.label, spec.parent, spec.framework, spec.fixable, spec.routers))


def _note_root(frame: Frame, root: Root) -> None:
    if frame.state.steps is not None:
        frame.state.steps.append(("root", (root,)))
    frame.state.roots.setdefault(root)


def take_over_root(frame: Frame, root: Root, recorded: Node | None, parent: Node | None) -> None:
    """What ran on behalf of one node runs on behalf of another, too."""
    _note_root(frame, replace(root, parent=parent) if root.parent is recorded else root)


def supplied(frame: Frame, index: int, callee: Node, arguments: Arguments, how: How) -> list[Vals | None]:
    """The values of parameters that a framework supplies, behind those that are known."""
    bindings: list[Vals | None] = []
    spec = how.root
    for place, param in enumerate(callee.function.facts.params):
        if place < len(arguments.positional):
            values: Vals = arguments.positional[place]
        elif param.name in arguments.keywords and param.kind in ("ordinary", "keyword-only"):
            values = arguments.keywords[param.name]
        elif param.kind in ("args", "kwargs"):
            values = frame.one(LibraryObject, "tuple" if param.kind == "args" else "dict", (), None)
        else:
            values = _from_framework(frame, index, callee, place, spec)
        callee.external.setdefault(place, {}).update(dict.fromkeys(values))
        bindings.append(values)
    if spec is not None:
        _make_models(frame, index, callee, spec, how, len(arguments.positional))
    return bindings


def _from_framework(frame: Frame, index: int, callee: Node, place: int, spec: RootSpec | None) -> Vals:
    """One parameter: run what a marker names, else an object of the annotated type, or the default."""
    annotation = frame.read(callee.signature.annotations[place])
    default = frame.read(callee.signature.defaults[place])
    markers = [*types.metadata(frame, annotation), *default]
    results = []
    for marker in markers:
        if isinstance(marker, LibraryObject):
            for row in frame.catalogue.markers(marker.name):
                results.append(_run_marker(frame, index, callee, marker, row, annotation))
    declared = types.instances(frame, annotation)
    if results:
        return _with_annotation(joined(results), declared)
    plain_default: Vals = {value: None for value in default if not isinstance(value, LibraryObject)}
    return joined((declared, plain_default, ANYTHING))


def _with_annotation(provided: Vals, declared: Vals) -> Vals:
    """What a provider gives; where that says nothing, what the parameter is declared to be."""
    if not declared:
        return provided
    telling = {value: o for value, o in provided.items() if value is not UNKNOWN and not isinstance(value, Known)}
    return telling if telling and len(telling) == len(provided) else joined((telling, declared))


def _run_marker(frame: Frame, index: int, callee: Node, marker: LibraryObject, row: Marker, annotation: Vals) -> Vals:
    provided = joined(frame.read(frame.cell("argument", marker, key)) for key in row.argument)
    provided = {value: None for value in provided if not (isinstance(value, Known) and value.value is None)}
    if not provided:
        provided = dict.fromkeys(types.parameter_types(frame, annotation))
    return run_marker(
        frame, index, provided, row, RootSpec("", callee, row.framework, row.fixable, parameters=row.parameters or "")
    )


def run_marker(frame: Frame, index: int, provided: Vals, marker: Marker, spec: RootSpec) -> Vals:
    """Runs what `Depends(f)` names; gives what the parameter gets."""
    results = []
    row = Row(marker.async_, marker.sync, marker.unwraps, "iterate", root=spec)
    for value in _replacements(frame, provided):
        key = ("marker", value, marker, spec.label, spec.framework, spec.fixable, spec.parameters)
        results.append(
            once.done_once(
                frame,
                index,
                key,
                spec.parent,
                lambda value=value: run_callable(frame, index, value, Arguments(unknown=True), row, None),  # type: ignore[misc]
            )
        )
    return joined(results) or ANYTHING


def _replacements(frame: Frame, provided: Vals) -> list[Value]:
    """What runs in place of a callable that the program overrides, else the callable."""
    found: list[Value] = []
    for value in provided:
        if value is UNKNOWN:
            continue
        other = frame.read(frame.cell("replaced", value))
        found += list(other) if other else [value]
    return found


def _make_models(frame: Frame, index: int, callee: Node, spec: RootSpec, how: How, first: int) -> None:
    """A framework makes the values of annotated parameters, and of the result, and turns the result into output."""
    own = RootSpec("", callee, spec.framework)
    if spec.parameters:
        for place in range(first, len(callee.params)):
            if not _is_marked(frame, callee, place):
                annotation = frame.read(callee.signature.annotations[place])
                _run_model_hooks(frame, index, annotation, "constructed", spec.parameters, own, how)
    result = dict.fromkeys(spec.models) or frame.read(callee.signature.returns)
    if spec.result:
        _run_model_hooks(frame, index, result, "constructed", spec.result, own, how)
    if spec.output:
        _run_model_hooks(frame, index, result, "serialized", spec.output, own, how)


def _is_marked(frame: Frame, callee: Node, place: int) -> bool:
    annotation = frame.read(callee.signature.annotations[place])
    default = frame.read(callee.signature.defaults[place])
    markers = [*types.metadata(frame, annotation), *default]
    return any(isinstance(marker, LibraryObject) and frame.catalogue.markers(marker.name) for marker in markers)


def _run_model_hooks(
    frame: Frame, index: int, annotation: Vals, on: str, context: str, spec: RootSpec, how: How
) -> None:
    kind = how.kind if context == "caller" else _KINDS[context]
    if kind in (Kind.CALL, Kind.AWAIT):
        kind = Kind.LOOP
    _run_annotated(frame, index, annotation, on, calls.How(kind, True, spec))
    seen: set[ClassDef] = set()
    stack = [value.cls for value in types.parameter_types(frame, annotation)]
    while stack:
        cls = stack.pop()
        if cls in seen:
            continue
        seen.add(cls)
        made = frame.make(Instance, cls, None)
        how_made = calls.How(kind, True, spec)
        if run_hooks(frame, index, cls, made, on, how_made):
            frame.state.build(cls)
        if on == "constructed" and frame.defines(cls, "__post_init__"):
            for method in access.attribute(frame, index, made, "__post_init__"):
                calls.call(frame, index, method, Arguments(), None, how=how_made)
        stack += _field_classes(frame, cls)


def _field_classes(frame: Frame, cls: ClassDef) -> list[ClassDef]:
    """The project classes that the fields of a model are made of: they are made along with it."""
    annotations = [
        frame.read(frame.cell("field", owner, field.name)) for owner in cls.project_mro for field in owner.facts.fields
    ]
    return [value.cls for annotation in annotations for value in types.parameter_types(frame, annotation)]


# Classes whose methods a library calls


def run_hooks(frame: Frame, index: int, cls: ClassDef, made: Instance, on: str, how: How) -> bool:
    """Runs the methods of a class that a library calls on this occasion; whether there are any."""
    hooks = [hook for hook in frame.catalogue.hooks(cls.library_bases) if hook.on == on]
    ran = False
    for hook in hooks:
        for name, function in _hooked(frame, cls, hook):
            ran = True
            row = _hook_row(hook, cls, name, on, how)
            receiver = made if not isinstance(function, Descriptor) or function.kind != "classmethod" else None
            target = function.function if isinstance(function, Descriptor) else function
            first: Vals = {receiver: None} if receiver is not None else frame.one(ClassValue, cls)
            run_callable(frame, index, target, Arguments((first,), unknown=True), row, None)
    if on in ("constructed", "serialized"):
        ran = _run_field_callables(frame, index, cls, on, how) or ran
    return ran


def _hook_row(hook: Hook, cls: ClassDef, name: str, on: str, how: How) -> Row:
    label = (
        hook.label.replace("{class}", cls.facts.name).replace("{FUNCTION}", name.upper()).replace("{function}", name)
    )
    spec = RootSpec(label, framework=hook.framework, fixable=hook.fixable) if label else how.root
    if on == "registered":
        return Row(hook.async_, hook.sync, consumes=hook.consumes, then=hook.then, root=spec)
    context: Any = {kind: name for name, kind in _KINDS.items()}.get(how.kind, "caller")
    sync = context if hook.sync == "caller" else hook.sync
    return Row(
        hook.async_, sync, consumes=hook.consumes, then=hook.then, root=spec if how.kind is not Kind.CALL else None
    )


def _hooked(frame: Frame, cls: ClassDef, hook: Hook) -> list[tuple[str, Value]]:
    """The methods of a class, its project bases' too, that a hook names."""
    found: dict[str, Vals] = {}
    for owner in cls.project_mro:
        for name in owner.body.facts.variables:
            if name not in found and _is_hooked(frame, owner, name, hook):
                found[name] = frame.read(frame.cell("class", owner, name))
    return [
        (name, value)
        for name, values in found.items()
        for value in values
        if isinstance(value, (FunctionValue, Descriptor))
        or (isinstance(value, Intrinsic) and value.kind == "offloaded")
    ]


def _is_hooked(frame: Frame, owner: ClassDef, name: str, hook: Hook) -> bool:
    if any(fnmatchcase(name, pattern) for pattern in hook.methods):
        return True
    if not hook.decorators:
        return False
    wanted = {frame.catalogue.canonical(decorator) for decorator in hook.decorators}
    return bool(wanted & decorators(frame, owner, name))


def decorators(frame: Frame, owner: ClassDef, name: str) -> set[str]:
    """The library names among the decorators of a method."""
    return {value.name for value in frame.read(frame.cell("decorators", owner, name)) if isinstance(value, Symbol)}


def _run_field_callables(frame: Frame, index: int, cls: ClassDef, on: str, how: How) -> bool:
    """`Field(default_factory=f)`, `AfterValidator(f)`: calls in a class body whose callable runs with each object."""
    ran = False
    for owner in cls.project_mro:
        for value, row in frame.state.field_callables.get((owner, on), {}):
            ran = True
            _run_field_callable(frame, index, value, row, how)
        for field in owner.facts.fields:
            annotation = frame.read(frame.cell("field", owner, field.name))
            ran = _run_annotated(frame, index, annotation, on, how) or ran
    return ran


def _run_field_callable(frame: Frame, index: int, value: Value, row: Runs, how: How) -> None:
    context: Any = {kind: name for name, kind in _KINDS.items()}.get(how.kind, "caller")
    run = Row("none", context, root=how.root if how.kind is not Kind.CALL else None)
    arguments = Arguments() if row.passes == "none" else Arguments(unknown=True)
    run_callable(frame, index, value, arguments, run, None)


def _run_annotated(frame: Frame, index: int, annotation: Vals, on: str, how: How) -> bool:
    """`Annotated[str, AfterValidator(f)]`, in an alias or a parameter: `f` runs for each value of that type."""
    ran = False
    for marker in types.metadata(frame, types.with_parts(annotation)):
        for row in frame.catalogue.runs(marker.name) if isinstance(marker, LibraryObject) else ():
            for value in _held(frame, marker, row) if row.on == on else ():
                ran = True
                _run_field_callable(frame, index, value, row, how)
    return ran


def _held(frame: Frame, made: Value, row: Runs) -> list[Value]:
    """The callables that a library object was made with."""
    given = joined(frame.read(frame.cell("argument", made, key)) for key in row.argument)
    return [value for value in given if not isinstance(value, Known) and value is not UNKNOWN]


# Calls that hand callables over


def run_row(
    frame: Frame, index: int, row: Runs, name: str, receiver: Value | None, arguments: Arguments, origin: Origin
) -> Vals:
    """A call of a library name that runs what it is given; gives what the callables return."""
    if row.on != "called":
        _remember_field(frame, row, arguments)
    results = []
    if row.on != "called" and row.returns:
        return types.instances(frame, handed(frame, row, arguments))
    for value, value_origin in handed(frame, row, arguments).items():
        if row.via:
            _remember_via(frame, row, value, _particular(receiver))
        elif row.on == "called":
            results.append(run_one(frame, index, row, name, receiver, value, arguments, value_origin))
    return joined(results)


def run_one(
    frame: Frame,
    index: int,
    row: Runs,
    name: str,
    receiver: Value | None,
    value: Value,
    arguments: Arguments,
    origin: Origin,
) -> Vals:
    """Runs one callable that a row's call (or decorator) was given."""
    value = _as_method(frame, value)
    spec = root_spec(frame, row, name, receiver, value, arguments)
    run = Row(row.async_, row.sync, row.unwraps, row.consumes, row.then, row.then_sync, spec, row.spares)
    if spec is not None:
        _run_listed_markers(frame, index, value, receiver, arguments)
    passed = _passed(frame, index, row, arguments)
    if not row.methods:
        given = run_callable(frame, index, value, passed, run, origin)
        for place in row.keeps:
            bags.keep(frame, place, given)
        return given
    for method in row.methods:
        for bound in _methods_of(frame, index, value, method):
            run_callable(frame, index, bound, Arguments(unknown=True), run, origin)
    return EMPTY


def _as_method(frame: Frame, value: Value) -> Value:
    """In a class body, a function whose first parameter is `self` is later called on an object of the class."""
    cls = frame.function.cls if frame.function.facts.kind == "class" else None
    if cls is None or not isinstance(value, FunctionValue):
        return value
    written = next((inner for inner in wrapped_by(frame, value) if isinstance(inner, FunctionValue)), value)
    params = written.function.facts.params
    if not params or params[0].name != "self":
        return value
    return frame.make(Bound, value, frame.make(Instance, cls, None))


def _run_listed_markers(frame: Frame, index: int, value: Value, receiver: Value | None, arguments: Arguments) -> None:
    """`dependencies=[Depends(f)]` of a route or of its router: `f` runs for this route, too."""
    function = value.function if isinstance(value, Bound) else value
    if not isinstance(function, FunctionValue):
        return
    listed = [*arguments.keywords.values()]
    if receiver is not None:
        listed += [
            frame.read(frame.cell("argument", receiver, key)) for key in frame.state.shapes.get(receiver, (0, ()))[1]
        ]
    found = {
        item: None for values in listed for one in values if isinstance(one, Collection) for item in frame.elements(one)
    }
    for marker in found:
        if isinstance(marker, LibraryObject):
            for row in frame.catalogue.markers(marker.name):
                _run_marker(frame, index, frame.state.node(function.function, function.env, None), marker, row, EMPTY)


def _methods_of(frame: Frame, index: int, value: Value, name: str) -> list[Value]:
    if isinstance(value, ClassValue):
        value = frame.make(Instance, value.cls, None)
    if not isinstance(value, Instance) or not frame.defines(value.cls, name):
        return []
    return [found for found in access.attribute(frame, index, value, name) if isinstance(found, (Bound, FunctionValue))]


def handed(frame: Frame, row: Runs, arguments: Arguments) -> Vals:
    """The callables among the arguments of a call."""
    results = []
    for key in row.argument or (0,):
        if isinstance(key, str) and key.endswith("*"):
            start = int(key[:-1] or 0)
            results += [*arguments.positional[start:], arguments.star or EMPTY]
        else:
            results.append(arguments.get(key))
    values = joined(results)
    if row.items:
        values = joined(_items(frame, value) for value in values)
    return {value: origin for value, origin in values.items() if not isinstance(value, Known) and value is not UNKNOWN}


def _items(frame: Frame, value: Value) -> Vals:
    if not isinstance(value, Collection):
        return {value: None}
    inner = frame.read(frame.cell("elements", value))
    return joined(_items(frame, item) for item in inner)


def _passed(frame: Frame, index: int, row: Runs, arguments: Arguments) -> Arguments:
    """What the callable is called with."""
    keywords = [key for key in row.argument if isinstance(key, str)]
    position = next((key for key in row.argument if isinstance(key, int)), 0)
    if row.passes == "rest":
        by_keyword = any(key in arguments.keywords for key in keywords)
        return arguments.rest(position if by_keyword else position + 1, keywords)
    if row.passes == "keywords":
        return Arguments((), {k: v for k, v in arguments.keywords.items() if k not in keywords}, unknown=True)
    if row.passes == "args-kwargs":
        return _args_kwargs(frame, arguments)
    if row.passes == "elements":
        sources = arguments.rest(position + 1, keywords)
        return Arguments(
            tuple(joined(frame.iterate(index, value) for value in values) or ANYTHING for values in sources.positional)
            or (ANYTHING,)
        )
    supplied_values = tuple(types.from_type(frame, frame.catalogue.type_of(text)) for text in row.supplies)
    return Arguments(supplied_values, unknown=row.passes == "unknown")


def _args_kwargs(frame: Frame, arguments: Arguments) -> Arguments:
    positional: list[Vals] = []
    for packed in arguments.keywords.get("args", arguments.get(3)):
        if isinstance(packed, Collection):
            keys = frame.read(frame.cell("keys", packed))
            positional = [frame.read(frame.cell("item", packed, key)) for key in keys] or [frame.elements(packed)]
    keywords: dict[str, Vals] = {}
    for packed in arguments.keywords.get("kwargs", EMPTY):
        if isinstance(packed, Collection):
            for key in frame.read(frame.cell("keys", packed)):
                if isinstance(key, Known) and isinstance(key.value, str):
                    keywords[key.value] = frame.read(frame.cell("item", packed, key))
    return Arguments(tuple(positional), keywords)


def _remember_field(frame: Frame, row: Runs, arguments: Arguments) -> None:
    owner = frame.function.cls if frame.function.facts.kind == "class" else None
    if owner is None:
        return
    table = frame.state.field_callables.setdefault((owner, row.on), {})
    for value in handed(frame, row, arguments):
        if (value, row) not in table:
            table[(value, row)] = None
            frame.write(frame.cell("class fields", owner), {value: None})


def _particular(receiver: Value | None) -> LibraryObject | None:
    """An object of a library of which it is known where it was made: what it was given runs through it alone."""
    return receiver if isinstance(receiver, LibraryObject) and receiver.site is not None else None


def _remember_via(frame: Frame, row: Runs, value: Value, maker: LibraryObject | None = None) -> None:
    """What runs whenever a library method is called, on whatever object, or on the one that was made with it."""
    for pattern in row.via:
        for name in expand(pattern):
            called = frame.catalogue.canonical(name)
            waiting = frame.state.via_rows.setdefault(called, {})
            if (value, maker) not in waiting:
                waiting[value, maker] = row
                told: Vals = {item: None for pair in waiting for item in pair if item is not None}
                frame.state.replace(frame.cell("via", called), told)


def run_via(frame: Frame, index: int, name: str, receiver: Value | None = None) -> None:
    """A library name is called that makes the library call things it was given before."""
    if frame.read(frame.cell("via", name)):
        made = _particular(receiver)
        once.done_once(frame, index, ("via", name, made), None, lambda: _run_waiting(frame, index, name, made))


def _run_waiting(frame: Frame, index: int, name: str, made: LibraryObject | None) -> Vals:
    frame.read(frame.cell("via", name))
    for (value, maker), row in list(frame.state.via_rows[name].items()):
        if made is not None and maker is not None and maker is not made:
            continue
        run = Row(row.async_, row.sync, row.unwraps, row.consumes)
        targets = (
            [bound for method in row.methods for bound in _methods_of(frame, index, value, method)]
            if row.methods
            else [value]
        )
        for target in targets:
            run_callable(frame, index, target, Arguments(unknown=True), run, None)
    return EMPTY


def assigned(frame: Frame, index: int, owner: LibraryObject, name: str, values: Vals, key: Vals, shape: str) -> None:
    """`owner.name = f` or `owner.name[key] = f`, where the library calls what is assigned."""
    for row in frame.catalogue.method_runs(owner.name, name):
        if row.assigned != shape:
            continue
        for value in values:
            if row.replaces:
                for old in key:
                    frame.write(frame.cell("replaced", old), {value: None})
            if row.via:
                _remember_via(frame, row, value)
            else:
                run_one(frame, index, row, name, owner, value, Arguments(), None)


# Labels


def root_spec(
    frame: Frame, row: Runs, name: str, receiver: Value | None, value: Value, arguments: Arguments
) -> RootSpec | None:
    """What to call the entry point that a row makes."""
    if not row.label:
        return None
    routers = (receiver,) if isinstance(receiver, (LibraryObject, Instance)) else ()
    label = _label(frame, row.label, name, arguments, value, bool(routers))
    models = joined(arguments.get(key) for key in row.model)
    declared = tuple(value for value in models if not isinstance(value, Known) and value is not UNKNOWN)
    return RootSpec(
        label,
        None,
        row.framework,
        row.fixable,
        routers,
        row.parameters or "",
        row.result or "",
        row.output or "",
        declared,
    )


_PLACE = re.compile(r"\{([^}]*)\}")


def _label(frame: Frame, template: str, name: str, arguments: Arguments, value: Value, prefixed: bool) -> str:
    method = name.rpartition(".")[2]

    def fill(match: re.Match[str]) -> str:
        keys = match[1].split("|")
        between = OR if "path" in keys else ","
        text = next((text for key in keys if (text := _text(frame, key, method, arguments, value, between))), "")
        return PATH + text if prefixed and "path" in keys else text

    return _PLACE.sub(fill, template).strip()


def _text(frame: Frame, key: str, method: str, arguments: Arguments, value: Value, between: str) -> str:
    if key == "name":
        return method
    if key == "NAME":
        return method.upper()
    if key == "function":
        return callable_name(value)
    if key == "FUNCTION":
        return callable_name(value).upper()
    if key.startswith("'"):
        return key.strip("'")
    found = arguments.get(int(key) if key.isdigit() else key)
    texts = literal_texts(frame, found)
    if between == OR and any(isinstance(value, Known) and value.value == "" for value in found):
        texts.append(SAME)
    return between.join(texts)


def literal_texts(frame: Frame, values: Vals) -> list[str]:
    """The literal strings among some values, and in lists among them."""
    texts: list[str] = []
    for value in values:
        known = enums.literal(frame, value)
        if known is not None and isinstance(known.value, (str, int)):
            texts.append(str(known.value))
        elif isinstance(value, Collection):
            texts += literal_texts(frame, frame.read(frame.cell("elements", value)))
    return [text for text in texts if text]


def spread(label: str) -> list[str]:
    """A label with each of the paths that it names."""
    start, mark, paths = label.rpartition(PATH)
    if not mark:
        start, mark, paths = label.rpartition(" ")
    return [(start + mark + path).replace(SAME, "") for path in paths.split(OR)]


def latest(roots: Iterable[Root]) -> tuple[Root, ...]:
    """The entry points less those that were noted again when more was known of their paths."""
    groups: dict[tuple[Any, ...], list[Root]] = {}
    for root in roots:
        groups.setdefault(_but_for_paths(root), []).append(root)
    return tuple(
        root for root in roots if not any(_paths(root) < _paths(other) for other in groups[_but_for_paths(root)])
    )


def _but_for_paths(root: Root) -> tuple[Any, ...]:
    start = root.label.partition(PATH)[0] if PATH in root.label else root.label.partition(OR)[0]
    return root.node, root.kind, root.parent, root.framework, root.routers, start


def _paths(root: Root) -> set[str]:
    start, _, paths = root.label.rpartition(PATH)
    return {start + path for path in paths.split(OR) if path}


def callable_name(value: Value) -> str:
    """The name of a callable, for people."""
    match value:
        case FunctionValue():
            return value.function.facts.name
        case ClassValue():
            return value.cls.facts.name
        case Instance():
            return value.cls.facts.name
        case Bound() | Partial() | ManagerFactory() | Descriptor():
            return callable_name(value.function)
        case Coroutine() | Generator():
            return value.node.function.facts.name
    return ""


def expand(pattern: str) -> Iterable[str]:
    """`a.{b,c}` as `a.b` and `a.c`."""
    match = re.search(r"\{([^}]*)\}", pattern)
    if match is None:
        return [pattern]
    return [
        found
        for part in match[1].split(",")
        for found in expand(pattern[: match.start()] + part + pattern[match.end() :])
    ]
