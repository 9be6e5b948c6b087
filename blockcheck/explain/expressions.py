"""What the expressions of a line stand for, what the calls among them run, and whether these block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import UNSET

from blockcheck import facts
from blockcheck.catalogue.schema import Block, Condition
from blockcheck.describe import Describer, short_name
from blockcheck.nodes import Edge, Kind, Node, joined
from blockcheck.program import FunctionDef
from blockcheck.reach import Search
from blockcheck.resolve import libraries
from blockcheck.resolve.arguments import Arguments
from blockcheck.resolve.frame import Frame
from blockcheck.unresolved import Teller
from blockcheck.values import UNKNOWN, Instance, LibraryMethod, LibraryObject, Symbol, Value

MOST_VALUES = 4


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """An expression as it is written, and what there is to say of it, each the end of a sentence that it begins."""

    code: str
    sentences: tuple[str, ...]


_RUNS = {
    Kind.CALL: "runs {} before it goes on",
    Kind.AWAIT: "awaits {}",
    Kind.OWN_LOOP: "has {} run by an event loop",
    Kind.LOOP: "hands {} to the event loop",
    Kind.STARTUP: "has {} run while the application starts or stops",
    Kind.THREAD: "hands {} to a thread",
    Kind.IMPORT: "has {} run while modules are imported",
}


class Expressions:
    """Makes remarks on operations of one call graph."""

    def __init__(self, search: Search, describer: Describer) -> None:
        self.search, self.graph = search, search.graph
        self.describer = describer
        self.teller = Teller(search, describer)

    def remarks(self, ops: Sequence[tuple[FunctionDef, int]]) -> list[Remark]:
        """A remark on each expression, in the order in which they are written."""
        found: dict[str, dict[str, None]] = {}
        for function, op in sorted(ops, key=lambda place: self._order(*place)):
            nodes = self.describer.nodes(function)
            for code, sentences in self._about(function, op, nodes):
                news = (text for text in sentences if text not in (f"is `{code}`", f"is the class `{code}`"))
                found.setdefault(code, {}).update(dict.fromkeys(news))
        return [
            Remark(code=code, sentences=tuple(sentences)) for code, sentences in found.items() if code and sentences
        ]

    @staticmethod
    def _order(function: FunctionDef, op: int) -> tuple[int, int, int]:
        span = function.facts.ops[op].span  # type: ignore[union-attr]
        return span.column, span.end_line, span.end_column

    def _about(self, function: FunctionDef, op: int, nodes: Sequence[Node]) -> Iterator[tuple[str, list[str]]]:
        found = function.facts.ops[op]
        guard = getattr(found, "guard", 0)
        nodes = [node for node in nodes if Frame(self.graph.state, node).alive(guard)]
        match found:
            case facts.Call() if found.kind == "decorator":
                yield f"@{self.describer.code(function, found.span)}", self._effects(op, nodes)
            case facts.Call():
                yield from self._operands(function, found, nodes)
                yield self.describer.text(function, op), self._call(function, op, found, nodes)
            case facts.Attribute():
                if not isinstance(function.facts.ops[found.base], (facts.Call, facts.Await)):  # those have their own
                    yield self.describer.base_text(function, found), self._values(found.base, nodes)
                called = any(isinstance(other, facts.Call) and other.func == op for other in function.facts.ops)
                values = [] if called else self._values(op, nodes)  # of what is called, the call tells
                yield self.describer.text(function, op), [*values, *self._effects(op, nodes)]
            case facts.Import():
                yield self.describer.text(function, op), self._values(op, nodes)
            case facts.Enter():
                yield f"with {self.describer.code(function, found.span)}", self._effects(op, nodes)
            case facts.Iterate():
                yield f"for … in {self.describer.code(function, found.span)}", self._effects(op, nodes)
            case facts.StoreAttribute() if found.value >= 0:
                yield self.describer.code(function, found.span), self._values(found.value, nodes)
            case _:
                yield self.describer.code(function, found.span), self._effects(op, nodes)  # type: ignore[union-attr]

    def _operands(
        self, function: FunctionDef, call: facts.Call, nodes: Sequence[Node]
    ) -> Iterator[tuple[str, list[str]]]:
        """The callee where it is a plain name, and the arguments that are names."""
        if not hasattr(function.facts.ops[call.func], "span"):
            yield self._name_of(function, call.func, call), self._values(call.func, nodes)
        for place, argument in enumerate(call.arguments, 1):
            value = function.facts.ops[argument.value]
            if isinstance(value, (facts.Const, facts.Opaque, facts.MakeFunction)):
                continue
            span = getattr(value, "span", None)
            if span is None or not call.span.line <= span.line <= call.span.end_line:
                name = self.describer.text(function, argument.value) if span is None else ""
                written = f"{argument.keyword}=" if argument.keyword else f"argument {place}"
                yield (
                    name or f"{written} of {self._name_of(function, call.func, call)}",
                    [
                        sentence
                        for sentence in self._values(argument.value, nodes)
                        if not sentence.startswith("is something unknown")
                    ],
                )

    def _name_of(self, function: FunctionDef, op: int, call: facts.Call) -> str:
        return self.describer.text(function, op) or self.describer.code(function, call.span).partition("(")[0]

    # Values

    def _values(self, op: int, nodes: Sequence[Node]) -> list[str]:
        """What an expression stands for."""
        values = joined(node.vals[op] for node in nodes)
        known = [value for value in values if value is not UNKNOWN and not _covered(value, values)]
        if not known:
            return [f"is something unknown: {self.teller.why(nodes[0], op)}"] if nodes and values else []
        sentences = [self._value(op, nodes, value) for value in known[:MOST_VALUES]]
        more = len(known) - MOST_VALUES
        return [*sentences, *([f"may be {more} other things"] if more > 0 else [])]

    def _value(self, op: int, nodes: Sequence[Node], value: Value) -> str:
        how = next(
            (how for node in nodes if value in node.vals[op] and (how := self.describer.how(node, op, value))), ""
        )
        return f"is {self.describer.value(value)}{f' ({how})' if how else ''}"

    # Calls

    def _call(self, function: FunctionDef, op: int, call: facts.Call, nodes: Sequence[Node]) -> list[str]:
        sentences = self._effects(op, nodes)
        values = joined(node.vals[call.func] for node in nodes)
        if not sentences:
            sentences = [text for value in list(values)[:MOST_VALUES] for text in self._library(op, call, value, nodes)]
        if not sentences and nodes:
            if all(value is UNKNOWN for value in values):
                sentences.append(f"could not be followed: {self.teller.why_call(nodes[0], call)}")
                if call.awaited:
                    sentences.append(
                        "is awaited, and so taken for a call of a coroutine function, which does not block"
                    )
            elif not any(self._named(value) for value in values):
                sentences.append("runs no code of the project")
        return [*sentences, *self._given(op, nodes)]

    def _given(self, op: int, nodes: Sequence[Node]) -> list[str]:
        """What a call gives: the objects whose methods may be called next."""
        values = joined(node.vals[op] for node in nodes)
        objects = [value for value in values if isinstance(value, (Instance, LibraryObject))]
        return [f"gives {self.describer.value(value)}" for value in objects[:MOST_VALUES]]

    def _effects(self, op: int, nodes: Sequence[Node]) -> list[str]:
        """What code an operation runs, and where it blocks."""
        edges = [edge for node in nodes for edge in node.edges.values() if edge.op == op]
        made = [edge for node in nodes for edge in node.creations.values() if edge.op == op]
        run = {edge.callee.function for edge in edges}
        sentences = [_RUNS[edge.kind].format(self._callee(edge)) for edge in edges if edge.kind in _RUNS]
        sentences += [_creation(edge, self._callee(edge)) for edge in made if edge.callee.function not in run]
        for node in nodes:
            for sink in node.sinks.values():
                if sink.op == op:
                    name = self.graph.catalogue.public(sink.name)
                    rule = self.graph.catalogue.codes[sink.block.rule]
                    sentences.append(f"blocks: `{name}` {sink.block.why} ({rule.code} {rule.name})")
        return list(dict.fromkeys(sentences))

    @staticmethod
    def _callee(edge: Edge) -> str:
        function = edge.callee.function
        return f"`{short_name(function)}` ({function.module.display}:{function.facts.span.line})"

    def _named(self, value: Value) -> str:
        """The library name that a value is called by; empty where it is no library's."""
        match value:
            case Symbol():
                return value.name
            case LibraryMethod():
                return self.describer.method_name(value)
            case _:
                return ""

    def _library(self, op: int, call: facts.Call, value: Value, nodes: Sequence[Node]) -> Iterator[str]:
        """Why a call of a library does not block, where it does not."""
        name = self._named(value)
        if not name:
            return
        shown = self.describer.name(name)
        if root := self.teller.library(value):
            yield f"calls `{shown}`: `{root}` is a library that is not known, so it counts as not blocking"
            return
        catalogue = self.graph.catalogue
        blocks = (
            catalogue.method_blocks(value.owner, value.name)
            if isinstance(value, LibraryMethod)
            else catalogue.blocks(name)
        )
        if not blocks:
            yield f"calls `{shown}`, which is not known to block"
        elif call.awaited:
            yield f"calls `{shown}`, which blocks, but not where it is awaited"
        else:
            yield f"calls `{shown}`, which blocks, but not here{self._spared(op, call, value, blocks, nodes)}"

    def _spared(self, op: int, call: facts.Call, value: Value, blocks: Sequence[Block], nodes: Sequence[Node]) -> str:
        """The condition under which a call does not block."""
        receiver = value.receiver if isinstance(value, LibraryMethod) else None
        for node in nodes:
            frame = Frame(self.graph.state, node)
            arguments, making = Arguments.of(frame, op, call.arguments), libraries.making_of(frame, receiver)
            for block in blocks:
                for condition in block.unless:
                    alone = msgspec.structs.replace(block, unless=(condition,), only_if=())
                    if libraries.blocks_under(frame, alone, arguments, making) is libraries.NEVER:
                        return f": {_condition(condition)}"
                for condition in block.only_if:
                    alone = msgspec.structs.replace(block, unless=(), only_if=(condition,))
                    if libraries.blocks_under(frame, alone, arguments, making) is libraries.NEVER:
                        return f": only where {_condition(condition)}"
        return ""


def _covered(value: Value, values: Iterable[Value]) -> bool:
    """Whether a value is any object of a class of which a certain object is among the values."""
    return (
        isinstance(value, Instance)
        and value.site is None
        and any(isinstance(other, Instance) and other.cls is value.cls and other.site is not None for other in values)
    )


def _creation(edge: Edge, callee: str) -> str:
    if edge.callee.function.facts.is_generator:
        return f"makes a generator of {callee}, which runs where it is gone through"
    return f"makes a coroutine of {callee}, which runs where it is awaited or scheduled"


def _condition(condition: Condition) -> str:
    """A condition of the rules in words."""
    name = f"argument `{condition.argument}`{' of what made the object' if condition.made else ''}"
    if condition.given is not None:
        return f"{name} is {'given' if condition.given else 'left out'}"
    if condition.types:
        return f"{name} is a {' or a '.join(f'`{type_}`' for type_ in condition.types)}"
    if condition.is_ is not UNSET:
        return f"{name} is `{condition.is_!r}`"
    return f"{name} is not `{condition.not_!r}`"
