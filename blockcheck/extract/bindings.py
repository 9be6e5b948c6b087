"""What the rarer syntax binds, and in which scope: assignment expressions, patterns, type aliases with parameters.

astroid knows these rules for every version of the language.  Its tree of a whole file takes longer than everything
else in extraction, so it is built for such pieces alone.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

import astroid
from astroid import nodes

_COMPREHENSIONS = (nodes.ListComp, nodes.SetComp, nodes.DictComp)


def names_bound(parts: Iterable[ast.AST]) -> Iterator[str]:
    """The names that these pieces of a body bind in the body's own scope; each may be given several times."""
    around = nodes.Module("<around>")
    rebuilder = astroid.rebuilder.TreeRebuilder(astroid.MANAGER)
    stack = [rebuilder.visit(part, around) for part in parts]
    while stack:
        node = stack.pop()
        if isinstance(node, nodes.AssignName) and not isinstance(node.scope(), _COMPREHENSIONS):
            yield node.name
        if isinstance(node, nodes.Lambda):
            stack += [default for default in (*node.args.defaults, *node.args.kw_defaults) if default is not None]
        elif isinstance(node, nodes.GeneratorExp):
            stack.append(node.generators[0].iter)  # the rest runs in a scope of its own
        else:
            stack += node.get_children()
