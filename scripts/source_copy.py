"""A copy of a package's source that holds what its types depend on, and nothing that the reader could misread.

Branches on the Python version, the platform and `TYPE_CHECKING` are decided, function bodies are dropped, results that
simple `return` statements show and attributes that methods set on `self` are written as annotations.  Two of them are
no types: `__result__[f]` is what calling `f` gives, `__awaited__[f]` what awaiting that gives.  `__offered__` lists the
names that a module imports for others (`from x import y as y`).
"""

from __future__ import annotations

import ast
import copy
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

PYTHON = (3, 13)
PLATFORM = "linux"
SELF = "__Self__"
RESULT = "__result__"
AWAITED = "__awaited__"
OFFERED = "__offered__"
_SKIPPED = frozenset({"tests", "test", "testing", "_vendor", "conftest", "vendor", "__pycache__", "_testing"})
_COMPARISONS: dict[type[ast.cmpop], Callable[[object, object], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,  # type: ignore[dict-item]
    ast.LtE: operator.le,  # type: ignore[dict-item]
    ast.Gt: operator.gt,  # type: ignore[dict-item]
    ast.GtE: operator.ge,  # type: ignore[dict-item]
}
_KEPT = frozenset({"Import", "ImportFrom", "Assign", "AnnAssign", "AugAssign", "TypeAlias"})
_Function = ast.FunctionDef | ast.AsyncFunctionDef
Attributes = dict[str, ast.AnnAssign]
"""What methods set on `self`, by name, as annotations."""


def copy_source(source: Path, target: Path) -> None:
    """Copies a module or a package; where a module has a stub beside it, the stub is taken for it."""
    if source.is_file():
        _copy_file(source, target.with_suffix(".py"))
        return
    for path in sorted(source.rglob("*.py*")):
        inside = path.relative_to(source)
        if path.suffix not in (".py", ".pyi") or not _SKIPPED.isdisjoint(
            part.removesuffix(".py") for part in inside.parts
        ):
            continue
        if path.suffix == ".pyi" or not path.with_suffix(".pyi").exists():
            _copy_file(path, target / inside.with_suffix(".py"))


def _copy_file(source: Path, target: Path) -> None:
    try:
        tree = ast.parse(source.read_text("utf-8"))
    except (SyntaxError, UnicodeDecodeError):
        return  # templates, and code for another Python
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(ast.unparse(ast.fix_missing_locations(reduced(tree))), encoding="utf-8")


def reduced(tree: ast.Module) -> ast.Module:
    """The module without what types do not depend on."""
    tree.body = _with_implementations(_statements(tree.body, None))
    imports = [statement for statement in tree.body if isinstance(statement, ast.Import | ast.ImportFrom)]
    offered = [ast.Constant(name.name) for statement in imports for name in statement.names if name.asname == name.name]
    if offered:
        tree.body.append(ast.Assign([ast.Name(OFFERED)], ast.List([*offered])))
    return tree


def _statements(body: Sequence[ast.stmt], cls: Attributes | None) -> Iterator[ast.stmt]:
    """The statements of a module or class body with branches decided; of open ones the first alternative wins.

    `cls` are the attributes that the class's methods set; None in a module.
    """
    for statement in body:
        if isinstance(statement, ast.If):
            taken = decided(statement.test)
            if taken is not False and taken is not None:
                yield from _statements(statement.body, cls)
            elif taken is False:
                yield from _statements(statement.orelse, cls)
            else:
                yield from _statements([*statement.orelse, *statement.body], cls)
        elif isinstance(statement, ast.Try):
            handlers = [inner for handler in statement.handlers for inner in handler.body]
            yield from _statements([*handlers, *statement.body, *statement.orelse, *statement.finalbody], cls)
        elif isinstance(statement, ast.With):
            yield from _statements(statement.body, cls)
        elif isinstance(statement, ast.ClassDef):
            yield _class(statement)
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield _function(statement, cls)
        elif type(statement).__name__ in _KEPT:
            if isinstance(statement, ast.AnnAssign):
                statement.annotation = _without_quotes(statement.annotation)
            yield _Unquoting().visit(statement) if isinstance(statement, ast.Assign) else statement


def _without_quotes(annotation: ast.expr) -> ast.expr:
    """An annotation, or a part of one, in quotation marks without them."""
    found: ast.expr = _Unquoting().visit(_unquoted(annotation))
    return found


class _Unquoting(ast.NodeTransformer):
    """Takes the quotation marks off types inside of others: `Union["A", None]`, `TypeVar("T", bound="A")`."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if (_dotted(node.value) or [""])[-1] != "Literal":
            node.slice = _unquoted(node.slice)
        self.generic_visit(node)
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        if node.arg in ("bound", "default"):
            node.value = _unquoted(node.value)
        return node

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        return node


def _unquoted(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Tuple):
        node.elts = [_unquoted(element) for element in node.elts]
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return node
    try:
        return ast.parse(node.value, mode="eval").body
    except SyntaxError:
        return node


def decided(test: ast.expr) -> bool | None:
    """What a test on version, platform or `TYPE_CHECKING` comes to; None for any other."""
    match test:
        case ast.Constant(value=value):
            return bool(value)
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return True
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = decided(operand)
            return None if inner is None else not inner
        case ast.BoolOp(op=op, values=values):
            return _decided_together([decided(value) for value in values], isinstance(op, ast.And))
        case ast.Compare(left=left, ops=[comparison], comparators=[right]):
            sides = _known(left), _known(right)
            if None in sides or type(comparison) not in _COMPARISONS:
                return None
            return _COMPARISONS[type(comparison)](*sides)
        case ast.Call(func=ast.Attribute(value=subject, attr="startswith"), args=[ast.Constant(value=str(start))]):
            return PLATFORM.startswith(start) if _known(subject) == PLATFORM else None
        case _:
            return None


def _decided_together(parts: Sequence[bool | None], is_and: bool) -> bool | None:
    """`and`, `or` of what is known: one False decides the first, one True the second."""
    if (not is_and) in parts:
        return not is_and
    return None if None in parts else is_and


def _known(node: ast.expr) -> object:
    match node:
        case ast.Attribute(value=ast.Name(id="sys"), attr="version_info"):
            return PYTHON
        case ast.Subscript(value=ast.Attribute(attr="version_info"), slice=ast.Constant(value=0)):
            return PYTHON[0]
        case ast.Attribute(value=ast.Name(id="sys"), attr="platform"):
            return PLATFORM
        case ast.Attribute(value=ast.Name(id="os"), attr="name"):
            return "posix"
        case ast.Tuple(elts=elements) if all(isinstance(element, ast.Constant) for element in elements):
            return tuple(element.value for element in elements if isinstance(element, ast.Constant))[: len(PYTHON)]
        case ast.Constant(value=str() | int() as value):
            return value
        case _:
            return None


def _class(node: ast.ClassDef) -> ast.ClassDef:
    functions = [item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
    attributes = _attributes_set(sorted(functions, key=lambda function: function.name != "__init__"))
    body = _with_implementations(_statements(node.body, attributes))
    defined = {name for statement in body for name in _names_bound(statement)}
    body += [statement for name, statement in attributes.items() if name not in defined]
    node.body = body or [ast.Pass()]
    return node


def _with_implementations(statements: Iterable[ast.stmt]) -> list[ast.stmt]:
    """Ends overloads in stubs as source does, with a function that is none."""
    body = list(statements)
    functions = [item for item in body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
    overloads = {function.name: function for function in functions if _is_overload(function)}
    for function in functions:
        if not _is_overload(function):
            overloads.pop(function.name, None)
    for function in overloads.values():
        made = copy.copy(function)
        made.decorator_list = [mark for mark in function.decorator_list if "overload" not in ast.unparse(mark)]
        made.returns = None
        body.append(made)
    return body


def _is_overload(function: _Function) -> bool:
    return any((_dotted(mark) or [""])[-1] == "overload" for mark in function.decorator_list)


def _names_bound(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    for target in [statement.target] if isinstance(statement, ast.AnnAssign) else targets:
        if isinstance(target, ast.Name):
            yield target.id


def _attributes_set(functions: Sequence[_Function]) -> Attributes:
    """What methods set on their first parameter, as class-level statements, where the type can be seen."""
    found: Attributes = {}
    for function in functions:
        parameters = [*function.args.posonlyargs, *function.args.args]
        if not parameters or any(
            isinstance(mark, ast.Name) and mark.id == "staticmethod" for mark in function.decorator_list
        ):
            continue
        annotations = {item.arg: item.annotation for item in [*parameters, *function.args.kwonlyargs]}
        for node in _inner_nodes(function.body):
            if (made := _attribute_set(node, parameters[0].arg, annotations)) is not None:
                found.setdefault(next(_names_bound(made)), made)
    return found


def _attribute_set(node: ast.AST, receiver: str, annotations: dict[str, ast.expr | None]) -> ast.AnnAssign | None:
    match node:
        case ast.AnnAssign(target=ast.Attribute(value=ast.Name(id=name), attr=attribute), annotation=annotation):
            if name == receiver:
                return ast.AnnAssign(ast.Name(attribute), _without_quotes(annotation), None, 1)
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=name), attr=attribute)], value=value):
            if name != receiver:
                return None
            if isinstance(value, ast.Name) and (declared := annotations.get(value.id)) is not None:
                return ast.AnnAssign(ast.Name(attribute), _without_quotes(declared), None, 1)
            if isinstance(value, ast.Call) and (called := _dotted(value.func)) is not None and called[0] != receiver:
                return ast.AnnAssign(ast.Name(attribute), _marked(RESULT, value.func), None, 1)
        case _:
            pass
    return None


def _function(node: _Function, cls: Attributes | None) -> _Function:
    own = list(_inner_nodes(node.body))
    for parameter in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
        parameter.annotation = parameter.annotation and _without_quotes(parameter.annotation)
    node.returns = node.returns and _without_quotes(node.returns)
    yields = any(isinstance(item, ast.Yield | ast.YieldFrom) for item in own)
    if node.returns is None and not yields:
        node.returns = _result(node, own, cls)
    made: _Function = node
    if yields and isinstance(node, ast.AsyncFunctionDef):  # calling it gives the iterator, there is nothing to await
        made = ast.FunctionDef(**{field: getattr(node, field) for field in node._fields})
    made.body = [ast.Expr(ast.Constant(...))]
    return made


def _result(node: _Function, own: Sequence[ast.AST], cls: Attributes | None) -> ast.expr | None:
    """The result as an annotation, where every `return` hands out the same thing."""
    parameters = [*node.args.posonlyargs, *node.args.args]
    receiver = parameters[0].arg if cls is not None and parameters else ""
    values = [item.value for item in own if isinstance(item, ast.Return) and item.value is not None]
    values = [value for value in values if not (isinstance(value, ast.Constant) and value.value is None)]
    results = {
        ast.dump(result): result for value in values if (result := _result_of(value, receiver, cls or {})) is not None
    }
    return next(iter(results.values())) if len(results) == 1 and values else None


def _result_of(value: ast.expr, receiver: str, attributes: Attributes) -> ast.expr | None:
    match value:
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name == receiver and attribute in attributes:
            return copy.deepcopy(attributes[attribute].annotation)
        case ast.Name(id=name) if receiver and name == receiver and receiver != "cls":
            return ast.Name(SELF)
        case ast.Call(func=ast.Name(id="cls")) if receiver == "cls":
            return ast.Name(SELF)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr="__class__")):
            return ast.Name(SELF)
        case ast.Call(func=func) if _dotted(func) is not None:
            return _marked(RESULT, func)
        case ast.Await(value=ast.Call(func=func)) if _dotted(func) is not None:
            return _marked(AWAITED, func)
        case ast.Constant(value=bool() | str() | bytes() | int() | float() as constant):
            return ast.Name(type(constant).__name__)
        case ast.JoinedStr():
            return ast.Name("str")
        case ast.Compare():
            return ast.Name("bool")
        case _:
            return ast.Name("__other__")


def _marked(mark: str, func: ast.expr) -> ast.expr:
    return ast.Subscript(ast.Name(mark), func)


def _dotted(node: ast.expr) -> list[str] | None:
    """The parts of `a.b.c`; None for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else None


def _inner_nodes(body: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """Everything in a body, in the order of the text, without what nested functions and classes hold."""
    for node in body:
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield from _inner_nodes(list(ast.iter_child_nodes(node)))
