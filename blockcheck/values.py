"""What an expression can stand for: the abstract values that the call graph moves through the program.

Values are interned by a `Values` table, so that equal ones are the same object and sets of them compare by identity.
A value says what an object *is*, not what it contains: contents live in the cells of the call graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from blockcheck.facts import Literal
from blockcheck.program import ClassDef, FunctionDef, Module

if TYPE_CHECKING:
    from blockcheck.nodes import Node

Site = Any
"""Where an object is made: hashable, None where it is not known or does not matter."""


class Value:
    """The root of all values; compared by identity.

    `depth` counts how far values are nested in it; `alone` is the set of values (with origins) that holds only it,
    there whoever calls: the same object each time, so that most comparisons of sets end at once.
    """

    __slots__ = ("alone", "depth")

    depth: int
    alone: Vals


Origin = frozenset[tuple[int, Value]] | None
"""None for a value that is there whoever calls, else the parameter values without which it would not be there."""
Vals = dict[Value, Origin]
"""A set of values with their origins.  Never changed once it was handed on: others may hold the same object."""


class _Unknown(Value):
    __slots__ = ()

    def __init__(self) -> None:
        self.depth = 0
        self.alone = {self: None}

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = _Unknown()
"""Anything at all."""


class Known(Value):
    """A literal."""

    __slots__ = ("value",)

    def __init__(self, value: Literal) -> None:
        self.value = value


class Pattern(Value):
    """A text of which only the beginning and the end are known."""

    __slots__ = ("prefix", "suffix")

    def __init__(self, prefix: str, suffix: str) -> None:
        self.prefix = prefix
        self.suffix = suffix


class ModuleValue(Value):
    """A module of the project."""

    __slots__ = ("module",)

    def __init__(self, module: Module) -> None:
        self.module = module


class Symbol(Value):
    """A library's module, function or class, by its canonical dotted name."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class FunctionValue(Value):
    """A function of the project, with the activation of the enclosing function that its variables belong to."""

    __slots__ = ("env", "function")

    def __init__(self, function: FunctionDef, env: Node | None) -> None:
        self.function = function
        self.env = env


class ClassValue(Value):
    """A class of the project."""

    __slots__ = ("cls",)

    def __init__(self, cls: ClassDef) -> None:
        self.cls = cls


class Bound(Value):
    """A callable with its first argument filled in: a method of an object or of a class."""

    __slots__ = ("function", "receiver")

    def __init__(self, function: Value, receiver: Value) -> None:
        self.function = function
        self.receiver = receiver


class Instance(Value):
    """An object of a project class; `site` where it was made, None for any object of the class or its subclasses.

    `args` are the objects that the type parameters of its class stand for, where it was made or declared with such.
    """

    __slots__ = ("args", "cls", "site")

    def __init__(self, cls: ClassDef, site: Site, args: tuple[tuple[Value, ...], ...] = ()) -> None:
        self.cls = cls
        self.site = site
        self.args = args


class LibraryObject(Value):
    """An object of a library class: what it contains, by type parameter, and where it is made if that matters."""

    __slots__ = ("args", "name", "site")

    def __init__(self, name: str, args: tuple[tuple[Value, ...], ...], site: Site) -> None:
        self.name = name
        self.args = args
        self.site = site


class LibraryMethod(Value):
    """A method of a library object or class: `owner` the class, `receiver` the object (None: taken from the class)."""

    __slots__ = ("name", "owner", "receiver")

    def __init__(self, owner: str, name: str, receiver: Value | None) -> None:
        self.owner = owner
        self.name = name
        self.receiver = receiver


class Coroutine(Value):
    """The result of calling an `async def`: what runs when it is awaited or scheduled; made at `site`."""

    __slots__ = ("node", "site")

    def __init__(self, node: Node, site: Site) -> None:
        self.node = node
        self.site = site


class Generator(Value):
    """The result of calling a generator function: what runs when it is iterated; made at `site`."""

    __slots__ = ("node", "site")

    def __init__(self, node: Node, site: Site) -> None:
        self.node = node
        self.site = site


ANYONE = "anyone"
"""The owner of a collection that stands for those of all objects."""


class Collection(Value):
    """A list, tuple, set or dict that the project makes at `site`.

    `owner` is the place of the object whose constructor makes it (`ANYONE`: of any such object), None where no method
    that fills an object does.
    """

    __slots__ = ("kind", "owner", "site")

    def __init__(self, kind: str, site: Site, owner: Site = None) -> None:
        self.kind = kind
        self.site = site
        self.owner = owner


class Partial(Value):
    """A callable with some arguments filled in at `site`."""

    __slots__ = ("function", "site")

    def __init__(self, function: Value, site: Site) -> None:
        self.function = function
        self.site = site


class Lazy(Value):
    """`map`, `filter`, `chain`: does something with each element when it is iterated; made at `site`."""

    __slots__ = ("kind", "site")

    def __init__(self, kind: str, site: Site) -> None:
        self.kind = kind
        self.site = site


class Descriptor(Value):
    """A function wrapped by `property`, `staticmethod`, `classmethod`, …: `kind` says how it is bound.

    `setter` and `deleter` are a property's other functions.
    """

    __slots__ = ("deleter", "function", "kind", "setter")

    def __init__(self, kind: str, function: Value, setter: Value | None, deleter: Value | None) -> None:
        self.kind = kind
        self.function = function
        self.setter = setter
        self.deleter = deleter


class ManagerFactory(Value):
    """A function under `contextlib.contextmanager`: calling it gives a context manager that runs the generator."""

    __slots__ = ("function", "is_async")

    def __init__(self, function: Value, is_async: bool) -> None:
        self.function = function
        self.is_async = is_async


class Manager(Value):
    """A context manager made from a generator."""

    __slots__ = ("generator",)

    def __init__(self, generator: Value) -> None:
        self.generator = generator


class Super(Value):
    """`super()`: looks names up behind `cls` in the order of the receiver's class."""

    __slots__ = ("cls", "receiver")

    def __init__(self, cls: ClassDef, receiver: Value) -> None:
        self.cls = cls
        self.receiver = receiver


class Intrinsic(Value):
    """A step of something the engine interprets, with the values it holds: `wraps(f)`, a registering decorator, …"""

    __slots__ = ("held", "kind", "site")

    def __init__(self, kind: str, held: Any, site: Site) -> None:
        self.kind = kind
        self.held = held
        self.site = site


class Generic(Value):
    """A subscripted type: `Repository[User]`, `Optional[X]`, `Annotated[T, …]`, `A | B`."""

    __slots__ = ("args", "base")

    def __init__(self, base: Value, args: tuple[tuple[Value, ...], ...]) -> None:
        self.base = base
        self.args = args


V = TypeVar("V", bound=Value)


MAX_DEPTH = 6
"""A value nested deeper (`partial` of `partial` of …, in a loop) is not told apart from anything at all."""


def _depth(parts: tuple[Any, ...]) -> int:
    """How far the values among some parts are nested."""
    found = 0
    for part in parts:
        if isinstance(part, Value):
            found = max(found, part.depth)
        elif type(part) is tuple:
            found = max(found, _depth(part))
    return found


class Values:
    """Makes values; the same description gives the same object."""

    def __init__(self) -> None:
        self._table: dict[tuple[Any, ...], Value] = {}

    def make(self, kind: type[V], *parts: Any) -> V:
        """The value of a kind with these parts; `UNKNOWN` where they are nested too deep."""
        key = (kind, *parts)
        found = self._table.get(key)
        if found is None:
            depth = _depth(parts) + 1
            if depth > MAX_DEPTH:
                return UNKNOWN  # type: ignore[return-value]
            found = self._table[key] = kind(*parts)
            found.depth = depth
            found.alone = {found: None}
        return found  # type: ignore[return-value]

    def known(self, value: Literal) -> Known:
        """A literal; True and 1 are different ones."""
        key = (Known, type(value), value)
        found = self._table.get(key)
        if found is None:
            found = self._table[key] = Known(value)
            found.depth = 1
            found.alone = {found: None}
        return found  # type: ignore[return-value]
