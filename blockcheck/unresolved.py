"""The calls in loop code of which it is not known what they call, each with the reason in plain words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from blockcheck import facts
from blockcheck.describe import Describer, short_name
from blockcheck.findings import Unresolved
from blockcheck.nodes import Node
from blockcheck.origins import environment
from blockcheck.program import FunctionDef
from blockcheck.reach import Search
from blockcheck.resolve.frame import Frame
from blockcheck.values import (
    UNKNOWN,
    Bound,
    ClassValue,
    Instance,
    Intrinsic,
    Known,
    LibraryMethod,
    LibraryObject,
    ModuleValue,
    Partial,
    Symbol,
    Vals,
    Value,
)

MAX_STEPS = 8


@dataclass(frozen=True, slots=True)
class Calls:
    """How many calls there are in loop code, and those of which it is not known what they call."""

    total: int
    unknown: tuple[tuple[Node, int], ...]


def unresolved_calls(search: Search) -> Calls:
    """The calls in loop code and those whose callee is unknown, in the order of the source.

    A call that is awaited is taken for one of a coroutine function, which blocks nothing by itself.
    """
    judge = Judge(search)
    by_function: dict[FunctionDef, list[Node]] = {}
    for node in search.graph.nodes:
        if search.placement.contexts[node].on_loop:
            by_function.setdefault(node.function, []).append(node)
    total, unknown = 0, []
    for function, nodes in by_function.items():
        for index, op in enumerate(function.facts.ops):
            if isinstance(op, facts.Call) and op.kind != "decorator":
                alive = [node for node in nodes if judge.runs(node, op)]
                total += bool(alive)
                if alive and not op.awaited and not any(judge.knows(node.vals[op.func]) for node in alive):
                    unknown.append((alive[0], index))
    return Calls(total, tuple(unknown))


def reasons(search: Search, calls: Calls, describer: Describer) -> tuple[Unresolved, ...]:
    """The calls whose callee is unknown, for people: where they stand, and why nothing is known of them."""
    teller = Teller(search, describer)
    return tuple(teller.told(node, op) for node, op in calls.unknown)


class Judge:
    """Decides what counts as known."""

    def __init__(self, search: Search) -> None:
        self.graph = search.graph
        self._frames: dict[Node, Frame] = {}

    def runs(self, node: Node, op: facts.Call) -> bool:
        """Whether a call can run at all, as far as the conditions around it say."""
        frame = self._frames.get(node)
        if frame is None:
            frame = self._frames[node] = Frame(self.graph.state, node)
        return frame.alive(op.guard)

    def knows(self, values: Vals) -> bool:
        """Whether there is anything among some callees that is known."""
        return any(
            value is not UNKNOWN and not isinstance(value, Known) and not self.library(value) for value in values
        )

    def library(self, value: Value) -> str:
        """The library that a value comes from, where nothing is known of that."""
        match value:
            case Symbol() | LibraryObject():
                name = value.name
            case LibraryMethod():
                name = value.owner
            case Bound() | Partial():
                return self.library(value.function)
            case _:
                return ""
        known = "." not in name or name.partition(".")[0] in sys.stdlib_module_names
        return "" if known or self.graph.catalogue.known_root(name) else self._package(name)

    def _package(self, name: str) -> str:
        """As much of a name as says which library it is: `google.cloud.vision`, not `google`."""
        parts = name.split(".")
        heads = (".".join(parts[:end]) for end in range(1, len(parts)))
        return next((head for head in heads if not self.graph.catalogue.known_root(head)), name)


class Teller(Judge):
    """Says why nothing is known of a call."""

    def __init__(self, search: Search, describer: Describer) -> None:
        super().__init__(search)
        self.describer = describer

    def told(self, node: Node, index: int) -> Unresolved:
        """One call, with its reason."""
        function = node.function
        op = function.facts.ops[index]
        assert isinstance(op, facts.Call)
        span = op.span
        return Unresolved(
            file=function.module.display,
            line=span.line,
            column=span.column,
            end_line=span.end_line,
            end_column=span.end_column,
            function=function.name,
            code=self.describer.code(function, span),
            reason=self._reason(node, op),
        )

    def why(self, node: Node, op: int) -> str:
        """Why nothing is known of an expression."""
        found = node.function.facts.ops[op]
        if isinstance(found, facts.Call):
            return self._given_by(node, found, self.describer.text(node.function, op), 0)
        return self._source(node, op, self.describer.text(node.function, op), 0)

    def why_call(self, node: Node, call: facts.Call) -> str:
        """Why it is not known what a call calls."""
        return self._reason(node, call)

    def _reason(self, node: Node, op: facts.Call, steps: int = 0) -> str:
        callee = node.function.facts.ops[op.func]
        for value in node.vals[op.func]:
            if root := self.library(value):
                return self._of_library(root)
        if isinstance(callee, facts.Attribute):
            return self._of_attribute(node, callee, steps)
        if isinstance(callee, facts.Param):
            name = node.function.facts.params[callee.index].name
            return f"parameter `{name}` receives no known callable"
        return self._source(node, op.func, self.describer.text(node.function, op.func), steps)

    def _of_library(self, root: str, text: str = "") -> str:
        program = self.graph.program
        ours = program.find(root) is not None or program.is_package(root)
        what = "is not among the files that were read" if ours else "is a library that is not known"
        return f"`{text}` comes from `{root}`, which {what}" if text and text != root else f"`{root}` {what}"

    def _of_attribute(self, node: Node, op: facts.Attribute, steps: int) -> str:
        base = node.vals[op.base]
        text = self.describer.base_text(node.function, op)
        for value in base:
            if root := self.library(value):
                return self._of_library(root, text)
        known = next((value for value in base if value is not UNKNOWN and not isinstance(value, Known)), None)
        if known is not None:
            return self._missing(op, known, text, steps)
        if base and all(isinstance(value, Known) for value in base):
            only = ", ".join(repr(value.value) for value in base if isinstance(value, Known))
            return f"`{text}` is never known to be anything but `{only}`"
        return self._source(node, op.base, text, steps + 1)

    def _missing(self, op: facts.Attribute, base: Value, text: str, steps: int) -> str:
        """The object is known, but not what it has under this name."""
        for node, store in self._stores(op.name, base):
            return self._source(node, store.value, f"{text}.{op.name}", steps + 1)
        match base:
            case Instance() | ClassValue():
                return f"class `{base.cls.facts.name}` has no `{op.name}` that is written down"
            case ModuleValue():
                return f"module `{base.module.name}` has no `{op.name}` that is written down"
            case _:
                return f"nothing is known of `{op.name}` of {self.describer.value(base)}"

    def _stores(self, name: str, base: Value) -> Iterator[tuple[Node, facts.StoreAttribute]]:
        """The assignments to an attribute of an object, or of another of its class."""
        for function, store in self.describer.stores(name):
            for node in self.describer.nodes(function):
                if any(_alike(base, value) for value in node.vals[store.base]):
                    yield node, store

    def _source(self, node: Node, op: int, text: str, steps: int) -> str:
        """Where an unknown value comes from."""
        function = node.function
        found = function.facts.ops[op] if op >= 0 and steps < MAX_STEPS else None
        match found:
            case facts.Param():
                name = function.facts.params[found.index].name
                return f"parameter `{name}` of `{short_name(function)}` receives nothing that is known"
            case facts.Call():
                return self._given_by(node, found, text, steps)
            case facts.FreeName():
                return self._of_variable(node, found, text, steps)
            case facts.GlobalName():
                return self._of_global(function, found.name, text, steps)
            case facts.Attribute():
                return self._of_attribute(node, found, steps)
            case facts.Choice() | facts.Either() | facts.Narrow() | facts.Typed() | facts.When() | facts.Await():
                return self._source(node, self._unknown_part(node, found), text, steps + 1)
            case facts.Subscript():
                return f"it is not known what `{self.describer.code(function, found.span)}` holds"
            case facts.Iterate():
                return f"nothing is known of the elements of `{self.describer.code(function, found.span)}`"
            case facts.Enter():
                return f"it is not known what `with {self.describer.code(function, found.span)}` gives"
            case _:
                return f"nothing is known of `{text}`" if text else "nothing is known of what is called"

    def _unknown_part(self, node: Node, op: facts.Op) -> int:
        match op:
            case facts.Choice():
                parts = op.options
            case facts.Either():
                parts = (op.left, op.right)
            case facts.Narrow():
                parts = (op.base,)
            case facts.Typed() | facts.When() | facts.Await():
                parts = (op.value,)
            case _:
                parts = ()
        there = [part for part in parts if part >= 0]
        return next((part for part in there if not self.knows(node.vals[part])), next(iter(there), -1))

    def _given_by(self, node: Node, op: facts.Call, text: str, steps: int) -> str:
        for value in node.vals[op.func]:
            if root := self.library(value):
                return self._of_library(root, text)
        if not self.knows(node.vals[op.func]):
            return self._reason(node, op, steps + 1)
        call = self.describer.code(node.function, op.span)
        if any(isinstance(value, (Symbol, LibraryMethod, LibraryObject, Intrinsic)) for value in node.vals[op.func]):
            return f"nothing is known of what `{call}` gives"
        return f"nothing that is known comes back from `{call}`"

    def _of_variable(self, node: Node, op: facts.FreeName, text: str, steps: int) -> str:
        """A variable of an enclosing function."""
        outer = environment(node, op.depth)
        places = outer.function.facts.variables.get(op.name, ()) if outer is not None else ()
        if outer is None or not places:
            return f"nothing is known of `{op.name}`"
        return self._source(outer, places[0], text, steps + 1)

    def _of_global(self, function: FunctionDef, name: str, text: str, steps: int) -> str:
        body = function.module.body
        for op in function.module.variables.get(name, ()):
            for node in self.describer.nodes(body):
                return self._source(node, op, text, steps + 1)
        return f"the name `{name}` is nowhere written down"


def _alike(base: Value, other: Value) -> bool:
    """Whether two values are one object, or objects of one class."""
    if isinstance(base, Instance) and isinstance(other, Instance):
        return other.cls in base.cls.mro or base.cls in other.cls.mro
    return base is other
