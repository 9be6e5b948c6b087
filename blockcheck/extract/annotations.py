"""Reads annotations: names are looked up when everything is defined, strings are code."""

from __future__ import annotations

import ast
import keyword
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from blockcheck.facts import Attribute, Display, GlobalName, Operator, Subscript

if TYPE_CHECKING:
    from blockcheck.extract.expressions import Expressions


def read_annotation(builder: Expressions, node: ast.expr) -> int:
    """Appends what an annotation stands for; gives the operation of its value."""
    read = _READ.get(type(node))
    return builder.expr(node) if read is None else read(builder, node)


def last_name(node: ast.expr) -> str:
    """The last part of a dotted name, empty for anything else."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _constant(builder: Expressions, node: ast.Constant) -> int:
    text = node.value
    if not isinstance(text, str):
        return builder.expr(node)
    if text.isidentifier() and text.isascii() and not keyword.iskeyword(text):
        return _lookup(builder, text)
    parsed = parse_expression(text)
    if parsed is None:
        return builder.opaque()
    for inner in ast.walk(parsed):
        if isinstance(inner, ast.expr):
            ast.copy_location(inner, node)
    return read_annotation(builder, parsed)


def parse_expression(text: str) -> ast.expr | None:
    """A string annotation as a tree; None where it is no expression, or one more string."""
    try:
        body = ast.parse(f"({text.strip()})").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    value = body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None
    return None if isinstance(value, ast.Constant) and isinstance(value.value, str) else value


def _name(builder: Expressions, node: ast.Name) -> int:
    return _lookup(builder, node.id)


def _lookup(builder: Expressions, name: str) -> int:
    if name in builder.type_parameters:
        return builder.type_parameters[name]
    if builder.kind == "module":
        return builder.add(GlobalName(name))
    if builder.kind == "class" and (builder.env is None or name not in builder.env):
        return builder.load_outer(name)
    return builder.load(name)


def _attribute(builder: Expressions, node: ast.Attribute) -> int:
    base = read_annotation(builder, node.value)
    return builder.add(Attribute(base, node.attr, builder.span(node), builder.guard))


def _subscript(builder: Expressions, node: ast.Subscript) -> int:
    is_literal = last_name(node.value) == "Literal"  # `Literal["a"]`: the strings in it are no code
    index = builder.expr(node.slice) if is_literal else read_annotation(builder, node.slice)
    base = read_annotation(builder, node.value)
    return builder.add_lookup(Subscript(base, index, builder.span(node), builder.guard))


def _binary(builder: Expressions, node: ast.BinOp) -> int:
    if not isinstance(node.op, ast.BitOr):
        return builder.expr(node)
    operands = (read_annotation(builder, node.left), read_annotation(builder, node.right))
    return builder.add(Operator("__or__", operands, builder.span(node), builder.guard))


def _sequence(builder: Expressions, node: ast.Tuple | ast.List) -> int:
    return builder.add(Display("tuple", tuple([read_annotation(builder, element) for element in node.elts])))


_READ: dict[type[ast.expr], Callable[[Expressions, Any], int]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.BinOp: _binary,
    ast.Tuple: _sequence,
    ast.List: _sequence,
}
