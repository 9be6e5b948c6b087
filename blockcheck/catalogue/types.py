"""Type expressions of the catalogue: `list[A] | None` as data."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable
from functools import cache

import msgspec


class TypeExpr(msgspec.Struct, frozen=True, gc=False):
    """A type: its name and what stands in brackets behind it.

    `name` is `""` where nothing is known, `"|"` for a union, `"None"`, `"Self"` (the class that the method belongs to),
    `"Result"` (what a callable returns), `"Given"` (the first argument that the object was made with), `"TypeArgument"`
    (the first one in brackets behind its class), a container such as `"list"` or `"ContextManager"`, else a dotted
    name.
    """

    name: str
    args: tuple[TypeExpr, ...] = ()

    def __str__(self) -> str:
        if self.name == "|":
            return " | ".join(map(str, self.args))
        name = self.name or "Any"
        return f"{name}[{', '.join(map(str, self.args))}]" if self.args else name


class TypeSyntaxError(ValueError):
    """A type that cannot be read; the message says why."""


UNKNOWN = TypeExpr("")
NONE = TypeExpr("None")
ELLIPSIS = TypeExpr("", ())

_PLAIN = frozenset({"Self", "Result", "Given", "TypeArgument", "None"})
_UNKNOWN = frozenset({"Any", "object", "typing.Any", "builtins.object"})
_CONTAINERS = {
    "list": ("list", "List", "Sequence", "MutableSequence", "Collection"),
    "dict": ("dict", "Dict", "Mapping", "MutableMapping"),
    "set": ("set", "Set", "AbstractSet", "MutableSet"),
    "frozenset": ("frozenset", "FrozenSet"),
    "tuple": ("tuple", "Tuple"),
    "type": ("type", "Type"),
    "Iterator": ("Iterator", "Iterable", "Generator"),
    "AsyncIterator": ("AsyncIterator", "AsyncIterable", "AsyncGenerator"),
    "ContextManager": ("ContextManager", "AbstractContextManager"),
    "AsyncContextManager": ("AsyncContextManager", "AbstractAsyncContextManager"),
    "Awaitable": ("Awaitable",),
    "Callable": ("Callable",),
}
_CONTAINER_OF = {spelling: name for name, spellings in _CONTAINERS.items() for spelling in spellings}
CLASS_OF = {
    "Iterator": "typing.Iterator",
    "AsyncIterator": "typing.AsyncIterator",
    "ContextManager": "contextlib.AbstractContextManager",
    "AsyncContextManager": "contextlib.AbstractAsyncContextManager",
    "Awaitable": "typing.Awaitable",
    "Callable": "typing.Callable",
    **{name: f"builtins.{name}" for name, kind in vars(builtins).items() if isinstance(kind, type)},
}
"""The class whose members an object of a type without a dot in its name has."""

_COROUTINES = frozenset({"Coroutine"})
_TYPING_MODULES = ("typing", "typing_extensions", "collections.abc", "contextlib", "builtins")
_TOKEN = re.compile(r"\s*(?:(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?P<mark>\.\.\.|[\[\],|]))")


@cache
def parse_type(text: str) -> TypeExpr:
    """Reads a type as it is written in a rule file.

    Raises TypeSyntaxError where it is none, or names a class without its module.
    """
    parser = _Parser(text)
    found = parser.union()
    if parser.peek():
        raise TypeSyntaxError(f"`{parser.peek()}` is not expected in the type `{text}`")
    return found


def map_names(type_: TypeExpr, change: Callable[[str], str]) -> TypeExpr:
    """The same type with every dotted name changed; the special names stay."""
    name = change(type_.name) if "." in type_.name else type_.name
    args = tuple(map_names(arg, change) for arg in type_.args)
    return type_ if name == type_.name and args == type_.args else TypeExpr(name, args)


def union(options: list[TypeExpr]) -> TypeExpr:
    """One type for several: flat, without repeats, itself where it is only one."""
    flat: dict[TypeExpr, None] = {}
    for option in options:
        flat.update(dict.fromkeys(option.args if option.name == "|" else (option,)))
    return next(iter(flat)) if len(flat) == 1 else TypeExpr("|", tuple(flat))


class _Parser:
    """Recursive descent over the tokens of one type."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = self._split(text)
        self._at = 0

    @staticmethod
    def _split(text: str) -> list[str]:
        tokens, end = [], 0
        stripped = text.rstrip()
        while end < len(stripped):
            match = _TOKEN.match(stripped, end)
            if match is None:
                raise TypeSyntaxError(f"`{stripped[end:].strip()}` is not expected in the type `{text}`")
            tokens.append(match.group("name") or match.group("mark"))
            end = match.end()
        return tokens

    def peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self._at += 1
        return token

    def union(self) -> TypeExpr:
        options = [self.one()]
        while self.peek() == "|":
            self.take()
            options.append(self.one())
        return union(options)

    def one(self) -> TypeExpr:
        token = self.take()
        if token == "[":  # the parameters of a Callable
            self.arguments()
            return UNKNOWN
        if not token or token in "],|":
            raise TypeSyntaxError(f"a name is missing in the type `{self._text}`")
        args: tuple[TypeExpr, ...] = ()
        if self.peek() == "[":
            self.take()
            args = self.arguments()
        return _named(token, args, self._text)

    def arguments(self) -> tuple[TypeExpr, ...]:
        """What stands up to the closing bracket."""
        found = []
        while self.peek() != "]":
            found.append(self.union())
            if self.peek() == ",":
                self.take()
            elif self.peek() != "]":
                raise TypeSyntaxError(f"a bracket is not closed in the type `{self._text}`")
        self.take()
        return tuple(found)


def _named(name: str, args: tuple[TypeExpr, ...], text: str) -> TypeExpr:
    """The type of this name, whichever of its spellings was used."""
    if name == "...":
        return ELLIPSIS
    if name in _UNKNOWN:
        return UNKNOWN
    module, _, last = name.rpartition(".")
    short = last if module in _TYPING_MODULES else name
    if short in _PLAIN:
        return TypeExpr(short)
    if short == "Optional" and args:
        return union([args[0], NONE])
    if short == "Union" and args:
        return union(list(args))
    if short in _COROUTINES:
        return TypeExpr("Awaitable", args[-1:])
    if short in _CONTAINER_OF:
        return _container(_CONTAINER_OF[short], args)
    if module:
        return _generic(name, args)
    if isinstance(getattr(builtins, name, None), type):
        return _generic(f"builtins.{name}", args)
    raise TypeSyntaxError(f"`{name}` in the type `{text}` needs its module, as in `package.{name}`")


def _container(name: str, args: tuple[TypeExpr, ...]) -> TypeExpr:
    """A container by its usual name, with what matters of its arguments."""
    if name.endswith(("Iterator", "Manager")):  # no send or return types, no exit value
        args = args[:1]
    elif name == "tuple" and len(args) == 2 and args[1] is ELLIPSIS:  # of any length: its elements are alike
        name, args = "list", args[:1]
    return _generic(name, args)


def _generic(name: str, args: tuple[TypeExpr, ...]) -> TypeExpr:
    """The type without its brackets where nothing in them is known."""
    return TypeExpr(name, args if any(arg.name for arg in args) else ())
