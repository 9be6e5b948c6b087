"""Which names a scope binds, and what else must be known of a body before its first statement is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from astroid import nodes

_SCOPES = (nodes.FunctionDef, nodes.AsyncFunctionDef, nodes.ClassDef, nodes.Lambda)
_COMPREHENSIONS = (nodes.ListComp, nodes.SetComp, nodes.DictComp)


@dataclass(slots=True)
class Scope:
    """The names that a body binds itself, those it declares `global` or `nonlocal`, and whether it yields or awaits."""

    bound: set[str] = field(default_factory=set)
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)
    yields: bool = False
    awaits: bool = False


def scan_scope(roots: Iterable[nodes.NodeNG]) -> Scope:
    """Looks through the statements of one body without entering the scopes inside it."""
    scope = Scope()
    for node in walk_scope(roots):
        _note(node, scope)
    scope.bound -= scope.globals | scope.nonlocals
    return scope


def bound_names(roots: Iterable[nodes.NodeNG]) -> set[str]:
    """The names that these statements bind in their own scope."""
    scope = Scope()
    for node in walk_scope(roots):
        _note(node, scope)
    return scope.bound


def walk_scope(roots: Iterable[nodes.NodeNG]) -> Iterator[nodes.NodeNG]:
    """Every node of a body that runs in the body's own scope, in no particular order.

    Functions, classes and lambdas are given themselves, with their decorators, defaults and bases, but not entered;
    of a generator expression only the first iterable is given.
    """
    stack = list(roots)
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, _SCOPES):
            stack.extend(_outer_parts(node))
        elif isinstance(node, nodes.GeneratorExp):
            stack.append(node.generators[0].iter)
        else:
            stack.extend(node.get_children())


def _outer_parts(node: nodes.NodeNG) -> Iterator[nodes.NodeNG]:
    if isinstance(node, nodes.ClassDef):
        yield from node.bases
        yield from (keyword.value for keyword in node.keywords)
    else:
        yield from (default for default in node.args.defaults or ())
        yield from (default for default in node.args.kw_defaults or () if default is not None)
    if not isinstance(node, nodes.Lambda) or isinstance(node, nodes.FunctionDef):
        yield from node.decorators.nodes if node.decorators else ()


def _note(node: nodes.NodeNG, scope: Scope) -> None:
    match node:
        case nodes.AssignName() if not isinstance(node.scope(), _COMPREHENSIONS):
            scope.bound.add(node.name)
        case nodes.FunctionDef() | nodes.ClassDef():
            scope.bound.add(node.name)
        case nodes.Import():
            scope.bound.update(alias or name.partition(".")[0] for name, alias in node.names)
        case nodes.ImportFrom():
            scope.bound.update(alias or name for name, alias in node.names if name != "*")
        case nodes.DelName():
            scope.bound.add(node.name)
        case nodes.Global():
            scope.globals.update(node.names)
        case nodes.Nonlocal():
            scope.nonlocals.update(node.names)
        case nodes.Yield() | nodes.YieldFrom():
            scope.yields = True
        case nodes.Await() | nodes.AsyncFor() | nodes.AsyncWith():
            scope.awaits = True
        case nodes.Comprehension() if node.is_async:
            scope.awaits = True
