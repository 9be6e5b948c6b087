"""What a condition is wherever the code runs: literals, `TYPE_CHECKING`, Python's version, the platform."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

_VERSION = (3, 12, 0, "final", 0)
"""The Python that version tests are decided for: facts must not depend on the interpreter that reads the file."""
_PLATFORM = {"sys.platform": "linux", "os.name": "posix"}

_SIGNS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.GtE: operator.ge, ast.Gt: operator.gt, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}  # fmt: skip


def static_truth(node: ast.expr) -> bool | None:
    """The truth of a condition that no run can change, else None."""
    decide = _DECIDED.get(type(node))
    return None if decide is None else decide(node)


def mentions_type_checking(node: ast.expr) -> bool:
    """Whether a condition speaks of `TYPE_CHECKING`."""
    return "TYPE_CHECKING" in ast.unparse(node)


def _constant(node: ast.Constant) -> bool:
    return bool(node.value)


def _name(node: ast.Name) -> bool | None:
    return False if node.id == "TYPE_CHECKING" else None


def _attribute(node: ast.Attribute) -> bool | None:
    return False if node.attr == "TYPE_CHECKING" else None


def _not(node: ast.UnaryOp) -> bool | None:
    inner = static_truth(node.operand) if isinstance(node.op, ast.Not) else None
    return None if inner is None else not inner


def _connected(node: ast.BoolOp) -> bool | None:
    parts = {static_truth(value) for value in node.values}
    decisive = isinstance(node.op, ast.Or)
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def _comparison(node: ast.Compare) -> bool | None:
    left, right = node.left, node.comparators[0]
    if len(node.ops) != 1 or not isinstance(left, ast.Attribute) or not isinstance(left.value, ast.Name):
        return None
    subject = f"{left.value.id}.{left.attr}"
    if subject == "sys.version_info" and isinstance(right, ast.Tuple):
        wanted = tuple(element.value for element in right.elts if isinstance(element, ast.Constant))
        if all(isinstance(part, int) for part in wanted):
            return _compared(_VERSION[: max(len(wanted), 2)], node.ops[0], wanted)
    if subject in _PLATFORM and isinstance(right, ast.Constant):
        return _compared(_PLATFORM[subject], node.ops[0], right.value)
    return None


def _compared(left: object, sign: ast.cmpop, right: object) -> bool | None:
    compare = _SIGNS.get(type(sign))
    try:
        return None if compare is None else compare(left, right)
    except TypeError:  # a text and a number: running it would fail as well
        return None


_DECIDED: dict[type[ast.expr], Callable[[Any], bool | None]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.UnaryOp: _not,
    ast.BoolOp: _connected,
    ast.Compare: _comparison,
}
