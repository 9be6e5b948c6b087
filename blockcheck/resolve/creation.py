"""What a class statement runs besides its body, and what a metaclass runs when its classes are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blockcheck.nodes import ANYTHING, joined
from blockcheck.program import ClassDef
from blockcheck.resolve import access, calls, enums
from blockcheck.resolve.arguments import Arguments
from blockcheck.values import ClassValue, Descriptor, Instance, Known, Origin, Vals, Value

if TYPE_CHECKING:
    from blockcheck.resolve.calls import How
    from blockcheck.resolve.frame import Frame


def create(frame: Frame, index: int, cls: ClassDef, written: Arguments) -> None:
    """A class is made: its metaclass, its attributes and its bases are told, in the order in which Python tells them.

    `written` are the keywords of the class statement.
    """
    made = frame.make(ClassValue, cls)
    keywords = Arguments((), {name: values for name, values in written.keywords.items() if name != "metaclass"})
    if cls.metaclass is not None:
        for owner in cls.metaclass.project_mro:
            frame.write(frame.cell("classes of", owner), made.alone)
        _run_metaclass(frame, index, made, cls.metaclass, "__new__", keywords)
    _name_attributes(frame, index, made)
    if any("__init_subclass__" in base.body.facts.variables for base in cls.project_mro[1:]):
        found, _ = access.lookup(frame, cls.mro[1:], "__init_subclass__")
        _run(frame, index, found, keywords.prepended(made.alone))
    if cls.metaclass is not None:
        _run_metaclass(frame, index, made, cls.metaclass, "__init__", keywords)
    if cls in frame.state.enumerations:
        _make_members(frame, index, cls)


def _make_members(frame: Frame, index: int, cls: ClassDef) -> None:
    """The members of an enumeration are made along with it, with its constructor."""
    own = [method for method in ("__new__", "__init__") if frame.defines(cls, method)]
    for _, member in enums.members(frame, cls):
        frame.state.build(cls)
        for method in own:
            found, _ = access.lookup(frame, cls.project_mro, method)
            first = frame.one(ClassValue, cls) if method == "__new__" else member.alone
            _run(frame, index, found, Arguments((first, *enums.arguments_of(frame, member))))


def find_member(frame: Frame, index: int, value: ClassValue, arguments: Arguments, how: How) -> Vals:
    """`Color("red")`: no object is made, one is looked up; `_missing_` is asked where there may be none."""
    found, others = enums.valued(frame, value.cls, arguments.get(0, "value"))
    if others and frame.defines(value.cls, "_missing_"):
        functions, _ = access.lookup(frame, value.cls.project_mro, "_missing_")
        for function in functions or ():
            target = function.function if isinstance(function, Descriptor) else function
            given = calls.call(frame, index, target, Arguments((value.alone, others)), None, how=how)
            found = joined((found, {made: o for made, o in given.items() if _is_object_of(made, value.cls)}))
    return found or frame.one(Instance, value.cls, None)


def _run(frame: Frame, index: int, functions: Vals | None, arguments: Arguments) -> None:
    for function in functions or ():
        target = function.function if isinstance(function, Descriptor) else function
        calls.call(frame, index, target, arguments, None)


def _run_metaclass(
    frame: Frame, index: int, made: ClassValue, metaclass: ClassDef, method: str, keywords: Arguments
) -> None:
    """`M.__new__(M, name, bases, namespace)`, then `M.__init__(cls, name, bases, namespace)`."""
    if not frame.defines(metaclass, method):
        return
    found, _ = access.lookup(frame, metaclass.project_mro, method)
    first = frame.one(ClassValue, metaclass) if method == "__new__" else made.alone
    name = frame.known(made.cls.facts.name)
    _run(frame, index, found, keywords.prepended(first, name, ANYTHING, ANYTHING))


def _name_attributes(frame: Frame, index: int, made: ClassValue) -> None:
    """Descriptors learn under which name they stand in the class."""
    if "__set_name__" not in frame.state.members:
        return
    for name in made.cls.body.facts.variables:
        for value in frame.read(frame.cell("class", made.cls, name)):
            if isinstance(value, Instance):
                access.special(frame, index, value, ("__set_name__",), [made.alone, frame.known(name)], None)


def classes_named(frame: Frame, metaclass: ClassDef, names: Vals) -> Vals:
    """What `type.__new__` gives in a metaclass: the classes of these names that are made with it."""
    made: Vals = {}
    for value in frame.read(frame.cell("classes of", metaclass)):
        for name, origin in names.items():
            if not isinstance(name, Known) or name.value == value.cls.facts.name:  # type: ignore[attr-defined]
                made[value] = origin
    return made


def call_class(frame: Frame, index: int, value: ClassValue, arguments: Arguments, origin: Origin, how: How) -> Vals:
    """A class is called whose metaclass says what that means; objects of other classes, which share a place there with
    its own, are left out."""
    metaclass = value.cls.metaclass
    found, _ = access.lookup(frame, metaclass.project_mro, "__call__") if metaclass is not None else (None, "")
    passed = arguments.prepended({value: origin})
    given = joined(calls.call(frame, index, function, passed, origin, how=how) for function in found or ())
    own: Vals = {made: o for made, o in given.items() if _is_object_of(made, value.cls)}
    return own or frame.one(Instance, value.cls, None)


def _is_object_of(value: Value, cls: ClassDef) -> bool:
    return isinstance(value, Instance) and cls in value.cls.mro
