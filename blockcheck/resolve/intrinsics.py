"""What the engine interprets itself: `partial`, `wraps`, context managers made of generators, iteration, `super`, …

Which names mean these things is data (`[[intrinsics]]` in the rules); here is only what each meaning does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from blockcheck import facts
from blockcheck.nodes import ANYTHING, EMPTY, Kind, joined, under
from blockcheck.origins import NEVER_ON_LOOP
from blockcheck.program import ClassDef
from blockcheck.resolve import (
    access,
    calls,
    containers,
    creation,
    formatting,
    holders,
    libraries,
    owned,
    predicates,
    providers,
    types,
)
from blockcheck.resolve.arguments import Arguments, keep, kept
from blockcheck.values import (
    UNKNOWN,
    Bound,
    ClassValue,
    Collection,
    Descriptor,
    FunctionValue,
    Instance,
    Intrinsic,
    Known,
    Lazy,
    LibraryObject,
    ManagerFactory,
    ModuleValue,
    Origin,
    Partial,
    Pattern,
    Super,
    Symbol,
    Vals,
    Value,
)

if TYPE_CHECKING:
    from blockcheck.resolve.calls import How
    from blockcheck.resolve.frame import Frame

Meaning = Callable[["Frame", int, str, Arguments], "Vals | None"]


def call(frame: Frame, index: int, meaning: str, name: str, arguments: Arguments) -> Vals | None:
    """Calls a name with a meaning; None where the call is an ordinary one after all."""
    handler = _MEANINGS.get(meaning)
    if handler is not None:
        return handler(frame, index, name, arguments)
    if meaning in predicates.QUESTIONS:
        return predicates.ask(frame, meaning, arguments.get(0, "obj", "object", "func"))
    kind = meaning.removeprefix("container-")
    return _container(frame, index, kind, arguments) if kind != meaning and kind in _CONTAINERS else None


def call_method(
    frame: Frame, index: int, meaning: str, name: str, receiver: Value | None, arguments: Arguments
) -> Vals | None:
    """Calls a method with a meaning; None where the call is an ordinary one after all."""
    if meaning in _OF_RECEIVER and receiver is not None:
        arguments = arguments.prepended(receiver.alone)
    return call(frame, index, meaning, name, arguments)


_CONTAINERS = frozenset({"list", "set", "tuple", "dict", "frozenset", "deque", "defaultdict"})
"""The containers that calling their type makes."""


def apply(frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How) -> Vals:
    """Calls what an intrinsic gave back: the decorator that `wraps(f)` is, a registering decorator, …"""
    return _APPLIED[value.kind](frame, index, value, arguments, origin, how)


# Callables made of callables


def _partial(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    site = frame.site(index)
    made: Vals = {}
    for function, origin in arguments.get(0).items():
        partial = frame.make(Partial, function, (*site, frame.node))
        keep(frame, partial, arguments.rest(1))
        made[partial] = origin
    return made


def completed(frame: Frame, partial: Partial, arguments: Arguments) -> Arguments:
    """The arguments of a call of a partial: those it holds, then the call's own."""
    held = kept(frame, partial)
    return Arguments(
        (*held.positional, *arguments.positional),
        held.keywords | arguments.keywords,
        held.star if arguments.star is None else arguments.star,
        held.double_star if arguments.double_star is None else arguments.double_star,
        arguments.unknown,
    )


def _wraps(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    made = frame.make(Intrinsic, "wraps", (), (*frame.site(index), frame.node))
    frame.write(frame.cell("wrapped", made), arguments.get(0))
    return {made: None}


def _apply_wraps(frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How) -> Vals:
    for wrapper in arguments.get(0):
        if isinstance(wrapper, FunctionValue):
            frame.write(frame.cell("wraps", wrapper.function, wrapper.env), frame.read(frame.cell("wrapped", value)))
    return arguments.get(0)


def _identity(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    first = arguments.get(0)
    return first or frame.one(Intrinsic, "identity", (), None)


def _text_or_default(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    return joined((frame.one(LibraryObject, "str", (), None), arguments.get(1, "default") or frame.known(None)))


def _apply_identity(frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How) -> Vals:
    return arguments.get(0) or ANYTHING


def _decorator_or_identity(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    """`@cache` and `@cache(maxsize=1)`, `@dataclass` and `@dataclass(frozen=True)`."""
    first = {value: origin for value, origin in arguments.get(0).items() if _is_definition(value)}
    return first or frame.one(Intrinsic, "identity", (), None)


def _is_definition(value: Value) -> bool:
    return isinstance(value, (FunctionValue, ClassValue, Bound, Descriptor, Partial, ManagerFactory))


def _descriptor(kind: str) -> Meaning:
    def make(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
        setter, deleter = (next(iter(arguments.get(*keys)), None) for keys in ((1, "fset"), (2, "fdel")))
        made: Vals = {}
        for value, origin in arguments.get(0, "fget").items():
            function = value.function if isinstance(value, Descriptor) else value
            made[frame.make(Descriptor, kind, function, setter, deleter)] = origin
        return made

    return make


def _apply_setter(frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How) -> Vals:
    old = value.held[0]
    return {frame.make(Descriptor, "property", old.function, new, old.deleter): None for new in arguments.get(0)}


def _apply_deleter(frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How) -> Vals:
    old = value.held[0]
    return {frame.make(Descriptor, "property", old.function, old.setter, new): None for new in arguments.get(0)}


def _apply_same_property(
    frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How
) -> Vals:
    return {value.held[0]: None}


def _manager(is_async: bool) -> Meaning:
    def make(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
        return {frame.make(ManagerFactory, function, is_async): origin for function, origin in arguments.get(0).items()}

    return make


def _singledispatch(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    made = frame.make(Intrinsic, "singledispatch", (), frame.site(index))
    frame.write(frame.cell("implementations", made.site), arguments.get(0))
    return {made: None}


def _register(frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How) -> Vals:
    """`@f.register`, `@f.register(int)`, `f.register(int, g)`."""
    functions: Vals = {
        v: o
        for v, o in arguments.get(1 if len(arguments.positional) > 1 else 0).items()
        if isinstance(v, (FunctionValue, Descriptor))
    }
    if not functions:
        return frame.one(Intrinsic, "singledispatch-register", value.held, value.site)
    frame.write(frame.cell("implementations", value.site), functions)
    return functions


def _dispatch(frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How) -> Vals:
    found = frame.read(frame.cell("implementations", value.site))
    fitting: Vals = {function: None for function in found if _fits(frame, function, arguments)}
    return calls.call_all(frame, index, fitting or found, arguments, how)


def _fits(frame: Frame, function: Value, arguments: Arguments) -> bool:
    """Whether an implementation's annotated first parameter can be what is passed."""
    if not isinstance(function, FunctionValue) or not function.function.facts.params or not arguments.positional:
        return True
    declared = types.instances(frame, frame.read(frame.state.signature(function.function).annotations[0]))
    passed = [value for value in arguments.positional[0] if isinstance(value, Instance)]
    if not declared or not passed or len(passed) != len(arguments.positional[0]):
        return True
    return any(isinstance(d, Instance) and d.cls in value.cls.mro for d in declared for value in passed)


# Classes and attributes


def _super(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    cls = _enclosing_class(frame)
    receivers = arguments.get(1) if len(arguments.positional) > 1 else _first_parameter(frame)
    if cls is None:
        return ANYTHING
    made: Vals = {}
    for receiver, origin in receivers.items():
        if isinstance(receiver, (Instance, ClassValue)):
            made[frame.make(Super, cls, receiver)] = origin
    return made or ({frame.make(Super, cls, frame.make(Instance, cls, None)): None} if UNKNOWN in receivers else EMPTY)


def _enclosing_class(frame: Frame) -> ClassDef | None:
    node = frame.node
    while node.function.cls is None and node.env is not None:
        node = node.env
    return node.function.cls


def _first_parameter(frame: Frame) -> Vals:
    node = frame.node
    while node.function.cls is None and node.env is not None:
        node = node.env
    return frame.state.passed(0, frame.read(node.params[0])) if node.params else EMPTY


def _getattr(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    results = []
    for wanted in arguments.get(1):
        if isinstance(wanted, Known) and isinstance(wanted.value, str):
            results.append(access.attribute_of(frame, index, arguments.get(0), wanted.value))
        elif isinstance(wanted, Pattern):
            results += [_matching(frame, index, base, wanted) for base in arguments.get(0)]
        else:
            results.append(ANYTHING)
    return joined((*results, arguments.get(2)))


def _matching(frame: Frame, index: int, base: Value, wanted: Pattern) -> Vals:
    """The attributes of an object, class or module whose names begin and end as the pattern says."""
    names: set[str] = set()
    if isinstance(base, (Instance, ClassValue)):
        names = {name for cls in base.cls.project_mro for name in cls.body.facts.variables}
    elif isinstance(base, ModuleValue):
        names = set(base.module.variables)
    fitting = sorted(name for name in names if name.startswith(wanted.prefix) and name.endswith(wanted.suffix))
    return joined(access.attribute(frame, index, base, name) for name in fitting) or ANYTHING


def _hasattr(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    """Whether there is an attribute is found out by getting it."""
    _getattr(frame, index, name, arguments)
    return ANYTHING


def _changing(deleting: bool) -> Meaning:
    """`setattr(x, name, value)`, `delattr(x, name)`."""

    def change(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
        value = arguments.get(2)
        for attribute in arguments.get(1):
            known = attribute.value if isinstance(attribute, Known) else None
            for base, origin in arguments.get(0).items():
                if isinstance(known, str):
                    access.store_attribute(frame, index, base, known, value, origin, deleting)
                elif isinstance(base, Instance):
                    access.set_specially(frame, index, base, attribute.alone, value, origin, deleting)
        return frame.known(None)

    return change


def _cast(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    declared = types.instances(frame, arguments.get(0))
    precise = {value: o for value, o in arguments.get(1).items() if value is not UNKNOWN}
    return precise or declared or ANYTHING


def _new_type(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    return frame.one(Intrinsic, "new-type", tuple(arguments.get(1)), None)


def _apply_new_type(frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How) -> Vals:
    return arguments.get(0) or ANYTHING


def _isinstance(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    return ANYTHING


def _class_of(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    """`type(x)`."""
    if len(arguments.positional) != 1:
        return ANYTHING
    objects = arguments.positional[0]
    classes: Vals = {
        frame.make(ClassValue, value.cls): o for value, o in objects.items() if isinstance(value, Instance)
    }
    return classes or ANYTHING


def _construct(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    """`type.__call__(cls, …)`: an object is made as if there were no other metaclass."""
    made: list[Vals] = []
    for value, origin in arguments.get(0).items():
        if isinstance(value, ClassValue):
            made.append(under(calls.construct(frame, index, value, arguments.rest(1), origin), origin))
    return joined(made) or ANYTHING


def _new_class(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    """`type.__new__(metaclass, name, bases, namespace)`."""
    metaclasses = [value.cls for value in arguments.get(0) if isinstance(value, ClassValue)]
    return joined(creation.classes_named(frame, cls, arguments.get(1)) for cls in metaclasses) or ANYTHING


# Iteration


def _iterate(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    kind = name.rpartition(".")[2]
    if kind == "fromkeys":
        return _from_keys(frame, index, arguments)
    if kind in ("list", "set", "tuple", "dict", "frozenset", "deque", "OrderedDict", "sorted", "Counter"):
        return _container(
            frame, index, {"sorted": "list", "OrderedDict": "dict", "Counter": "dict"}.get(kind, kind), arguments
        )
    items = joined(containers.iterate(frame, index, value) for value in arguments.get(0))
    if kind in ("max", "min", "choice"):
        return joined((items, *arguments.positional[1:])) or ANYTHING
    return ANYTHING


def _from_keys(frame: Frame, index: int, arguments: Arguments) -> Vals:
    keys = joined(containers.iterate(frame, index, value) for value in arguments.get(0))
    made = frame.make(Collection, "dict", frame.site(index))
    containers.put(frame, made, EMPTY, arguments.get(1) or frame.known(None))
    frame.write(frame.cell("keys", made), keys)
    return {made: None}


def _iterate_every(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    """`product(xs, ys)`, `nlargest(3, xs)`: goes through all arguments that can be gone through, in any place."""
    for values in (*arguments.positional, arguments.star or EMPTY):
        for value in values:
            containers.iterate(frame, index, value)
    return ANYTHING


def _container(frame: Frame, index: int, kind: str, arguments: Arguments) -> Vals:
    if kind == "defaultdict":
        made = containers.make(frame, index, "dict", arguments.get(1))
        return _with_missing(frame, index, made, arguments.get(0))
    made = containers.make(frame, index, kind, arguments.get(0))
    for collection in made:
        for key, values in arguments.keywords.items():
            if isinstance(collection, Collection) and kind == "dict":
                containers.put(frame, collection, frame.known(key), values)
    return made


def _with_missing(frame: Frame, index: int, made: Vals, factories: Vals) -> Vals:
    """What a `defaultdict` makes for a missing key: one object stands for those of all keys."""
    for collection in made:
        if not isinstance(collection, Collection):
            continue
        for factory in factories:
            meaning = frame.catalogue.intrinsic(factory.name) if isinstance(factory, Symbol) else ""
            if meaning:
                kind = factory.name.rpartition(".")[2] if isinstance(factory, Symbol) else "list"
                owned.write(frame, collection, frame.known(kind), "missing kind")
                missing: Vals = {owned.inner(frame, collection, kind, "missing"): None}
                owned.write(frame, collection, missing, "elements")
                continue
            missing = calls.call(frame, index, factory, Arguments(), None)
            owned.write(frame, collection, missing, "missing")
            owned.write(frame, collection, missing, "elements")
    return made


def _lazy_map(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    kind = name.rpartition(".")[2]
    made = frame.make(
        Lazy, "filter" if kind in ("filter", "filterfalse", "takewhile", "dropwhile") else "map", frame.site(index)
    )
    frame.write(frame.cell("function", made), arguments.get(0))
    frame.write(frame.cell("sources", made), joined(arguments.positional[1:]))
    return {made: None}


def _lazy_iterate(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    kind = name.rpartition(".")[2]
    if kind in ("enumerate", "zip", "zip_longest"):
        return _tuples(frame, index, kind, arguments)
    lazy = {"from_iterable": "flatten", "groupby": "group"}.get(kind, "iterate")
    made = frame.make(Lazy, lazy, frame.site(index))
    all_of_them = kind in ("chain", "merge")
    sources = joined((*arguments.positional, arguments.star or EMPTY)) if all_of_them else arguments.get(0)
    frame.write(frame.cell("sources", made), sources)
    return {made: None}


def _tuples(frame: Frame, index: int, kind: str, arguments: Arguments) -> Vals:
    """`zip` and `enumerate`: iterate their arguments later, but mostly at once, so that it is done here."""
    pair = frame.make(Collection, "tuple", (*frame.site(index), "pair"))
    columns = [
        joined(containers.iterate(frame, index, value) for value in values) or ANYTHING
        for values in arguments.positional
    ]
    if kind == "enumerate":
        columns = [ANYTHING, *columns[:1]]
    for place, values in enumerate(columns):
        containers.put(frame, pair, frame.known(place), values)
    made = frame.make(Collection, "list", frame.site(index))
    containers.put(frame, made, EMPTY, {pair: None})
    return {made: None}


def _next(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    results = []
    for value in arguments.get(0):
        if isinstance(value, Instance):
            results.append(access.special(frame, index, value, ("__next__",), [], None))
        else:
            results.append(containers.iterate(frame, index, value))
    return joined((*results, arguments.get(1))) or ANYTHING


def _anext(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    results = []
    for value in arguments.get(0):
        if isinstance(value, Instance):
            results.append(calls.await_all(frame, index, access.special(frame, index, value, ("__anext__",), [], None)))
        else:
            results.append(containers.iterate(frame, index, value, True))
    return joined(results) or ANYTHING


# Coroutines, context managers


def _await_every(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    results = []
    for values in (*arguments.positional, arguments.star or EMPTY):
        for value in values:
            inner: Vals = frame.elements(value) if isinstance(value, Collection) else {value: None}
            results.append(calls.await_all(frame, index, inner, Kind.OWN_LOOP))
    made = frame.make(Collection, "list", frame.site(index))
    containers.put(frame, made, EMPTY, joined(results))
    return types.from_type(frame, frame.catalogue.type_of("Awaitable[Result]"), None, {made: None})


def _run_coroutine(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    return calls.await_all(frame, index, arguments.get(0, "main"), Kind.OWN_LOOP)


def _enter_context(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    is_async = "async" in name.rpartition(".")[2]
    results = [access.enter(frame, index, value, is_async, origin) for value, origin in arguments.get(0).items()]
    given = joined(results) or ANYTHING
    return types.from_type(frame, frame.catalogue.type_of("Awaitable[Result]"), None, given) if is_async else given


def _leave_context(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    """`stack.push(x)`: an entered context manager, or a function that is called as its `__exit__` would be."""
    is_async = "async" in name.rpartition(".")[2]
    for value, origin in arguments.get(0).items():
        if _is_definition(value):
            given = calls.call(frame, index, value, Arguments((ANYTHING, ANYTHING, ANYTHING)), origin)
            calls.await_all(frame, index, given)
        else:
            access.leave(frame, index, value, is_async, origin)
    return arguments.get(0)


def _closing(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    """`closing(x)`, `aclosing(x)`: gives `x`, and closes it on the way out."""
    method = "aclose" if name.rpartition(".")[2] == "aclosing" else "close"
    return {
        value if value is UNKNOWN else frame.make(Intrinsic, "closing", (value, method), None): origin
        for value, origin in arguments.get(0, "thing").items()
    }


def _exit_callback(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    calls.await_all(frame, index, calls.call_all(frame, index, arguments.get(0), arguments.rest(1)))
    return arguments.get(0)


# operator


def _holding(kind: str) -> Meaning:
    """A callable that keeps what it was made with until it is applied: `methodcaller("get")`."""

    def make(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
        made = frame.make(Intrinsic, kind, (), (*frame.site(index), frame.node))
        keep(frame, made, arguments)
        return {made: None}

    return make


def _apply_method_caller(
    frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How
) -> Vals:
    held = kept(frame, value)
    methods = _getattr(frame, index, "", Arguments((arguments.get(0), held.get(0))))
    return calls.call_all(frame, index, methods, held.rest(1), how)


def _apply_attr_getter(
    frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How
) -> Vals:
    held = kept(frame, value)
    return _getattr(frame, index, "", Arguments((arguments.get(0), held.get(0))))


def _apply_item_getter(
    frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How
) -> Vals:
    held = kept(frame, value)
    return access.item_of(frame, index, arguments.get(0), held.get(0))


def _apply_decorator(
    frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How
) -> Vals:
    return libraries.decorated(frame, index, value.held, value, arguments, origin)


def _apply_offloaded(
    frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How
) -> Vals:
    return libraries.run_offloaded(frame, index, value, arguments, origin, how)


def _apply_type_variable(
    frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How
) -> Vals:
    return ANYTHING


def _apply_returns(frame: Frame, index: int, value: Intrinsic, arguments: Arguments, origin: Origin, how: How) -> Vals:
    """Something that is only declared to be callable is called: what it is declared to return."""
    return dict.fromkeys(value.held)


def _type_variable(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    """`TypeVar("T", bound=X)`, `TypeVar("T", A, B)`; those of one name are one: each place says what it means."""
    called = next((value.value for value in arguments.get(0, "name") if isinstance(value, Known)), "")
    bounds = tuple(bound for values in (*arguments.positional[1:], arguments.get("bound")) for bound in values)
    return frame.one(Intrinsic, "type-variable", (str(called), bounds), None)


_SPECIAL: dict[str, tuple[str, ...]] = {
    "str": formatting.TEXT, "ascii": ("__repr__",), "format": ("__format__", *formatting.TEXT),
    "bool": ("__bool__", "__len__"), "int": ("__int__", "__index__", "__trunc__"), "float": ("__float__", "__index__"),
    **dict.fromkeys(("bin", "chr", "hex", "oct"), ("__index__",)),
}  # fmt: skip
"""The builtins that look for several special methods, or for one of another name."""


def _special(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    """`len(x)`, `str(x)`: runs a special method of a project object."""
    short = name.rpartition(".")[2]
    methods, others = _SPECIAL.get(short, (f"__{short}__",)), list(arguments.positional[1:])
    for value, origin in arguments.get(0).items():
        if not access.special(frame, index, value, methods, others, origin) and short == "bytes":
            containers.iterate(frame, index, value)
    return ANYTHING


# Text


def _format(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    formatting.format_text(frame, index, arguments.get(0), arguments.rest(1))
    return frame.one(LibraryObject, "str", (), None)


def _format_map(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    formatting.format_items(frame, index, arguments.get(1))
    return frame.one(LibraryObject, "str", (), None)


def _write(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    formatting.write(frame, index, arguments)
    return frame.known(None)


# What tells code whether it runs on a loop


def _none_off_loop(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals:
    given = frame.catalogue.function(name).returns
    found = types.from_type(frame, given) if given is not None else ANYTHING
    kept = {value: origin for value, origin in found.items() if not _is_none(value)}
    return kept | dict.fromkeys(frame.known(None), NEVER_ON_LOOP)


def _is_none(value: Value) -> bool:
    return isinstance(value, Known) and value.value is None


def _true_of_own_loop(frame: Frame, index: int, name: str, arguments: Arguments) -> Vals | None:
    call = frame.ops[index]
    func = frame.ops[call.func] if isinstance(call, facts.Call) else None
    if not isinstance(func, facts.Attribute) or not _is_own_loop(frame, func.base, set()):
        return None
    return frame.known(True) | dict.fromkeys(frame.known(False), NEVER_ON_LOOP)


def _is_own_loop(frame: Frame, index: int, seen: set[int]) -> bool:
    """Whether an operation gives the loop of this thread wherever one runs: it asked for it, in this function."""
    if index in seen:
        return True
    seen.add(index)
    match frame.ops[index]:
        case facts.Call(func=func):
            return frame.raises_off_loop(func)
        case facts.When(guard=guard) if frame.off_loop(guard):
            return True
        case facts.Choice(options=options):
            return all(_is_own_loop(frame, option, seen) for option in options)
        case facts.Narrow(base=base):
            return _is_own_loop(frame, base, seen)
        case facts.Typed(value=value):
            return value >= 0 and _is_own_loop(frame, value, seen)
    return False


_MEANINGS: dict[str, Meaning] = {
    "none-off-loop": _none_off_loop, "true-of-own-loop": _true_of_own_loop,
    "partial": _partial, "wraps": _wraps, "identity": _identity, "text-or-default": _text_or_default,
    "provider": providers.make, "cached": _decorator_or_identity, "dataclass": _decorator_or_identity,
    "contextmanager": _manager(False), "asynccontextmanager": _manager(True),
    "property": _descriptor("property"), "cached-property": _descriptor("property"),
    "staticmethod": _descriptor("staticmethod"), "classmethod": _descriptor("classmethod"),
    "singledispatch": _singledispatch, "super": _super, "getattr": _getattr, "hasattr": _hasattr,
    "setattr": _changing(deleting=False), "delattr": _changing(deleting=True), "cast": _cast,
    "new-type": _new_type, "isinstance": _isinstance, "class-of": _class_of, "iterate": _iterate,
    "iterate-all": _iterate_every, "lazy-map": _lazy_map,
    "lazy-iterate": _lazy_iterate, "next": _next, "anext": _anext, "await-all": _await_every,
    "run-coroutine": _run_coroutine, "enter-context": _enter_context, "exit-callback": _exit_callback,
    "leave-context": _leave_context, "closing": _closing,
    "type-variable": _type_variable, "construct": _construct, "new-class": _new_class,
    "method-caller": _holding("method-caller"), "attr-getter": _holding("attr-getter"),
    "item-getter": _holding("item-getter"), "special": _special, "format": _format, "format-map": _format_map,
    "write": _write, "holder": holders.make, "channel": holders.make_channel, "put": holders.put, "take": holders.take,
}  # fmt: skip

_OF_RECEIVER = frozenset({"construct", "format", "format-map", "put", "take"})
"""What is done to the object that a method is called on."""

_APPLIED: dict[str, Callable[[Any, int, Intrinsic, Arguments, Origin, Any], Vals]] = {
    "wraps": _apply_wraps, "identity": _apply_identity, "property-setter": _apply_setter,
    "property-deleter": _apply_deleter, "property-getter": _apply_same_property, "singledispatch": _dispatch,
    "singledispatch-register": _register, "new-type": _apply_new_type, "decorator": _apply_decorator,
    "provider": providers.call, "offloaded": _apply_offloaded, "method-caller": _apply_method_caller,
    "attr-getter": _apply_attr_getter,
    "item-getter": _apply_item_getter, "returns": _apply_returns, "type-variable": _apply_type_variable,
}  # fmt: skip
