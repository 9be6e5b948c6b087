"""Attributes, items, `with`, and operators: what they give, and what they run on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from blockcheck.nodes import ANYTHING, EMPTY, Kind, joined, under
from blockcheck.program import ClassDef, Module
from blockcheck.resolve import bags, calls, containers, enums, generics, inherited, libraries, types
from blockcheck.resolve.arguments import Arguments
from blockcheck.values import (
    UNKNOWN,
    Bound,
    ClassValue,
    Collection,
    Coroutine,
    Descriptor,
    FunctionValue,
    Generator,
    Generic,
    Instance,
    Intrinsic,
    Known,
    Lazy,
    LibraryMethod,
    LibraryObject,
    Manager,
    ManagerFactory,
    ModuleValue,
    Origin,
    Partial,
    Super,
    Symbol,
    Vals,
    Value,
)

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame


def attribute_of(frame: Frame, index: int, bases: Vals, name: str) -> Vals:
    """`base.name` for each of the bases."""
    return joined(under(attribute(frame, index, base, name, origin), origin) for base, origin in bases.items())


def attribute(frame: Frame, index: int, base: Value, name: str, origin: Origin = None) -> Vals:
    """`base.name`; runs a property."""
    match base:
        case Instance():
            return _of_instance(frame, index, base, name, origin)
        case ModuleValue():
            return of_module(frame, index, base.module, name)
        case Symbol():
            return _of_symbol(frame, index, base, name)
        case LibraryObject():
            return _of_library(frame, index, base, name)
        case ClassValue():
            return _of_class(frame, index, base, name, origin)
        case Super():
            return _of_super(frame, index, base, name)
        case Generic():
            return attribute(frame, index, base.base, name, origin)
        case Collection() | Known() | Generator() | Coroutine() | Lazy():
            return _of_builtin(frame, base, name)
        case Descriptor(kind="property") if name in ("setter", "deleter", "getter"):
            return frame.one(Intrinsic, f"property-{name}", (base,), None)
        case FunctionValue() | Bound() | Partial() | Intrinsic():
            return _of_callable(frame, base, name)
    return ANYTHING


_TYPE_NAMES = {Generator: "Generator", Coroutine: "Coroutine", Lazy: "Iterator"}


def _of_builtin(frame: Frame, base: Collection | Known | Generator | Coroutine | Lazy, name: str) -> Vals:
    match base:
        case Collection():
            kind = base.kind
        case Known():
            if name == "value":
                return base.alone  # a member of an enumeration goes by its value
            kind = type(base.value).__name__
        case _:
            kind = _TYPE_NAMES[type(base)]
    return frame.one(LibraryMethod, kind, name, base) if has_builtin(kind, name) else EMPTY


def has_builtin(kind: str, name: str) -> bool:
    """Whether objects of a builtin type have this attribute; there is nothing to follow where they do not."""
    builtin = _BUILTIN_TYPES.get(kind)
    return builtin is None or hasattr(builtin, name)


_BUILTIN_TYPES: dict[str, type] = {
    kind.__name__: kind for kind in (str, int, float, bool, bytes, list, dict, set, tuple, frozenset, type(None))
}


def _of_callable(frame: Frame, base: Value, name: str) -> Vals:
    """What is stored on a function; `f.__get__`, `f.register` and the like."""
    if isinstance(base, Intrinsic) and base.kind == "singledispatch" and name == "register":
        return frame.one(Intrinsic, "singledispatch-register", base.held, base.site)
    if name == "__wrapped__" and isinstance(base, FunctionValue):
        wrapped = frame.read(frame.cell("wraps", base.function, base.env))
        if wrapped:
            return wrapped
    if name in frame.state.stored_attributes:
        return frame.read(frame.cell("attribute", base, name)) or ANYTHING
    return ANYTHING


def of_module(frame: Frame, index: int, module: Module, name: str) -> Vals:
    """A name of a project module; runs the module's `__getattr__` where it has no such name."""
    found = frame.state.imported(module, name, frame.function.module, frame.node)
    if found is None:
        getter = frame.state.module_member(module, "__getattr__", frame.node) or EMPTY
        return calls.call_all(frame, index, getter, Arguments((frame.known(name),))) if getter else ANYTHING
    return found


def _store_on_library_object(frame: Frame, base: LibraryObject, name: str, values: Vals) -> None:
    frame.write(frame.cell("attribute", base, name), values)
    if not frame.catalogue.has_member(base.name, name):
        for cls in frame.catalogue.mro(base.name):
            frame.write(frame.cell("attribute*", types.plain(cls), name), values)


def _stored(frame: Frame, base: LibraryObject, name: str) -> Vals:
    """What the program has set on an object; on any object of the class where it is not known which one it is."""
    own = frame.read(frame.cell("attribute", base, name))
    return own if own or base.site is not None else frame.read(frame.cell("attribute*", base.name, name))


MAX_SUBCLASSES = 4
"""An attribute that more classes of the project add to a library's class says nothing of which of them it is."""


def _of_subclasses(frame: Frame, index: int, base: LibraryObject, name: str) -> Vals:
    """`self.application.db`: what the library does not know is from the class that the project derives from its own."""
    classes = frame.state.derived_from(base.name)
    if not 0 < len(classes) <= MAX_SUBCLASSES:
        return EMPTY
    found = [attribute(frame, index, frame.make(Instance, cls, None), name) for cls in classes]
    return joined({value: origin for value, origin in values.items() if value is not UNKNOWN} for values in found)


def _of_variable(frame: Frame, base: Symbol) -> Vals:
    """What a variable of a library's module holds, where the name is one: `from library import current_app`."""
    declared = frame.catalogue.attribute_of_module(base.name)
    return types.from_type(frame, declared) if declared is not None else EMPTY


def _of_symbol(frame: Frame, index: int, base: Symbol, name: str) -> Vals:
    catalogue = frame.catalogue
    if variable := _of_variable(frame, base):
        return attribute_of(frame, index, variable, name)
    if catalogue.is_class(base.name):
        declared = catalogue.attribute(base.name, name)
        if declared is not None and not catalogue.method_blocks(base.name, name):
            return types.from_type(frame, declared)
        return frame.one(LibraryMethod, base.name, name, None)
    full = f"{base.name}.{name}"
    project = frame.state.program.find(full, frame.function.module)
    if project is not None:
        return frame.one(ModuleValue, project)
    if catalogue.blocks(full) or catalogue.runs(full) or catalogue.intrinsic(full):
        return {frame.state.symbol(full): None}
    declared = catalogue.attribute_of_module(full)
    return types.from_type(frame, declared) if declared is not None else {frame.state.symbol(full): None}


def _of_library(frame: Frame, index: int, base: LibraryObject, name: str) -> Vals:
    if base.name in _BUILTIN_TYPES and not has_builtin(base.name, name):
        return EMPTY
    if name in frame.state.stored_attributes and (stored := _stored(frame, base, name)):
        return stored
    is_bag = bags.holds_attributes(frame, base)
    if is_bag and (put := bags.attribute(frame, base, name)):
        return put
    declared = frame.catalogue.attribute(base.name, name)
    if declared is not None:
        return types.from_type(frame, declared, base)
    if not frame.catalogue.has_member(base.name, name):
        if is_bag:
            return ANYTHING
        if base.site is None and (found := _of_subclasses(frame, index, base, name)):
            return found
    return frame.one(LibraryMethod, base.name, name, base)


# Classes of the project


def lookup(frame: Frame, order: Sequence[ClassDef | str], name: str) -> tuple[Vals | None, str]:
    """What a name means along a resolution order: values of a project class, or the library class that has it."""
    for cls in order:
        if isinstance(cls, str):
            if frame.catalogue.has_member(cls, name) or not frame.catalogue.is_class(cls):
                return None, cls
        else:
            found = frame.state.class_attribute(cls, name, frame.node)
            if found is not None:
                return found, ""
    return None, ""


def _of_instance(frame: Frame, index: int, base: Instance, name: str, origin: Origin) -> Vals:
    if name == "__class__":
        return frame.one(ClassValue, base.cls)
    if name == "__dict__":
        return ANYTHING
    if "__getattribute__" in frame.state.members and frame.defines(base.cls, "__getattribute__"):
        special(frame, index, base, ("__getattribute__",), [frame.known(name)], origin)
    if base.cls in frame.state.enumerations and (given := enums.attribute(frame, base, name)):
        return given
    stored = instance_cells(frame, base, name)
    declared = base.site is None
    results = [stored]
    seen_functions: set[Value] = set()
    for cls in frame.state.implementations(base.cls, frame.node) if declared else (base.cls,):
        found, library = lookup(frame, cls.mro, name)
        if found is not None and not (stored and _is_plain(found)):
            receiver = base if cls is base.cls else frame.make(Instance, cls, None)
            for value in found:
                if value not in seen_functions:
                    seen_functions.add(value)
                    results.append(bind_member(frame, index, value, receiver, origin))
        elif library and not stored:
            results.append(_library_member(frame, library, name, base))
    found_any = joined(results) or _missing(frame, index, base, name, origin)
    if base.cls.generic and UNKNOWN in found_any:
        return generics.stated(found_any, generics.of_attribute(frame, base, name))
    return found_any


def _is_plain(values: Vals) -> bool:
    """Whether a class attribute is only a default that objects overwrite."""
    return not any(isinstance(value, (FunctionValue, Descriptor)) for value in values)


def _missing(frame: Frame, index: int, base: Instance, name: str, origin: Origin) -> Vals:
    if not name.startswith("__") and frame.defines(base.cls, "__getattr__"):
        return special(frame, index, base, ("__getattr__",), [frame.known(name)], origin) or ANYTHING
    if name in frame.state.stored_attributes and _assigned_somewhere(frame, base, name):
        return EMPTY  # assigned to objects of this class, but nothing has arrived there yet
    return ANYTHING


def _assigned_somewhere(frame: Frame, base: Instance, name: str) -> bool:
    return bool(frame.read(frame.cell("attribute*", base.cls, name)))


def instance_cells(frame: Frame, base: Instance, name: str) -> Vals:
    """What is stored under an attribute of an object: its own, or that of any object where it is not known which."""
    if (
        name not in frame.state.stored_attributes
        and base.cls.facts.fields == ()
        and not frame.cell("fields", base.cls).values
        and ("attribute*", base.cls, name) not in frame.state.cells
    ):
        frame.read(frame.cell("attribute*", base.cls, name))
        return EMPTY
    if base.site is None:
        return frame.read(frame.cell("attribute*", base.cls, name))
    own = frame.read(frame.cell("attribute", base, name))
    shared = [
        frame.read(frame.cell("attribute", frame.make(Instance, cls, None), name)) for cls in base.cls.project_mro
    ]
    return joined((own, *shared))


def store_on_instance(frame: Frame, base: Instance, name: str, values: Vals) -> None:
    """Stores an attribute of an object; an object of a subclass is one of the class, too."""
    owner = base if base.site is not None else frame.make(Instance, base.cls, None)
    frame.write(frame.cell("attribute", owner, name), values)
    for cls in base.cls.project_mro:
        frame.write(frame.cell("attribute*", cls, name), values)


def bind_member(frame: Frame, index: int, value: Value, receiver: Instance, origin: Origin) -> Vals:
    """A class attribute as seen through an object: functions become methods, properties run."""
    match value:
        case Descriptor(kind="staticmethod"):
            return {value.function: None}
        case Descriptor(kind="classmethod"):
            return frame.one(Bound, value.function, frame.make(ClassValue, receiver.cls))
        case LibraryObject() if frame.catalogue.markers(value.name):
            return frame.read(frame.cell("provided", value))
        case Descriptor():
            certain = receiver.site is not None
            return calls.call(frame, index, value.function, Arguments(({receiver: origin},)), origin, certain)
        case FunctionValue(function=function) if function.facts.kind != "class":
            return frame.one(Bound, value, receiver)
        case ManagerFactory() | Partial():
            return frame.one(Bound, value, receiver)
        case Intrinsic(kind="singledispatch" | "offloaded"):
            return frame.one(Bound, value, receiver)
        case Instance() if frame.defines(value.cls, "__get__"):
            arguments: list[Vals] = [{receiver: None}, frame.one(ClassValue, receiver.cls)]
            return special(frame, index, value, ("__get__",), arguments, origin) or ANYTHING
    return {value: None}


def _library_member(frame: Frame, library: str, name: str, receiver: Value) -> Vals:
    """A member that a project class inherits from a library class."""
    declared = frame.catalogue.attribute(library, name)
    if declared is not None:
        return types.from_type(frame, declared, receiver)
    return frame.one(LibraryMethod, library, name, receiver)


def _of_class(frame: Frame, index: int, base: ClassValue, name: str, origin: Origin) -> Vals:
    if name == "__name__":
        return frame.known(base.cls.facts.name)
    if name == "__subclasses__":
        return _subclasses(frame, base.cls)
    if base.cls in frame.state.enumerations and (member := enums.attribute(frame, base, name)):
        return member
    found, library = lookup(frame, base.cls.mro, name)
    if found is None and base.cls.metaclass is not None and frame.defines(base.cls.metaclass, name):
        return _of_metaclass(frame, index, base, base.cls.metaclass, name, origin)
    if found is None:
        return _library_member(frame, library, name, base) if library else ANYTHING
    results = []
    for value in found:
        if isinstance(value, Descriptor) and value.kind == "classmethod":
            results.append(frame.one(Bound, value.function, base))
        elif isinstance(value, Descriptor) and value.kind == "staticmethod":
            results.append({value.function: None})
        elif isinstance(value, Instance) and frame.defines(value.cls, "__get__"):
            results.append(special(frame, index, value, ("__get__",), [frame.known(None), base.alone], origin))
        else:
            results.append({value: None})
    return joined(results)


def _subclasses(frame: Frame, cls: ClassDef) -> Vals:
    """`Base.__subclasses__`, which gives a list."""
    below = tuple(frame.make(ClassValue, derived) for derived in cls.subclasses)
    return frame.one(Intrinsic, "returns", (frame.make(LibraryObject, "list", (below,), None),), None)


def _of_metaclass(frame: Frame, index: int, base: ClassValue, metaclass: ClassDef, name: str, origin: Origin) -> Vals:
    """What a metaclass has, as seen through one of its classes: functions become methods of it, properties run."""
    found, _ = lookup(frame, metaclass.project_mro, name)
    results = []
    for value in found or ():
        if isinstance(value, Descriptor) and value.kind == "property":
            results.append(calls.call(frame, index, value.function, Arguments(({base: origin},)), origin))
        elif isinstance(value, FunctionValue):
            results.append(frame.one(Bound, value, base))
        else:
            results.append({value: None})
    return joined(results)


def _of_super(frame: Frame, index: int, base: Super, name: str) -> Vals:
    receiver = base.receiver
    cls = receiver.cls if isinstance(receiver, (Instance, ClassValue)) else base.cls
    order = cls.mro
    rest = order[order.index(base.cls) + 1 :] if base.cls in order else base.cls.mro[1:]
    found, library = lookup(frame, rest, name)
    if found is None and name == "__init__":  # what the constructor is given is kept, whether or not it is known
        library = library or next((base for base in rest if isinstance(base, str)), "")
    if found is None and not library and frame.catalogue.has_member("builtins.object", name):
        library = "builtins.object"
    if found is None:
        return _library_member(frame, library, name, receiver) if library else ANYTHING
    if isinstance(receiver, Instance):
        return joined(bind_member(frame, index, value, receiver, None) for value in found)
    of_metaclass = base.cls not in order and name != "__new__"
    results: list[Vals] = []
    for value in found:
        is_class_method = isinstance(value, Descriptor) and value.kind == "classmethod"
        function = value.function if isinstance(value, Descriptor) else value
        bound = is_class_method or of_metaclass or name == "__init_subclass__"
        results.append(frame.one(Bound, function, receiver) if bound else {function: None})
    return joined(results)


# Special methods


def special(
    frame: Frame, index: int, value: Value, methods: Sequence[str], arguments: Sequence[Vals], origin: Origin
) -> Vals:
    """Runs the first of some special methods that the value's class has; nothing where it has none."""
    if isinstance(value, Instance):
        for method in methods:
            receivers = _special_methods(frame, value, method)
            if receivers:
                return _run_special(frame, index, receivers, arguments, origin, value.site is not None)
        for method in methods:
            library = next((base for base in value.cls.library_bases if frame.catalogue.has_member(base, method)), "")
            if library:
                return libraries.implicit(frame, index, library, method, value, arguments)
    if isinstance(value, ClassValue) and value.cls.metaclass is not None:
        for method in methods:
            if frame.defines(value.cls.metaclass, method):
                found, _ = lookup(frame, value.cls.metaclass.project_mro, method)
                return _run_special(frame, index, [(one, value) for one in found or ()], arguments, origin, True)
    if isinstance(value, LibraryObject):
        for method in methods:
            if frame.catalogue.method_blocks(value.name, method) or frame.catalogue.has_member(value.name, method):
                return libraries.implicit(frame, index, value.name, method, value, arguments)
    return EMPTY


def _special_methods(frame: Frame, value: Instance, method: str) -> list[tuple[Value, Instance]]:
    classes = frame.state.implementations(value.cls, frame.node) if value.site is None else [value.cls]
    found: list[tuple[Value, Instance]] = []
    for cls in classes:
        values, _ = lookup(frame, cls.project_mro, method)
        receiver = value if cls is value.cls else frame.make(Instance, cls, None)
        found += [(function, receiver) for function in values or () if not any(function is known for known, _ in found)]
    return found


def _run_special(
    frame: Frame,
    index: int,
    found: Sequence[tuple[Value, Value]],
    arguments: Sequence[Vals],
    origin: Origin,
    certain: bool,
) -> Vals:
    results = []
    for function, receiver in found:
        target = function.function if isinstance(function, Descriptor) else function
        passed = Arguments(({receiver: origin}, *arguments))
        results.append(calls.call(frame, index, target, passed, origin, certain))
    return joined(results) or ANYTHING


def item_of(frame: Frame, index: int, bases: Vals, key: Vals) -> Vals:
    """`base[key]` for each of the bases."""
    return joined(under(_item(frame, index, base, key, origin), origin) for base, origin in bases.items())


def _item(frame: Frame, index: int, base: Value, key: Vals, origin: Origin) -> Vals:
    match base:
        case Collection():
            return containers.get(frame, base, key) or ANYTHING
        case ClassValue():
            if base.cls in frame.state.enumerations:
                return enums.named(frame, base.cls, key)
            given = special(frame, index, base, ("__getitem__",), [key], origin)
            return given or types.subscripted(frame, base, key)
        case Symbol():
            return types.subscripted(frame, base, key)
        case Instance():
            return _item_of_instance(frame, index, base, key, origin)
        case LibraryObject() if base.name in containers.MAPPINGS and len(base.args) == 2:
            return dict.fromkeys(base.args[1])
        case LibraryObject(name="list" | "Sequence" | "deque") if base.args:
            return dict.fromkeys(base.args[0])
        case LibraryObject(name="tuple") if base.args:
            return containers.get_tuple(frame, base, key)
        case LibraryObject() if bags.holds_items(frame, base.name):
            return bags.item(frame, base.name, key)
        case LibraryObject():
            return libraries.implicit(frame, index, base.name, "__getitem__", base, [key]) or ANYTHING
    return ANYTHING


def _item_of_instance(frame: Frame, index: int, base: Instance, key: Vals, origin: Origin) -> Vals:
    given = special(frame, index, base, ("__getitem__",), [key], origin)
    if not frame.defines(base.cls, "__getitem__"):
        makes = "__missing__" in frame.state.members
        made = special(frame, index, base, ("__missing__",), [key], origin) if makes else EMPTY
        given = joined((inherited.item(frame, base, key), made)) or given
    return given or ANYTHING


def store_item(
    frame: Frame, index: int, base: Value, key: Vals, values: Vals, origin: Origin, deleting: bool = False
) -> None:
    """`base[key] = value`, or `del base[key]`."""
    method = "__delitem__" if deleting else "__setitem__"
    if isinstance(base, Collection):
        containers.put_later(frame, base, key, values)
    elif isinstance(base, Instance):
        special(frame, index, base, (method,), [key] if deleting else [key, values], origin)
        if not deleting and not frame.defines(base.cls, method):
            inherited.store(frame, base, key, values)
    elif isinstance(base, LibraryObject) and bags.holds_items(frame, base.name):
        bags.put_item(frame, base.name, key, values)
    elif isinstance(base, LibraryObject):
        libraries.implicit(frame, index, base.name, method, base, [key, values])


def store_attribute(
    frame: Frame, index: int, base: Value, name: str, values: Vals, origin: Origin, deleting: bool = False
) -> None:
    """`base.name = value`: kept in the object's cell, or handed to a property setter or `__setattr__`."""
    match base:
        case Instance():
            set_specially(frame, index, base, frame.known(name), values, origin, deleting)
            if not _set_through_descriptor(frame, index, base, name, values, origin, deleting):
                store_on_instance(frame, base, name, values)
        case ClassValue():
            frame.write(frame.cell("class", base.cls, name), values)
        case ModuleValue():
            frame.write(frame.cell("global", base.module, name), values)
        case Symbol():
            for variable in _of_variable(frame, base):
                store_attribute(frame, index, variable, name, values, origin, deleting)
        case LibraryObject():
            if bags.holds_attributes(frame, base):
                bags.put_attribute(frame, base, name, values)
            else:
                _store_on_library_object(frame, base, name, values)
                calls.assigned(frame, index, base, name, values, EMPTY, "value")
        case FunctionValue() | Bound() | Partial():
            frame.write(frame.cell("attribute", base, name), values)


def set_specially(
    frame: Frame, index: int, base: Instance, name: Vals, values: Vals, origin: Origin, deleting: bool
) -> None:
    """`__setattr__` or `__delattr__`, which most classes hand on to what `object` does."""
    method = "__delattr__" if deleting else "__setattr__"
    if frame.defines(base.cls, method):
        special(frame, index, base, (method,), [name] if deleting else [name, values], origin)


def _set_through_descriptor(
    frame: Frame, index: int, base: Instance, name: str, values: Vals, origin: Origin, deleting: bool
) -> bool:
    if not frame.defines(base.cls, name):
        return False
    method, passed = ("__delete__", []) if deleting else ("__set__", [values])
    found, _ = lookup(frame, base.cls.project_mro, name)
    done = False
    for value in found or ():
        if isinstance(value, Descriptor) and value.kind == "property":
            done = True
            accessor = value.deleter if deleting else value.setter
            if accessor is not None:
                calls.call(frame, index, accessor, Arguments(({base: origin}, *passed)), origin)
        elif isinstance(value, Instance) and frame.defines(value.cls, method):
            done = True
            special(frame, index, value, (method,), [base.alone, *passed], origin)
    return done


def enter(frame: Frame, index: int, value: Value, is_async: bool, origin: Origin) -> Vals:
    """`with value as …`: runs what enters and what leaves, gives what entering gives."""
    first = "__aenter__" if is_async else "__enter__"
    match value:
        case Manager():
            return joined(_enter_generator(frame, index, inner) for inner in (value.generator,))
        case Intrinsic(kind="closing"):
            leave(frame, index, value, is_async, origin)
            return {value.held[0]: None}
        case Instance():
            given = special(frame, index, value, (first,), [], origin)
            leave(frame, index, value, is_async, origin)
            if is_async:
                return calls.await_all(frame, index, given)
            return given or {value: None}
        case LibraryObject(name="ContextManager" | "AsyncContextManager") if value.args:
            return dict.fromkeys(value.args[0])
        case LibraryObject():
            given = libraries.implicit(frame, index, value.name, first, value)
            leave(frame, index, value, is_async, origin)
            given = calls.unwrapped(frame, given) if is_async else given
            known: Vals = {item: None for item in given if item is not UNKNOWN}
            return known or {value: None}
    return {value: None} if value is not UNKNOWN else ANYTHING


def leave(frame: Frame, index: int, value: Value, is_async: bool, origin: Origin) -> None:
    """Runs what leaves a context manager that somebody has entered."""
    last = "__aexit__" if is_async else "__exit__"
    match value:
        case Manager():
            _enter_generator(frame, index, value.generator)
        case Intrinsic(kind="closing"):
            closed, method = value.held
            given = calls.call_all(frame, index, attribute(frame, index, closed, method, origin), Arguments())
            if is_async:
                calls.await_all(frame, index, given)
        case Instance():
            given = special(frame, index, value, (last,), [ANYTHING] * 3, origin)
            if is_async:
                calls.await_all(frame, index, given)
        case LibraryObject():
            libraries.implicit(frame, index, value.name, last, value)


def _enter_generator(frame: Frame, index: int, generator: Value) -> Vals:
    if not isinstance(generator, Generator):
        return ANYTHING
    return containers.run_generator(frame, index, generator, Kind.AWAIT if generator.node.is_async else Kind.CALL)
