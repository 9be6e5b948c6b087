"""Expressions to operations: each handler appends what an expression does and gives the index of its value."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable
from typing import Any

import astroid
from astroid import nodes

from blockcheck.extract.builder import Builder
from blockcheck.facts import (
    Argument,
    Attribute,
    Await,
    Call,
    Display,
    Either,
    Element,
    Format,
    FreeName,
    GlobalName,
    Iterate,
    Literal,
    Narrow,
    Operator,
    StoreName,
    Subscript,
    Test,
    When,
    Yield,
)

BINARY = {
    "+": "__add__", "-": "__sub__", "*": "__mul__", "/": "__truediv__", "//": "__floordiv__", "%": "__mod__",
    "**": "__pow__", "@": "__matmul__", "<<": "__lshift__", ">>": "__rshift__", "&": "__and__", "|": "__or__",
    "^": "__xor__",
}  # fmt: skip
_CONVERSIONS = {ord("r"): "__repr__", ord("s"): "__str__"}
_UNARY = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}
_COMPARE = {"==": "__eq__", "!=": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}

Condition = tuple[int, bool]
"""A test operation and how it comes out."""


class Expressions(Builder):
    """The builder's knowledge of expressions."""

    def expr(self, node: nodes.NodeNG) -> int:
        """Appends what the expression does; gives the operation of its value."""
        handler = _EXPRESSIONS.get(type(node))
        if handler is not None:
            return handler(self, node)
        for child in node.get_children():
            self.expr(child)
        return self.opaque()

    def exprs(self, found: Iterable[nodes.NodeNG]) -> tuple[int, ...]:
        """Several, in order."""
        return tuple(self.expr(node) for node in found)

    # Names

    def name(self, node: nodes.Name) -> int:
        return self.load(node.name)

    def load(self, name: str) -> int:
        """The value that a name holds here."""
        if self.env is not None and name in self.env:
            return self.env[name]
        if name in self.scope.bound and not self.top_level and self.kind != "class":
            return self.opaque()
        return self.load_outer(name)

    def load_outer(self, name: str) -> int:
        """The value of a name that this scope does not bind."""
        if name not in self.scope.globals:
            for depth, outer in enumerate(self.function_scopes(), 1):
                if name in outer.scope.bound:
                    outer.capture(name, self)
                    return self.add(FreeName(name, depth))
        return self.add(GlobalName(name))

    def store(self, name: str, value: int) -> None:
        """Assigns to a name, wherever it is declared to live."""
        self.bind(name, value)
        if name in self.scope.globals:
            self.add(StoreName(name, 0, value, self.guard))
        elif name in self.scope.nonlocals:
            for depth, outer in enumerate(self.function_scopes(), 1):
                if name in outer.scope.bound:
                    outer.capture(name, self)
                    self.add(StoreName(name, depth, value, self.guard))
                    break

    # Calls and what is done with their results

    def attribute(self, node: nodes.Attribute) -> int:
        return self.add(Attribute(self.expr(node.expr), node.attrname, self.module.span(node), self.guard))

    def call(self, node: nodes.Call, awaited: bool = False) -> int:
        func = self.expr(node.func)
        arguments = self.arguments(node.args, node.keywords)
        return self.add(Call(func, arguments, self.module.span(node), self.guard, awaited))

    def arguments(self, args: Iterable[nodes.NodeNG], keywords: Iterable[nodes.Keyword]) -> tuple[Argument, ...]:
        """The arguments of a call or the keywords of a class statement."""
        found: list[Argument] = []
        for arg in args:
            if isinstance(arg, nodes.Starred):
                found.append(Argument(self.expr(arg.value), "", 1))
            else:
                found.append(Argument(self.expr(arg)))
        for keyword in keywords:
            found.append(Argument(self.expr(keyword.value), keyword.arg or "", 0 if keyword.arg else 2))
        return tuple(found)

    def await_(self, node: nodes.Await) -> int:
        inner = node.value
        value = self.call(inner, awaited=True) if isinstance(inner, nodes.Call) else self.expr(inner)
        return self.add(Await(value, self.module.span(node), self.guard))

    def subscript(self, node: nodes.Subscript) -> int:
        base, index = self.expr(node.value), self.expr(node.slice)
        return self.add(Subscript(base, index, self.module.span(node), self.guard))

    def yield_(self, node: nodes.Yield) -> int:
        value = self.expr(node.value) if node.value is not None else self.const(None)
        self.add(Yield(value, self.guard))
        return self.opaque()

    def yield_from(self, node: nodes.YieldFrom) -> int:
        item = self.add(Iterate(self.expr(node.value), False, self.module.span(node), self.guard))
        self.add(Yield(item, self.guard))
        return self.opaque()

    # Literals and collections

    def constant(self, node: nodes.Const) -> int:
        value = node.value
        return self.const(value) if isinstance(value, (str, int, float, type(None))) and _fits(value) else self.opaque()

    def sequence(self, node: nodes.List | nodes.Tuple | nodes.Set) -> int:
        items = []
        for element in node.elts:
            if isinstance(element, nodes.Starred):
                items.append(self.add(Iterate(self.expr(element.value), False, self.module.span(element), self.guard)))
            else:
                items.append(self.expr(element))
        return self.add(Display(type(node).__name__.lower(), tuple(items)))

    def mapping(self, node: nodes.Dict) -> int:
        keys: list[Literal] = []
        items = []
        for key, value in node.items:
            if isinstance(key, nodes.DictUnpack):
                items.append(self.add(Element(self.expr(value), -1)))
                keys.append(None)
                continue
            self.expr(key)
            items.append(self.expr(value))
            keys.append(
                key.value
                if isinstance(key, nodes.Const) and isinstance(key.value, (str, int)) and _fits(key.value)
                else None
            )
        return self.add(Display("dict", tuple(items), tuple(keys)))

    def joined(self, node: nodes.JoinedStr) -> int:
        return self.add(Format(tuple(self._formatted(part) for part in node.values)))

    def _formatted(self, part: nodes.NodeNG) -> int:
        """One part of an f-string: formatting runs a special method of its value."""
        if not isinstance(part, nodes.FormattedValue):
            return self.expr(part)
        value = self.expr(part.value)
        method = _CONVERSIONS.get(part.conversion, "__format__")
        if not self.is_quiet(value):
            self.add(Operator(method, (value,), self.module.span(part), self.guard))
        if part.format_spec is not None:
            self.expr(part.format_spec)
            return self.opaque()
        return value

    # Operators

    def binary(self, node: nodes.BinOp) -> int:
        return self.operator(BINARY[node.op], (self.expr(node.left), self.expr(node.right)), node)

    def operator(self, method: str, operands: tuple[int, ...], node: nodes.NodeNG) -> int:
        """An operation that may run a special method; between literals it cannot."""
        if all(self.is_quiet(operand) for operand in operands):
            return self.opaque()
        return self.add(Operator(method, operands, self.module.span(node), self.guard))

    def unary(self, node: nodes.UnaryOp) -> int:
        if node.op == "not":
            self.condition(node.operand)
            return self.opaque()
        if node.op == "-" and isinstance(node.operand, nodes.Const) and isinstance(node.operand.value, (int, float)):
            return self.const(-node.operand.value)
        return self.operator(_UNARY[node.op], (self.expr(node.operand),), node)

    def compare(self, node: nodes.Compare) -> int:
        left = self.expr(node.left)
        for sign, right_node in node.ops:
            right = self.expr(right_node)
            if sign in ("in", "not in"):
                self.operator("__contains__", (right, left), node)
            elif sign in _COMPARE:
                self.operator(_COMPARE[sign], (left, right), node)
            left = right
        return self.opaque()

    def boolean(self, node: nodes.BoolOp) -> int:
        is_or = node.op == "or"
        saved, env = self.guard, self.env
        value, when_true, when_false = self.valued(node.values[0])
        for part in node.values[1:]:
            through = when_false if is_or else when_true
            if through is None:
                break
            self._enter(through, None if self.env is None else dict(self.env))
            right, when_true, when_false = self.valued(part)
            value = self.add(Either(value, right, is_or))
        self.guard, self.env = saved, None if env is None else self.merge([env, self.env])
        return value

    def conditional(self, node: nodes.IfExp) -> int:
        when_true, when_false = self.condition(node.test)
        saved, env = self.guard, self.env
        values, envs = [], []
        for branch, conditions in ((node.body, when_true), (node.orelse, when_false)):
            if conditions is not None:
                self.guard = saved
                self._enter(conditions, None if env is None else dict(env))
                value = self.expr(branch)
                values.append(value if self.guard == saved else self.add(When(value, self.guard)))
                envs.append(self.env)
        self.guard, self.env = saved, self.merge(envs)
        return self.choice(values) if values else self.opaque()

    def _enter(self, conditions: list[Condition] | None, env: dict[str, int] | None) -> None:
        """Goes into a branch: under its conditions, with the names that they narrow."""
        self.env = env
        for test, holds in conditions or ():
            self.under(test, holds)
            for name in self._names_of(test):
                self.narrow(name, test, holds)

    def _names_of(self, test: int) -> list[str]:
        operand = self.ops[test].operand  # type: ignore[union-attr]
        return [name for name, value in (self.env or {}).items() if value == operand and not self.is_quiet(operand)]

    # Conditions

    def condition(self, node: nodes.NodeNG) -> tuple[list[Condition] | None, list[Condition] | None]:
        """Appends a test; gives what holds where it is true and where it is false, None for a way never taken."""
        decided = static_truth(node)
        if decided is not None:
            return ([], None) if decided else (None, [])
        if isinstance(node, nodes.UnaryOp) and node.op == "not":
            when_true, when_false = self.condition(node.operand)
            return when_false, when_true
        if isinstance(node, nodes.BoolOp):
            return self._connected(node)
        return self.valued(node)[1:]

    def valued(self, node: nodes.NodeNG) -> tuple[int, list[Condition] | None, list[Condition] | None]:
        """An expression that is also a condition: its value, what holds where it is true, and where it is false."""
        decided = static_truth(node)
        if decided is not None:
            return self.expr(node), [] if decided else None, None if decided else []
        if isinstance(node, nodes.Compare):
            return self.opaque(), *self._comparison(node)
        if _is_call_of(node, "isinstance", 2) or _is_call_of(node, "callable", 1):
            operand = self.expr(node.args[0])
            other = self.expr(node.args[1]) if len(node.args) == 2 else -1
            return self.opaque(), *self._both(node.func.name, operand, other, node)
        value = self.expr(node)
        if self.is_quiet(value) or isinstance(node, (nodes.UnaryOp, nodes.BoolOp)):
            return value, [], []
        return value, *self._both("truthy", value, -1, node)

    def _both(
        self, kind: str, operand: int, other: int, node: nodes.NodeNG, holds: bool = True
    ) -> tuple[list[Condition], list[Condition]]:
        test = self.add(Test(kind, operand, other, self.module.span(node), self.guard))
        return [(test, holds)], [(test, not holds)]

    def _connected(self, node: nodes.BoolOp) -> tuple[list[Condition] | None, list[Condition] | None]:
        """`a and b`: both hold where it is true; `a or b`: neither holds where it is false."""
        saved, env = self.guard, self.env
        is_and = node.op == "and"
        gathered: list[Condition] | None = []
        self.env = None if env is None else dict(env)
        for part in node.values:
            when_true, when_false = self.condition(part)
            through = when_true if is_and else when_false
            if gathered is not None:
                gathered = None if through is None else gathered + through
            if through is None:
                break
            self._enter(through, self.env)
        self.guard = saved
        self.env = (
            env
            if env is None or self.env is None
            else {name: self._unnarrowed(env, name, value) for name, value in self.env.items()}
        )
        return (gathered, []) if is_and else ([], gathered)

    def _unnarrowed(self, env: dict[str, int], name: str, value: int) -> int:
        """A walrus inside a condition binds beyond it, a narrowing does not."""
        return env[name] if name in env and isinstance(self.ops[value], Narrow) else value

    def _comparison(self, node: nodes.Compare) -> tuple[list[Condition], list[Condition]]:
        sign, right = node.ops[0]
        kind, literal, operand_node = _literal_side(node.left, right)
        if len(node.ops) != 1 or not kind or sign not in ("is", "is not", "==", "!="):
            self.compare(node)
            return [], []
        operand = self.expr(operand_node)
        other = -1 if kind == "is-none" else self.expr(literal)
        return self._both(kind, operand, other, node, holds=sign in ("is", "=="))

    # Scopes of their own

    def comprehension(self, node: nodes.ListComp | nodes.SetComp | nodes.DictComp) -> int:
        saved, env = self.guard, self.env
        self.env = dict(env) if env is not None else None
        self._generators(node.generators)
        if isinstance(node, nodes.DictComp):
            key_value = (self.expr(node.key), self.expr(node.value))
            made = self.add(Display("dict", (key_value[1],), (None,)))
        else:
            made = self.add(Display("list" if isinstance(node, nodes.ListComp) else "set", (self.expr(node.elt),)))
        self.guard, self.env = saved, env
        return made

    def _generators(self, generators: Iterable[nodes.Comprehension], first: int = -1) -> None:
        for generator in generators:
            iterable = first if first >= 0 else self.expr(generator.iter)
            first = -1
            item = self.add(Iterate(iterable, bool(generator.is_async), self.module.span(generator.iter), self.guard))
            self.assign(generator.target, item)
            for test in generator.ifs:
                self._enter(self.condition(test)[0], self.env)

    def assign(self, target: nodes.NodeNG, value: int) -> None:
        raise NotImplementedError

    def lambda_(self, node: nodes.Lambda) -> int:
        raise NotImplementedError

    def generator(self, node: nodes.GeneratorExp) -> int:
        raise NotImplementedError

    def named(self, node: nodes.NamedExpr) -> int:
        value = self.expr(node.value)
        self.store(node.target.name, value)
        return value

    # Annotations

    def annotation(self, node: nodes.NodeNG | None) -> int:
        """An annotation's operation, -1 where there is none; strings are read as the expressions they hold."""
        if node is None:
            return -1
        return _Annotations(self).read(node)


class _Annotations:
    """Reads an annotation: names are looked up when everything is defined, strings are code."""

    def __init__(self, builder: Expressions) -> None:
        self.builder = builder

    def read(self, node: nodes.NodeNG) -> int:
        builder = self.builder
        match node:
            case nodes.Const(value=str()):
                parsed = parse_expression(node.value)
                return builder.opaque() if parsed is None else self._moved(parsed, node)
            case nodes.Name():
                return self._name(node.name)
            case nodes.Attribute():
                return builder.add(
                    Attribute(self.read(node.expr), node.attrname, builder.module.span(node), builder.guard)
                )
            case nodes.Subscript():
                index = builder.expr(node.slice) if self._is_literal(node.value) else self.read(node.slice)
                return builder.add(Subscript(self.read(node.value), index, builder.module.span(node), builder.guard))
            case nodes.BinOp(op="|"):
                operands = (self.read(node.left), self.read(node.right))
                return builder.add(Operator("__or__", operands, builder.module.span(node), builder.guard))
            case nodes.Tuple() | nodes.List():
                return builder.add(Display("tuple", tuple(self.read(element) for element in node.elts)))
            case _:
                return builder.expr(node)

    def _name(self, name: str) -> int:
        builder = self.builder
        if builder.kind == "module":
            return builder.add(GlobalName(name))
        if builder.kind == "class" and (builder.env is None or name not in builder.env):
            return builder.load_outer(name)
        return builder.load(name)

    @staticmethod
    def _is_literal(node: nodes.NodeNG) -> bool:
        """`Literal["a"]`: the strings in it are no code."""
        return getattr(node, "attrname", getattr(node, "name", "")) == "Literal"

    def _moved(self, parsed: nodes.NodeNG, place: nodes.NodeNG) -> int:
        for inner in [parsed, *parsed.nodes_of_class(nodes.NodeNG)]:
            inner.lineno, inner.end_lineno = place.lineno, place.end_lineno
            inner.col_offset, inner.end_col_offset = place.col_offset, place.end_col_offset
        return self.read(parsed)


def parse_expression(text: str) -> nodes.NodeNG | None:
    """A string annotation as a tree; None where it is no expression."""
    try:
        tree = ast.parse(f"({text.strip()})")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    statement = tree_to_nodes(tree).body
    return statement[0].value if len(statement) == 1 and isinstance(statement[0], nodes.Expr) else None


def tree_to_nodes(tree: ast.Module) -> nodes.Module:
    """astroid's tree of a parsed module; nothing is inferred and nothing else is read."""
    rebuilder = astroid.rebuilder.TreeRebuilder(astroid.MANAGER)
    return rebuilder.visit_module(tree, "module", "<module>", False)


def static_truth(node: nodes.NodeNG) -> bool | None:
    """What a condition is wherever the code runs: literals, `TYPE_CHECKING`, Python's version, the platform."""
    match node:
        case nodes.Const():
            return bool(node.value)
        case nodes.UnaryOp(op="not"):
            inner = static_truth(node.operand)
            return None if inner is None else not inner
        case nodes.BoolOp():
            parts = [static_truth(value) for value in node.values]
            if node.op == "and":
                return False if False in parts else True if set(parts) == {True} else None
            return True if True in parts else False if set(parts) == {False} else None
        case nodes.Name(name="TYPE_CHECKING") | nodes.Attribute(attrname="TYPE_CHECKING"):
            return False
        case nodes.Compare() if len(node.ops) == 1:
            return _static_comparison(node.left, *node.ops[0])
    return None


_VERSION = (3, 12, 0, "final", 0)
"""The Python that version tests are decided for: facts must not depend on the interpreter that reads the file."""


def _static_comparison(left: nodes.NodeNG, sign: str, right: nodes.NodeNG) -> bool | None:
    subject = left.as_string() if isinstance(left, nodes.Attribute) else ""
    if subject == "sys.version_info" and isinstance(right, nodes.Tuple):
        wanted = tuple(element.value for element in right.elts if isinstance(element, nodes.Const))
        if all(isinstance(part, int) for part in wanted):
            return _compared(_VERSION[: max(len(wanted), 2)], sign, wanted)
    if isinstance(right, nodes.Const):
        known = {"sys.platform": "linux", "os.name": "posix"}.get(subject)
        return None if known is None else _compared(known, sign, right.value)
    return None


_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge, ">": operator.gt, "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


def _compared(left: object, sign: str, right: object) -> bool | None:
    return _SIGNS[sign](left, right) if sign in _SIGNS else None


def _fits(value: object) -> bool:
    """Whether MessagePack can hold the number or text."""
    if isinstance(value, str):
        return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
    return not isinstance(value, int) or -(2**63) <= value < 2**63


def _is_call_of(node: nodes.NodeNG, name: str, count: int) -> bool:
    return (
        isinstance(node, nodes.Call)
        and isinstance(node.func, nodes.Name)
        and node.func.name == name
        and len(node.args) == count
        and not node.keywords
    )


def _literal_side(left: nodes.NodeNG, right: nodes.NodeNG) -> tuple[str, nodes.NodeNG, nodes.NodeNG]:
    """The kind of test, its literal and its operand; no kind where neither side is a literal."""
    for literal, operand in ((right, left), (left, right)):
        if isinstance(literal, nodes.Const) and not isinstance(operand, nodes.Const):
            return "is-none" if literal.value is None else "equals", literal, operand
    return "", left, right


_EXPRESSIONS: dict[type[nodes.NodeNG], Callable[[Expressions, nodes.NodeNG], int]] = {
    nodes.Name: lambda builder, node: builder.name(node),
    nodes.Attribute: lambda builder, node: builder.attribute(node),
    nodes.Call: lambda builder, node: builder.call(node),
    nodes.Await: lambda builder, node: builder.await_(node),
    nodes.Subscript: lambda builder, node: builder.subscript(node),
    nodes.Yield: lambda builder, node: builder.yield_(node),
    nodes.YieldFrom: lambda builder, node: builder.yield_from(node),
    nodes.Const: lambda builder, node: builder.constant(node),
    nodes.List: lambda builder, node: builder.sequence(node),
    nodes.Tuple: lambda builder, node: builder.sequence(node),
    nodes.Set: lambda builder, node: builder.sequence(node),
    nodes.Dict: lambda builder, node: builder.mapping(node),
    nodes.JoinedStr: lambda builder, node: builder.joined(node),
    nodes.BinOp: lambda builder, node: builder.binary(node),
    nodes.UnaryOp: lambda builder, node: builder.unary(node),
    nodes.Compare: lambda builder, node: builder.compare(node),
    nodes.BoolOp: lambda builder, node: builder.boolean(node),
    nodes.IfExp: lambda builder, node: builder.conditional(node),
    nodes.ListComp: lambda builder, node: builder.comprehension(node),
    nodes.SetComp: lambda builder, node: builder.comprehension(node),
    nodes.DictComp: lambda builder, node: builder.comprehension(node),
    nodes.GeneratorExp: lambda builder, node: builder.generator(node),
    nodes.Lambda: lambda builder, node: builder.lambda_(node),
    nodes.NamedExpr: lambda builder, node: builder.named(node),
    nodes.Starred: lambda builder, node: builder.expr(node.value),
}
