"""Which names a scope binds, and what else must be known of a body before its first statement is read."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from blockcheck.extract.bindings import names_bound
from blockcheck.extract.places import Places

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


Lines = frozenset[int]
_NONE: Lines = frozenset()


@dataclass(slots=True)
class Scope:
    """The names that a body binds itself, those it declares `global` or `nonlocal`, and whether it yields or awaits."""

    bound: set[str] = field(default_factory=set)
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)
    yields: bool = False
    awaits: bool = False


def body_of(node: Definition | ast.Module) -> list[ast.stmt]:
    """The statements of a body without its docstring."""
    body = node.body
    if body and isinstance(body[0], ast.Expr):
        first = body[0].value
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            return body[1:]
    return body


def scope_of(body: Iterable[ast.stmt], places: Places) -> Scope:
    """The scope of a function, class or module: what its statements bind without entering the scopes inside it."""
    scope = Scope()
    _scan(body, scope, places.binding, places.yielding, places.awaiting)
    scope.bound -= scope.globals | scope.nonlocals
    return scope


def scope_of_lambda(node: ast.Lambda, places: Places) -> Scope:
    """The scope of a lambda."""
    scope = Scope()
    if places.binding:
        scope.bound.update(names_bound([node.body]))
    if places.yielding or places.awaiting:
        _note_waits([node.body], scope)
    return scope


def scope_of_generator(node: ast.GeneratorExp) -> Scope:
    """The names that a generator expression binds; its first iterable is read outside."""
    targets = [generator.target for generator in node.generators]
    return Scope(bound={name for target in targets for name in _stored(target)})


def bound_names(body: Iterable[ast.stmt], places: Places, header: ast.expr) -> set[str]:
    """The names that a loop binds in the scope that it stands in: its statements, and its target or test."""
    scope = Scope()
    _scan(body, scope, places.binding)
    _bind(header, scope)
    if not places.binding.isdisjoint(_own_lines(header)):
        scope.bound.update(names_bound([header]))
    return scope.bound


def _scan(
    body: Iterable[ast.stmt],
    scope: Scope,
    binding: Lines = _NONE,
    yielding: Lines = _NONE,
    awaiting: Lines = _NONE,
) -> None:
    """Notes what statements do to their scope; the lines are those where expressions may do something to it, too."""
    stack: list[Any] = list(body)
    while stack:
        node = stack.pop()
        note = _NOTED.get(type(node))
        if note is not None:
            note(node, scope, stack)
        if binding or yielding or awaiting:
            lines = _own_lines(node)
            if not binding.isdisjoint(lines):
                scope.bound.update(names_bound(_expressions_of(node)))
            if not (yielding.isdisjoint(lines) and awaiting.isdisjoint(lines)):
                _note_waits(_expressions_of(node), scope)
                yielding = _NONE if scope.yields else yielding
                awaiting = _NONE if scope.awaits else awaiting


# Statements: each notes what it binds, and gives the statements inside it to the stack.


def _definition(node: Definition, scope: Scope, stack: list[Any]) -> None:
    scope.bound.add(node.name)


def _import(node: ast.Import, scope: Scope, stack: list[Any]) -> None:
    scope.bound.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)


def _import_from(node: ast.ImportFrom, scope: Scope, stack: list[Any]) -> None:
    scope.bound.update(alias.asname or alias.name for alias in node.names if alias.name != "*")


def _global(node: ast.Global, scope: Scope, stack: list[Any]) -> None:
    scope.globals.update(node.names)


def _nonlocal(node: ast.Nonlocal, scope: Scope, stack: list[Any]) -> None:
    scope.nonlocals.update(node.names)


def _assign(node: ast.Assign | ast.Delete, scope: Scope, stack: list[Any]) -> None:
    for target in node.targets:
        _bind(target, scope)


def _assign_one(node: ast.AnnAssign | ast.AugAssign, scope: Scope, stack: list[Any]) -> None:
    _bind(node.target, scope)


def _type_alias(node: Any, scope: Scope, stack: list[Any]) -> None:
    scope.bound.update(names_bound([node]))


def _branches(node: ast.If | ast.While, scope: Scope, stack: list[Any]) -> None:
    stack += node.body
    stack += node.orelse


def _for(node: ast.For | ast.AsyncFor, scope: Scope, stack: list[Any]) -> None:
    scope.awaits = scope.awaits or isinstance(node, ast.AsyncFor)
    _bind(node.target, scope)
    stack += node.body
    stack += node.orelse


def _with(node: ast.With | ast.AsyncWith, scope: Scope, stack: list[Any]) -> None:
    scope.awaits = scope.awaits or isinstance(node, ast.AsyncWith)
    for item in node.items:
        if item.optional_vars is not None:
            _bind(item.optional_vars, scope)
    stack += node.body


def _try(node: Any, scope: Scope, stack: list[Any]) -> None:
    stack += node.body
    stack += node.handlers
    stack += node.orelse
    stack += node.finalbody


def _handler(node: ast.ExceptHandler, scope: Scope, stack: list[Any]) -> None:
    if node.name is not None:
        scope.bound.add(node.name)
    stack += node.body


def _match(node: ast.Match, scope: Scope, stack: list[Any]) -> None:
    stack += node.cases


def _case(node: ast.match_case, scope: Scope, stack: list[Any]) -> None:
    scope.bound.update(names_bound([node.pattern]))
    stack += node.body


_NOTED: dict[type[ast.AST], Callable[[Any, Scope, list[Any]], None]] = {
    ast.FunctionDef: _definition,
    ast.AsyncFunctionDef: _definition,
    ast.ClassDef: _definition,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Global: _global,
    ast.Nonlocal: _nonlocal,
    ast.Assign: _assign,
    ast.Delete: _assign,
    ast.AnnAssign: _assign_one,
    ast.AugAssign: _assign_one,
    ast.If: _branches,
    ast.While: _branches,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.ExceptHandler: _handler,
    ast.Match: _match,
    ast.match_case: _case,
}
if hasattr(ast, "TryStar"):  # Python 3.11
    _NOTED[ast.TryStar] = _try
if hasattr(ast, "TypeAlias"):  # Python 3.12
    _NOTED[ast.TypeAlias] = _type_alias


def _bind(target: ast.expr, scope: Scope) -> None:
    """The names of a target; an expression that is none has none."""
    if isinstance(target, ast.Name):
        if not isinstance(target.ctx, ast.Load):
            scope.bound.add(target.id)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            _bind(element, scope)
    elif isinstance(target, ast.Starred):
        _bind(target.value, scope)


def _stored(root: ast.expr) -> Iterator[str]:
    return (node.id for node in ast.walk(root) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))


# Expressions: they are looked through only where a line has a word by which they can bind, yield or await.


def _own_lines(node: Any) -> range:
    """The lines of a node, of a compound statement those of its header."""
    body = getattr(node, "body", None)
    if not isinstance(body, list):
        last = node.cases[0].pattern.lineno if isinstance(node, ast.Match) else node.end_lineno
        return range(node.lineno, last + 1)
    if isinstance(node, ast.match_case):
        return range(node.pattern.lineno, body[0].lineno + 1)
    decorators = getattr(node, "decorator_list", None)
    return range(decorators[0].lineno if decorators else node.lineno, body[0].lineno + 1)


def _expressions_of(node: ast.AST) -> list[ast.expr]:
    """The expressions that a statement evaluates itself, in the scope that it stands in."""
    if isinstance(node, ast.ClassDef):
        return [*node.bases, *(keyword.value for keyword in node.keywords), *node.decorator_list]
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return [*_defaults(node.args), *node.decorator_list]
    if isinstance(node, (ast.With, ast.AsyncWith)):
        parts = [part for item in node.items for part in (item.context_expr, item.optional_vars)]
        return [part for part in parts if part is not None]
    return [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]


def _defaults(args: ast.arguments) -> list[ast.expr]:
    return [*args.defaults, *(default for default in args.kw_defaults if default is not None)]


def _note_waits(roots: Iterable[ast.expr], scope: Scope) -> None:
    """Notes whether expressions yield or await."""
    stack: list[ast.AST] = list(roots)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Lambda):
            stack += _defaults(node.args)
        elif isinstance(node, ast.GeneratorExp):
            stack.append(node.generators[0].iter)  # the rest is a function of its own
        else:
            scope.yields = scope.yields or isinstance(node, (ast.Yield, ast.YieldFrom))
            scope.awaits = scope.awaits or isinstance(node, ast.Await) or bool(getattr(node, "is_async", False))
            stack += ast.iter_child_nodes(node)
