"""Expressions to operations: each handler appends what an expression does and gives the index of its value."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from types import NoneType
from typing import Any

from blockcheck.extract.annotations import last_name, read_annotation
from blockcheck.extract.builder import Builder, Env
from blockcheck.extract.truth import static_truth
from blockcheck.facts import (
    Argument,
    Attribute,
    Await,
    Call,
    Const,
    Display,
    Either,
    Element,
    Format,
    FreeName,
    GlobalName,
    Iterate,
    Literal,
    Narrow,
    Op,
    Operator,
    StoreName,
    Subscript,
    Test,
    When,
    Yield,
)

BINARY: dict[type[ast.operator], str] = {
    ast.Add: "__add__", ast.Sub: "__sub__", ast.Mult: "__mul__", ast.Div: "__truediv__", ast.FloorDiv: "__floordiv__",
    ast.Mod: "__mod__", ast.Pow: "__pow__", ast.MatMult: "__matmul__", ast.LShift: "__lshift__",
    ast.RShift: "__rshift__", ast.BitAnd: "__and__", ast.BitOr: "__or__", ast.BitXor: "__xor__",
}  # fmt: skip
_CONVERSIONS = {ord("r"): "__repr__", ord("s"): "__str__"}
_UNARY: dict[type[ast.unaryop], str] = {ast.USub: "__neg__", ast.UAdd: "__pos__", ast.Invert: "__invert__"}
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "__eq__", ast.NotEq: "__ne__", ast.Lt: "__lt__", ast.LtE: "__le__", ast.Gt: "__gt__", ast.GtE: "__ge__",
}  # fmt: skip
_EQUAL = (ast.Is, ast.Eq)
_UNEQUAL = (ast.IsNot, ast.NotEq)

Condition = tuple[int, bool]
"""A test operation and how it comes out."""
Conditions = list[Condition] | None
"""What holds on a way; None for a way that is never taken."""


class Expressions(Builder):
    """The builder's knowledge of expressions."""

    returns = False
    """Whether a `return` can be reached."""

    def expr(self, node: ast.expr) -> int:
        """Appends what the expression does; gives the operation of its value."""
        return _HANDLERS[type(node)](self, node)

    def exprs(self, found: Iterable[ast.expr]) -> tuple[int, ...]:
        """Several, in order."""
        return tuple([_HANDLERS[type(node)](self, node) for node in found])

    def unknown(self, node: ast.expr) -> int:
        """An expression of a kind that has no handler of its own does what its parts do."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.expr(child)
        return self.opaque()

    # Names

    def name(self, node: ast.Name) -> int:
        found = None if self.env is None else self.env.get(node.id)
        return self.load(node.id) if found is None else found

    def load(self, name: str) -> int:
        """The value that a name holds here."""
        if self.env is not None:
            value = self.env.get(name)
            if value is not None:
                return value
        if name in self.scope.bound and not self.top_level and self.kind != "class":
            return self.opaque()
        return self.load_outer(name)

    def load_outer(self, name: str) -> int:
        """The value of a name that this scope does not bind."""
        if name not in self.scope.globals:
            for depth, outer in enumerate(self.functions, 1):
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
            for depth, outer in enumerate(self.functions, 1):
                if name in outer.scope.bound:
                    outer.capture(name, self)
                    self.add(StoreName(name, depth, value, self.guard))
                    break

    # Calls and what is done with their results

    def attribute(self, node: ast.Attribute) -> int:
        base = node.value
        value = _HANDLERS[type(base)](self, base)
        self.ops.append(Attribute(value, node.attr, self.span(node), self.guard))
        found = len(self.ops) - 1
        return self._known_here(found, node) if self.tested and self.guard else found

    def _known_here(self, value: int, node: ast.Attribute) -> int:
        """The value of `self.x` less what an `isinstance` that it stands under leaves out."""
        path = path_of(node)
        guard = self.guard
        while guard and path:
            entry = self.guards[guard]
            if self.tested.get(entry.test) == (path, self._root(path)) and self.stored.get(path, -1) < entry.test:
                value = self.add(Narrow(value, entry.test, entry.holds))
            guard = entry.outer
        return value

    def _root(self, path: str) -> int | None:
        """What the first name of a dotted path holds here."""
        return None if self.env is None else self.env.get(path.partition(".")[0])

    def call(self, node: ast.Call, awaited: bool = False) -> int:
        func = node.func
        value = _HANDLERS[type(func)](self, func)
        arguments = self.arguments(node.args, node.keywords) if node.args or node.keywords else ()
        self.ops.append(Call(value, arguments, self.span(node), self.guard, awaited))
        if self.nesting == 1 and not self.guard and not self.returns:
            self.surely.append(len(self.ops) - 1)
        return len(self.ops) - 1

    def arguments(self, args: Iterable[ast.expr], keywords: Iterable[ast.keyword]) -> tuple[Argument, ...]:
        """The arguments of a call or the keywords of a class statement."""
        found: list[Argument] = []
        for arg in args:
            value = _HANDLERS[type(arg)](self, arg)
            found.append(Argument(value, "", 1) if isinstance(arg, ast.Starred) else Argument(value))
        for keyword in keywords:
            value = _HANDLERS[type(keyword.value)](self, keyword.value)
            found.append(Argument(value, keyword.arg) if keyword.arg else Argument(value, "", 2))
        return tuple(found)

    def await_(self, node: ast.Await) -> int:
        inner = node.value
        value = self.call(inner, awaited=True) if isinstance(inner, ast.Call) else self.expr(inner)
        return self.add(Await(value, self.span(node), self.guard))

    def subscript(self, node: ast.Subscript) -> int:
        base, index = self.expr(node.value), self.expr(node.slice)
        return self.add_lookup(Subscript(base, index, self.span(node), self.guard))

    def yield_(self, node: ast.Yield) -> int:
        value = self.expr(node.value) if node.value is not None else self.const(None)
        self.add(Yield(value, self.guard))
        return self.opaque()

    def yield_from(self, node: ast.YieldFrom) -> int:
        item = self.add(Iterate(self.expr(node.value), False, self.span(node), self.guard))
        self.add(Yield(item, self.guard))
        return self.opaque()

    # Literals and collections

    def constant(self, node: ast.Constant) -> int:
        value = node.value
        found = self.constants.get((type(value), value))
        if found is not None:
            return found
        if isinstance(value, (str, int, float, NoneType)) and _fits(value):
            return self.const(value)
        return self.data("bytes") if isinstance(value, bytes) else self.opaque()

    def sequence(self, node: ast.List | ast.Tuple | ast.Set) -> int:
        items = []
        for element in node.elts:
            value = _HANDLERS[type(element)](self, element)
            if isinstance(element, ast.Starred):
                value = self.add(Iterate(value, False, self.span(element), self.guard))
            items.append(value)
        return self.add(Display(type(node).__name__.lower(), tuple(items)))

    def mapping(self, node: ast.Dict) -> int:
        keys: list[Literal] = []
        items = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                items.append(self.add(Element(self.expr(value), -1)))
                keys.append(None)
                continue
            self.expr(key)
            items.append(self.expr(value))
            literal = key.value if isinstance(key, ast.Constant) else None
            keys.append(literal if isinstance(literal, (str, int)) and _fits(literal) else None)
        return self.add(Display("dict", tuple(items), tuple(keys)))

    def joined(self, node: ast.JoinedStr) -> int:
        return self.add(Format(tuple([self._formatted(part) for part in node.values])))

    def _formatted(self, part: ast.expr) -> int:
        """One part of an f-string: formatting runs a special method of its value."""
        if not isinstance(part, ast.FormattedValue):
            return self.expr(part)
        value = self.expr(part.value)
        method = _CONVERSIONS.get(part.conversion, "__format__")
        if not self.is_quiet(value):
            self.add(Operator(method, (value,), self.span(part), self.guard))
        if part.format_spec is not None:
            self.expr(part.format_spec)
            return self.opaque()
        return value

    # Operators

    def binary(self, node: ast.BinOp) -> int:
        return self.operator(BINARY[type(node.op)], (self.expr(node.left), self.expr(node.right)), node)

    def operator(self, method: str, operands: tuple[int, ...], node: ast.expr | ast.stmt) -> int:
        """An operation that may run a special method; between literals it cannot."""
        if all(map(self.is_quiet, operands)):
            return self._of_literals(method, [self.ops[operand] for operand in operands])
        return self.add(Operator(method, operands, self.span(node), self.guard))

    def _of_literals(self, method: str, operands: Sequence[Op]) -> int:
        """An operation between literals: texts are put together, since paths and names are made that way."""
        texts = [op.value for op in operands if isinstance(op, Const) and isinstance(op.value, str)]
        return self.const("".join(texts)) if method == "__add__" and len(texts) == len(operands) else self.opaque()

    def unary(self, node: ast.UnaryOp) -> int:
        if isinstance(node.op, ast.Not):
            self.condition(node.operand)
            return self.opaque()
        number = node.operand.value if isinstance(node.operand, ast.Constant) else None
        if isinstance(node.op, ast.USub) and isinstance(number, (int, float)) and _fits(-number):
            return self.const(-number)
        return self.operator(_UNARY[type(node.op)], (self.expr(node.operand),), node)

    def compare(self, node: ast.Compare) -> int:
        left = self.expr(node.left)
        self.nesting += len(node.ops) > 1
        for sign, right_node in zip(node.ops, node.comparators, strict=True):
            right = self.expr(right_node)
            method = _COMPARE.get(type(sign))
            if method is not None:
                self.operator(method, (left, right), node)
            elif isinstance(sign, (ast.In, ast.NotIn)):
                self.operator("__contains__", (right, left), node)
            left = right
        self.nesting -= len(node.ops) > 1
        return self.opaque()

    def boolean(self, node: ast.BoolOp) -> int:
        is_or = isinstance(node.op, ast.Or)
        saved, env = self.guard, self.env
        value, when_true, when_false = self.valued(node.values[0])
        self.nesting += 1
        for part in node.values[1:]:
            through = when_false if is_or else when_true
            if through is None:
                break
            self.enter(through, None if self.env is None else dict(self.env))
            right, when_true, when_false = self.valued(part)
            value = self.add(Either(value, right, is_or))
        self.nesting -= 1
        self.guard, self.env = saved, None if env is None else self.merge([env, self.env])
        return value

    def conditional(self, node: ast.IfExp) -> int:
        when_true, when_false = self.condition(node.test)
        saved, env = self.guard, self.env
        values, envs = [], []
        self.nesting += 1
        for branch, conditions in ((node.body, when_true), (node.orelse, when_false)):
            if conditions is not None:
                self.guard = saved
                self.enter(conditions, None if env is None else dict(env))
                value = self.expr(branch)
                values.append(value if self.guard == saved else self.add(When(value, self.guard)))
                envs.append(self.env)
        self.nesting -= 1
        self.guard, self.env = saved, self.merge(envs)
        return self.choice(values) if values else self.opaque()

    def enter(self, conditions: Conditions, env: Env | None) -> None:
        """Goes into a branch: under its conditions, with the names that they narrow."""
        self.env = env
        for test, holds in conditions or ():
            self.under(test, holds)
            for name in self._names_of(test):
                self.narrow(name, test, holds)

    def _names_of(self, test: int) -> list[str]:
        """The names that hold what is tested; a text or list in which something is does not become another one."""
        kind, operand = self.ops[test].kind, self.ops[test].operand  # type: ignore[union-attr]
        if not self.env or kind == "contains" or self.is_quiet(operand):
            return []
        return [name for name, value in self.env.items() if value == operand]

    # Conditions

    def condition(self, node: ast.expr) -> tuple[Conditions, Conditions]:
        """Appends a test; gives what holds where it is true and where it is false, None for a way never taken."""
        decided = static_truth(node)
        if decided is not None:
            return ([], None) if decided else (None, [])
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            when_true, when_false = self.condition(node.operand)
            return when_false, when_true
        if isinstance(node, ast.BoolOp):
            return self._connected(node)
        return self._undecided(node)[1:]

    def valued(self, node: ast.expr) -> tuple[int, Conditions, Conditions]:
        """An expression that is also a condition: its value, what holds where it is true, and where it is false."""
        decided = static_truth(node)
        if decided is not None:
            return self.expr(node), [] if decided else None, None if decided else []
        return self._undecided(node)

    def _undecided(self, node: ast.expr) -> tuple[int, Conditions, Conditions]:
        if isinstance(node, ast.Compare):
            return self.opaque(), *self._comparison(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and _is_type_test(node, node.func.id):
            operand = self.expr(node.args[0])
            other = self.expr(node.args[1]) if len(node.args) == 2 else -1
            when_true, when_false = self._both(node.func.id, operand, other, node)
            if node.func.id == "isinstance" and (path := path_of(node.args[0])):
                self.tested[when_true[0][0]] = path, self._root(path)
            return self.opaque(), when_true, when_false
        value = self.expr(node)
        if isinstance(node, (ast.UnaryOp, ast.BoolOp)) or self.is_quiet(value):
            return value, [], []
        return value, *self._both("truthy", value, -1, node)

    def _both(
        self, kind: str, operand: int, other: int, node: ast.expr, holds: bool = True
    ) -> tuple[list[Condition], list[Condition]]:
        test = self.add(Test(kind, operand, other, self.span(node), self.guard))
        return [(test, holds)], [(test, not holds)]

    def _connected(self, node: ast.BoolOp) -> tuple[Conditions, Conditions]:
        """`a and b`: both hold where it is true; `a or b`: neither holds where it is false."""
        saved, env = self.guard, self.env
        is_and = isinstance(node.op, ast.And)
        gathered: Conditions = []
        self.env = None if env is None else dict(env)
        self.nesting += 1
        for part in node.values:
            when_true, when_false = self.condition(part)
            through = when_true if is_and else when_false
            if gathered is not None:
                gathered = None if through is None else gathered + through
            if through is None:
                break
            self.enter(through, self.env)
        self.nesting -= 1
        self.guard = saved
        self.env = env if env is None or self.env is None else self._unnarrowed(env, self.env)
        return (gathered, []) if is_and else ([], gathered)

    def _unnarrowed(self, before: Env, after: Env) -> Env:
        """A walrus inside a condition binds beyond it, a narrowing does not."""
        if after == before:
            return after
        ops = self.ops
        return {
            name: before[name] if name in before and isinstance(ops[value], Narrow) else value
            for name, value in after.items()
        }

    def _comparison(self, node: ast.Compare) -> tuple[list[Condition], list[Condition]]:
        sign, right = node.ops[0], node.comparators[0]
        if len(node.ops) == 1 and isinstance(sign, (ast.In, ast.NotIn)):
            return self._membership(node, isinstance(sign, ast.In))
        kind, literal, operand_node = _literal_side(node.left, right)
        holds = isinstance(sign, _EQUAL)
        if len(node.ops) != 1 or not kind or not (holds or isinstance(sign, _UNEQUAL)):
            self.compare(node)
            return [], []
        operand = self.expr(operand_node)
        other = -1 if kind == "is-none" else self.expr(literal)
        return self._both(kind, operand, other, node, holds)

    def _membership(self, node: ast.Compare, holds: bool) -> tuple[list[Condition], list[Condition]]:
        """`x in (1, 2)` is a condition on `x`, `"a" in x` one as well."""
        member, container = self.expr(node.left), self.expr(node.comparators[0])
        kind = _kind_of_membership(node.comparators[0])
        if kind != "among":
            self.operator("__contains__", (container, member), node)
        if self.is_quiet(member):
            return self._both("contains", container, member, node, holds) if kind == "in" else ([], [])
        return self._both(kind, member, container, node, holds) if kind else ([], [])

    # Scopes of their own

    def comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp) -> int:
        saved, env = self.guard, self.env
        self.env = dict(env) if env is not None else None
        self.nesting += 1
        self.generators(node.generators)
        if isinstance(node, ast.DictComp):
            self.expr(node.key)
            made = self.add(Display("dict", (self.expr(node.value),), (None,)))
        else:
            made = self.add(Display("list" if isinstance(node, ast.ListComp) else "set", (self.expr(node.elt),)))
        self.nesting -= 1
        self.guard, self.env = saved, env
        return made

    def generators(self, generators: Iterable[ast.comprehension], first: int = -1) -> None:
        """The `for` and `if` parts of a comprehension; `first` is the first iterable where it is there already."""
        for generator in generators:
            iterable = first if first >= 0 else self.expr(generator.iter)
            first = -1
            item = self.add(Iterate(iterable, bool(generator.is_async), self.span(generator.iter), self.guard))
            self.assign(generator.target, item)
            for test in generator.ifs:
                self.enter(self.condition(test)[0], self.env)

    def assign(self, target: ast.expr, value: int) -> None:
        """Stores a value into a target of any form."""
        raise NotImplementedError

    def lambda_(self, node: ast.Lambda) -> int:
        raise NotImplementedError

    def generator(self, node: ast.GeneratorExp) -> int:
        raise NotImplementedError

    def named(self, node: ast.NamedExpr) -> int:
        value = self.expr(node.value)
        self.store(node.target.id, value)
        return value

    def starred(self, node: ast.Starred) -> int:
        return self.expr(node.value)

    # Annotations

    def annotation(self, node: ast.expr | None) -> int:
        """An annotation's operation, -1 where there is none; strings are read as the expressions they hold."""
        return -1 if node is None else read_annotation(self, node)


def _fits(value: Literal) -> bool:
    """Whether MessagePack can hold the number or text."""
    if isinstance(value, str):
        return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
    return not isinstance(value, int) or -(2**63) <= value < 2**63


def path_of(node: ast.expr) -> str:
    """The text of a dotted path such as `self.client`; empty for a plain name and for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) and parts else ""


def _is_type_test(node: ast.Call, name: str) -> bool:
    count = 2 if name == "isinstance" else 1 if name == "callable" else -1
    return len(node.args) == count and not node.keywords


def _kind_of_membership(container: ast.expr) -> str:
    """The kind of test that a value is in a container; empty where it is made just here."""
    if isinstance(container, (ast.Tuple, ast.List, ast.Set)):
        return "" if any(isinstance(item, ast.Starred) for item in container.elts) else "among"
    return "in" if isinstance(container, (ast.Name, ast.Attribute, ast.Constant)) else ""


def _literal_side(left: ast.expr, right: ast.expr) -> tuple[str, ast.expr, ast.expr]:
    """The kind of test, its literal and its operand; no kind where neither side is a literal or named like one.

    What an attribute holds may come from a database or a request: only variables are compared with members.
    """
    for literal, operand in ((right, left), (left, right)):
        if isinstance(literal, ast.Constant) and not isinstance(operand, ast.Constant):
            return "is-none" if literal.value is None else "equals", literal, operand
    for literal, operand in ((right, left), (left, right)):
        if is_member(literal) and isinstance(operand, ast.Name):
            return "equals", literal, operand
    return "", left, right


def is_member(node: ast.expr) -> bool:
    """Whether an expression is named like a member of an enumeration: `Color.RED`, `colors.Color.RED`."""
    return isinstance(node, ast.Attribute) and node.attr.isupper() and last_name(node.value)[:1].isupper()


_HANDLERS: dict[type[ast.expr], Callable[[Any, Any], int]] = {
    **dict.fromkeys(ast.expr.__subclasses__(), Expressions.unknown),
    ast.Name: Expressions.name,
    ast.Attribute: Expressions.attribute,
    ast.Call: Expressions.call,
    ast.Await: Expressions.await_,
    ast.Subscript: Expressions.subscript,
    ast.Yield: Expressions.yield_,
    ast.YieldFrom: Expressions.yield_from,
    ast.Constant: Expressions.constant,
    ast.List: Expressions.sequence,
    ast.Tuple: Expressions.sequence,
    ast.Set: Expressions.sequence,
    ast.Dict: Expressions.mapping,
    ast.JoinedStr: Expressions.joined,
    ast.BinOp: Expressions.binary,
    ast.UnaryOp: Expressions.unary,
    ast.Compare: Expressions.compare,
    ast.BoolOp: Expressions.boolean,
    ast.IfExp: Expressions.conditional,
    ast.ListComp: Expressions.comprehension,
    ast.SetComp: Expressions.comprehension,
    ast.DictComp: Expressions.comprehension,
    ast.GeneratorExp: lambda builder, node: builder.generator(node),
    ast.Lambda: lambda builder, node: builder.lambda_(node),
    ast.NamedExpr: Expressions.named,
    ast.Starred: Expressions.starred,
}
