"""Values and expressions in plain words: what a name stands for, where that was made, how it got here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from blockcheck import facts
from blockcheck.callgraph import CallGraph
from blockcheck.nodes import Node, op_span
from blockcheck.program import FunctionDef
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
    Partial,
    Pattern,
    Super,
    Symbol,
    Value,
)

Code = Callable[[FunctionDef, facts.Span], str]
"""The text of a stretch of a function, on one line."""

MAX_STEPS = 6
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the project."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Describer:
    """Puts the values of one call graph into words."""

    def __init__(self, graph: CallGraph, code: Code) -> None:
        self.graph = graph
        self.code = code
        self._stores: dict[str, list[tuple[FunctionDef, facts.StoreAttribute]]] | None = None
        self._callers: dict[Node, list[Any]] | None = None
        self._nodes: dict[FunctionDef, list[Node]] | None = None

    # What a value is

    def value(self, value: Value) -> str:
        """What a value is, as the end of a sentence: "a `requests.Session`, made at app/clients.py:12"."""
        return self._what(value) + "".join(f", {verb} at {place}" for verb, place in self._made(value))

    def _what(self, value: Value) -> str:
        match value:
            case Known():
                return f"`{value.value!r}`"
            case Pattern():
                return f"a text that begins with `{value.prefix}` and ends with `{value.suffix}`"
            case ModuleValue():
                return f"the module `{value.module.name}`"
            case Symbol():
                kind = "the class " if self.graph.catalogue.is_class(value.name) else ""
                return f"{kind or ('' if '.' in value.name else 'the library ')}`{self.name(value.name)}`"
            case FunctionValue() | Bound() | Descriptor() | Partial() | ManagerFactory():
                return self._callable(value)
            case ClassValue():
                return f"the class `{value.cls.facts.name}`"
            case Instance():
                return f"{_article(value.cls.facts.name)} `{value.cls.facts.name}`"
            case LibraryObject():
                return f"{_article(self.name(value.name))} `{self.name(value.name)}`"
            case LibraryMethod():
                return f"`{self.name(self.method_name(value))}`"
            case _:
                return self._other(value)

    def _callable(self, value: Value) -> str:
        match value:
            case FunctionValue():
                kind = "lambda" if value.function.facts.kind == "lambda" else "function"
                return f"the {kind} `{short_name(value.function)}`"
            case Bound(function=FunctionValue(function=function)):
                return f"the method `{short_name(function)}`"
            case Bound():
                return self._callable(value.function)
            case Descriptor():
                return f"the {value.kind} `{self._bare(value.function)}`"
            case Partial():
                return f"`{self._bare(value.function)}` with some arguments filled in"
            case ManagerFactory():
                return f"the context manager function `{self._bare(value.function)}`"
            case _:
                return self._what(value)

    def _bare(self, value: Value) -> str:
        """A callable's name alone."""
        return self._what(value).partition("`")[2].partition("`")[0]

    def _other(self, value: Value) -> str:
        match value:
            case Coroutine():
                return f"a coroutine of `{short_name(value.node.function)}`"
            case Generator():
                return f"a generator of `{short_name(value.node.function)}`"
            case Manager(generator=Generator(node=node)):
                return f"a context manager of `{short_name(node.function)}`"
            case Collection():
                return f"a {value.kind}"
            case Lazy():
                return f"the iterator of a `{value.kind}`" if value.kind in ("map", "filter") else "an iterator"
            case Super():
                return f"`super()` of `{value.cls.facts.name}`"
            case Generic():
                return f"a type made from {self._what(value.base)}"
            case Intrinsic(kind="offloaded"):
                return "a function that runs another one in a thread"
            case Intrinsic():
                return "a helper or decorator of a library"
            case _:
                return "something unknown" if value is UNKNOWN else "an object"

    def _made(self, value: Value) -> Iterator[tuple[str, Place]]:
        """Where a value was made or defined, as far as that is known."""
        function = function_in(value)
        if function is not None:
            yield "defined", _place(function, function.facts.span)
        elif isinstance(value, ClassValue):
            yield "defined", Place(value.cls.module.display, value.cls.facts.span.line)
        elif isinstance(value, (Instance, LibraryObject, Collection)):
            site = value.site
            if isinstance(site, tuple) and len(site) >= 2 and isinstance(site[0], FunctionDef):
                yield "made", _place(site[0], op_span(site[0], site[1]))

    def name(self, name: str) -> str:
        """A library name as people write it."""
        return self.graph.catalogue.public(name).removeprefix("builtins.")

    def method_name(self, value: LibraryMethod) -> str:
        """The full name of a library's method."""
        return f"{value.owner}.{value.name}"

    # What an expression is called

    def text(self, function: FunctionDef, op: int) -> str:
        """The text of an expression; a name where it has no place of its own; empty where it is neither."""
        found = function.facts.ops[op] if op >= 0 else None
        match found:
            case facts.Attribute() | facts.Call() | facts.Subscript() | facts.Await() | facts.Operator():
                return self.code(function, found.span)
            case facts.GlobalName() | facts.FreeName():
                return found.name
            case facts.Param():
                return function.facts.params[found.index].name
            case facts.Import():
                return found.name or (found.module if found.whole else found.module.partition(".")[0])
            case _:
                return ""

    def base_text(self, function: FunctionDef, op: facts.Attribute) -> str:
        """What stands before the dot."""
        whole = self.code(function, op.span)
        return whole.removesuffix(op.name).rstrip().removesuffix(".").rstrip()

    # How a value got there

    def how(self, node: Node, op: int, value: Value) -> str:
        """How a value came to an expression: "passed at app/main.py:20"; empty where there is nothing to say of it."""
        for _ in range(MAX_STEPS):
            found = node.function.facts.ops[op] if op >= 0 else None
            inner = self._same(node, found, value)
            if inner < 0:
                return self._came(node, op, found, value)
            op = inner
        return ""

    def _same(self, node: Node, op: object, value: Value) -> int:
        """The operation that an operation only hands on the value of; -1 where it does more."""
        parts: Iterable[int]
        match op:
            case facts.Choice():
                parts = op.options
            case facts.Either():
                parts = (op.left, op.right)
            case facts.Narrow():
                parts = (op.base,)
            case facts.Typed() | facts.When():
                parts = (op.value,)
            case _:
                parts = ()
        return next((part for part in parts if part >= 0 and value in node.vals[part]), -1)

    def _came(self, node: Node, op: int, found: object, value: Value) -> str:
        function = node.function
        match found:
            case facts.Param():
                return self._passed(node, found.index, value)
            case facts.Attribute():
                return self._stored(node, found, value)
            case facts.GlobalName():
                return self._global(function, found.name)
            case facts.Call() if found.kind != "decorator":
                return f"what `{_brief(self.code(function, found.span))}` gives"
            case facts.Await():
                return f"what `{_brief(self.code(function, found.span))}` gives"
            case facts.Enter():
                return f"what `with {_brief(self.code(function, found.span))}` gives"
            case facts.Iterate():
                return f"an element of `{_brief(self.code(function, found.span))}`"
            case facts.Import():
                return f"imported at {_place(function, found.span)}"
            case facts.Typed() | facts.Narrow():
                return "by its annotation" if isinstance(found, facts.Typed) else "by the `isinstance` before it"
            case _:
                return ""

    def _passed(self, node: Node, index: int, value: Value) -> str:
        name = node.function.facts.params[index].name
        if name in ("self", "cls") and index == 0:
            return ""
        places: dict[str, None] = {}
        for edge in self.callers(node):
            passed = edge.bindings[index] if edge.bindings is not None and index < len(edge.bindings) else None
            if passed is not None and value in passed and value not in node.external.get(index, ()):
                places[f"{edge.caller.function.module.display}:{edge.span.line}"] = None
        if places:
            return f"passed at {_listed(list(places))}"
        return f"what parameter `{name}` gets from outside: by its annotation, default or framework"

    def _stored(self, node: Node, op: facts.Attribute, value: Value) -> str:
        places = {
            str(_place(function, store.span)): None
            for function, store in self.stores(op.name)
            for each in self.nodes(function)
            if value in each.vals[store.value]
        }
        return f"assigned at {_listed(list(places))}" if places else ""

    def _global(self, function: FunctionDef, name: str) -> str:
        body = function.module.body
        for op in function.module.variables.get(name, ()):
            found = body.facts.ops[op]
            span = getattr(found, "span", None)
            if isinstance(found, facts.Import):
                return f"imported at {_place(body, found.span)}"
            if span is not None and not (isinstance(found, facts.Call) and found.kind == "decorator"):
                return f"assigned at {_place(body, span)}"
        return ""

    # Indexes, made when they are first asked for

    def stores(self, name: str) -> list[tuple[FunctionDef, facts.StoreAttribute]]:
        """The assignments to attributes of this name."""
        if self._stores is None:
            self._stores = {}
            for function in self.graph.program.functions():
                for op in function.facts.ops:
                    if isinstance(op, facts.StoreAttribute) and op.value >= 0:
                        self._stores.setdefault(op.name, []).append((function, op))
        return self._stores.get(name, [])

    def callers(self, node: Node) -> list[Any]:
        """The edges that run a node."""
        if self._callers is None:
            self._callers = dict(self.graph.callers())
        return self._callers.get(node, [])

    def nodes(self, function: FunctionDef) -> list[Node]:
        """The activations of a function."""
        if self._nodes is None:
            self._nodes = {}
            for node in self.graph.nodes:
                self._nodes.setdefault(node.function, []).append(node)
        return self._nodes.get(function, [])


def short_name(function: FunctionDef) -> str:
    """A function's name without its module."""
    return function.facts.qualname if function.facts.kind != "module" else function.module.name


def function_in(value: Value) -> FunctionDef | None:
    """The function of the project that a value runs when it is called or gone through, if it is one."""
    match value:
        case FunctionValue():
            return value.function
        case Bound() | Descriptor() | Partial() | ManagerFactory():
            return function_in(value.function)
        case Coroutine() | Generator():
            return value.node.function
        case Manager():
            return function_in(value.generator)
        case _:
            return None


def _place(function: FunctionDef, span: facts.Span) -> Place:
    return Place(function.module.display, span.line)


def _article(name: str) -> str:
    return "an" if name[:1].lower() in "aeio" else "a"


def _brief(code: str, most: int = 60) -> str:
    return code if len(code) <= most else code[: most - 1] + "…"


def _listed(places: list[str]) -> str:
    shown = ", ".join(places[:_SHORTEST])
    return f"{shown} and {len(places) - _SHORTEST} more" if len(places) > _SHORTEST else shown
