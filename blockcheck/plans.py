"""Which operations of a function look at the values of which others, worked out once for all its activations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from blockcheck import facts
from blockcheck.awaits import awaited_methods
from blockcheck.fills import fills_its_object

Offsets = tuple[int, ...]


class Plan:
    """Who is to be evaluated again when the value of an operation of this function changes.

    `users` are, for each operation, the distances to those that look at its values; `backward` those that do not come
    behind it (in loops).  `guards` is the guard of each operation; `tested` are the guards whose test looks at an
    operation, `under` the operations that run only if a guard lets them, `attempts` the callables of which one must
    have raised for that.  `returned` are the operations whose values are given back, `results` those whose values are
    awaited wherever they are computed.  `awaited` says which methods of which objects are awaited; `fills` that it puts
    what it is given into its object.
    """

    __slots__ = (
        "attempts", "awaited", "backward", "fills", "guards", "results", "returned", "tested", "under", "users",
    )  # fmt: skip

    def __init__(self, function: facts.Function) -> None:
        ops = function.ops
        self.awaited = awaited_methods(function)
        users: list[list[int]] = [[] for _ in ops]
        for index, op in enumerate(ops):
            for operand in _OPERANDS.get(type(op), _none)(op, ops):
                if operand >= 0:
                    users[operand].append(index - operand)
        self.users: list[Offsets] = [_SHARED.setdefault(found, found) for found in map(_distinct, users)]
        self.backward: dict[int, Offsets] = {
            index: back
            for index, offsets in enumerate(self.users)
            if (back := tuple(offset for offset in offsets if offset <= 0))
        }
        self.fills = fills_its_object(function, self.users)
        self.guards: list[int] = [getattr(op, "guard", 0) for op in ops]
        self.returned = frozenset(op.value for op in ops if isinstance(op, facts.Return))
        self.results = frozenset(
            op.value for op in ops if isinstance(op, facts.Await) and getattr(ops[op.value], "guard", 0) == op.guard
        )
        self.tested: dict[int, list[int]] = {}
        self.under: dict[int, list[int]] = {}
        self.attempts: dict[int, tuple[int, ...]] = {}
        if len(function.guards) > 1:
            self._read_guards(function)

    def _read_guards(self, function: facts.Function) -> None:
        for number, guard in enumerate(function.guards):
            test = function.ops[guard.test] if number else None
            if isinstance(test, facts.Test):
                for operand in _of_test(test, function.ops):
                    if operand >= 0:
                        self.tested.setdefault(operand, []).append(number)
                raised = self.attempts.get(guard.outer, ())
                if test.kind == "raises" and guard.holds:
                    raised = (*raised, test.operand)
                if raised:
                    self.attempts[number] = raised
        for index, own in enumerate(self.guards):
            number = own
            while number:
                self.under.setdefault(number, []).append(index)
                number = function.guards[number].outer


_SHARED: dict[Offsets, Offsets] = {}
"""Most operations are used by the next one: few different tuples serve all functions."""


def _distinct(offsets: list[int]) -> Offsets:
    return tuple(offsets) if len(offsets) < 2 else tuple(dict.fromkeys(offsets))


Ops = tuple[facts.Op, ...]


def _none(op: Any, ops: Ops) -> tuple[int, ...]:
    return ()


def _of_call(op: facts.Call, ops: Ops) -> list[int]:
    found = [op.func, *(argument.value for argument in op.arguments)]
    func = ops[op.func]
    if isinstance(func, facts.Attribute) and isinstance(inner := ops[func.base], facts.Attribute):
        found.append(inner.base)  # `app.on_startup.append(f)`
    return found


def _of_store_item(op: facts.StoreItem, ops: Ops) -> list[int]:
    base = ops[op.base]
    owner = [base.base] if isinstance(base, facts.Attribute) else []  # `app.dependency_overrides[g] = f`
    return [op.base, op.index, op.value, *owner]


def _of_test(op: facts.Test, ops: Ops) -> list[int]:
    other = ops[op.other] if op.other >= 0 else None
    items = other.items if op.kind == "among" and isinstance(other, facts.Display) else ()
    return [op.operand, op.other, *items]


def _of_narrow(op: facts.Narrow, ops: Ops) -> list[int]:
    test = ops[op.test]
    return [op.base, *_of_test(test, ops)[1:]] if isinstance(test, facts.Test) else [op.base]


_OPERANDS: dict[type, Callable[[Any, Ops], Iterable[int]]] = {
    facts.Choice: lambda op, ops: op.options,
    facts.Either: lambda op, ops: (op.left, op.right),
    facts.Attribute: lambda op, ops: (op.base,),
    facts.Call: _of_call,
    facts.Subscript: lambda op, ops: (op.base, op.index),
    facts.Await: lambda op, ops: (op.value,),
    facts.Display: lambda op, ops: op.items,
    facts.MakeFunction: lambda op, ops: (*op.defaults, *op.annotations, op.returns),
    facts.MakeClass: lambda op, ops: (*op.bases, *(argument.value for argument in op.keywords)),
    facts.Iterate: lambda op, ops: (op.base,),
    facts.Element: lambda op, ops: (op.base,),
    facts.Enter: lambda op, ops: (op.base,),
    facts.Operator: lambda op, ops: op.operands,
    facts.Narrow: _of_narrow,
    facts.StoreAttribute: lambda op, ops: (op.base, op.value),
    facts.StoreItem: _of_store_item,
    facts.StoreName: lambda op, ops: (op.value,),
    facts.Return: lambda op, ops: (op.value,),
    facts.Yield: lambda op, ops: (op.value,),
    facts.Typed: lambda op, ops: (op.value, op.annotation),
    facts.Test: _of_test,
    facts.When: lambda op, ops: (op.value,),
    facts.Format: lambda op, ops: op.parts,
}
"""By kind of operation, the operations that it looks at (-1: none)."""
