"""What stands on a line: the function whose code it is, and the operations that begin there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from blockcheck.program import FunctionDef, Module

Ops = list[tuple[FunctionDef, int]]


def ops_at(module: Module, line: int) -> Ops:
    """The operations that begin on a line; where none does, those of the smallest expression that goes across it."""
    placed = [
        (function, op, span)
        for function in module.functions
        for op, found in enumerate(function.facts.ops)
        if (span := getattr(found, "span", None)) is not None and span.line <= line <= span.end_line
    ]
    starting = [(function, op) for function, op, span in placed if span.line == line]
    if starting or not placed:
        return starting
    smallest = min(span.end_line - span.line for _, _, span in placed)
    return [(function, op) for function, op, span in placed if span.end_line - span.line == smallest]


def function_at(module: Module, line: int, lines: Sequence[str]) -> FunctionDef:
    """The innermost function whose code a line is, as people see it.

    A decorator is code of what is around the function, and so is what else stands on the line of a lambda or generator
    expression.
    """
    around = [module.body]
    for function in module.functions[1:]:
        if _begins(function, lines) <= line <= function.facts.span.end_line:
            around.append(function)
    around.sort(key=lambda function: -_size(function))  # a stable order: the outer one first
    owners = {owner for owner, _ in ops_at(module, line)}
    for function in reversed(around):
        if function.facts.kind not in ("lambda", "genexpr") or owners <= {function}:
            return function
    return module.body


def _begins(function: FunctionDef, lines: Sequence[str]) -> int:
    """The line of `def` or `class`, behind the decorators."""
    span = function.facts.span
    if function.facts.kind not in ("def", "class"):
        return span.line
    pattern = re.compile(rf"\s*(async\s+def|def|class)\s+{re.escape(function.facts.name)}\b")
    numbers = range(span.line, min(span.end_line, len(lines)) + 1)
    return next((number for number in numbers if pattern.match(lines[number - 1])), span.line)


def _size(function: FunctionDef) -> int:
    if function.facts.kind == "module":
        return 1 << 30
    return function.facts.span.end_line - function.facts.span.line
