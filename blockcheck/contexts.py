"""Where each node runs: on the loop, while the application starts, in a thread, while modules are imported."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntFlag
from functools import cache

from blockcheck.callgraph import CallGraph
from blockcheck.nodes import Edge, Kind, Node
from blockcheck.program import Module, Program


class Context(IntFlag):
    """A set of execution contexts."""

    NOWHERE = 0
    LOOP = 1
    STARTUP = 2
    THREAD = 4
    OUTSIDE = 8
    """Plain code that nothing in the project calls."""
    PRIVATE = 16
    """A loop of its own, in a thread."""
    IMPORT = 32

    @property
    def on_loop(self) -> bool:
        """Whether it runs, among others, where blocking stops everything else."""
        return self._value_ & _ON_LOOP != 0


_ON_LOOP = (Context.LOOP | Context.STARTUP).value  # as a number, for it is asked very often

_ROOT = {
    Kind.LOOP: Context.LOOP,
    Kind.OWN_LOOP: Context.LOOP,
    Kind.STARTUP: Context.STARTUP,
    Kind.THREAD: Context.THREAD,
    Kind.IMPORT: Context.IMPORT,
}
_FIXED = {
    Kind.LOOP: Context.LOOP,
    Kind.STARTUP: Context.STARTUP,
    Kind.THREAD: Context.THREAD,
    Kind.IMPORT: Context.IMPORT,
}
_OWN = {
    Context.LOOP: Context.LOOP, Context.STARTUP: Context.STARTUP, Context.THREAD: Context.PRIVATE,
    Context.PRIVATE: Context.PRIVATE, Context.OUTSIDE: Context.LOOP, Context.IMPORT: Context.LOOP,
}  # fmt: skip


class Placement:
    """The contexts of every node, and the `async def`s that are entry points because nothing else runs them."""

    def __init__(self, graph: CallGraph) -> None:
        self.contexts: dict[Node, Context] = dict.fromkeys(graph.nodes, Context.NOWHERE)
        self.unclaimed: list[Node] = []
        self.started: list[Node] = []
        """What plain code outside any loop starts a loop with: `asyncio.run(main())`."""
        self._eager = eager_modules(graph.program)
        self._place(graph)

    def _place(self, graph: CallGraph) -> None:
        self._spread((root.node, _ROOT.get(root.kind, Context.NOWHERE)) for root in graph.roots)
        bodies = {module.body for module in graph.program.modules}
        self._spread((node, Context.IMPORT) for node in graph.nodes if node.function in bodies)
        self._spread((node, Context.OUTSIDE) for node in graph.outside if not node.is_async)
        callers = graph.callers()
        uncalled = [node for node in graph.nodes if node.is_async and not callers[node]]
        for nodes in (uncalled, [node for node in graph.nodes if node.is_async]):
            self._claim(node for node in nodes if node.site is None)
            running = {node.function for node, context in self.contexts.items() if context}
            self._claim(node for node in nodes if node.site is not None and node.function not in running)
        plain = Context.OUTSIDE | Context.IMPORT
        starts = (edge for node in graph.nodes if self.contexts[node] & plain for edge in node.edges.values())
        self.started = list(dict.fromkeys(edge.callee for edge in starts if edge.kind is Kind.OWN_LOOP))

    def _claim(self, nodes: Iterable[Node]) -> None:
        """What nothing runs that is known is run by something that is not."""
        for node in nodes:
            if not self.contexts[node]:
                self.unclaimed.append(node)
                self._spread([(node, Context.LOOP)])

    def _spread(self, found: Iterable[tuple[Node, Context]]) -> None:
        stack = list(found)
        while stack:
            node, context = stack.pop()
            if context and context & ~self.contexts[node]:
                self.contexts[node] |= context
                for edge in node.edges.values():
                    if not self._is_import(edge):
                        stack += ((edge.callee, carried) for carried in self.carried(edge.kind, self.contexts[node]))

    def _is_import(self, edge: Edge) -> bool:
        """An import of a module that was imported before the loop started runs nothing."""
        callee = edge.callee.function
        return callee.facts.kind == "module" and callee.module in self._eager

    @staticmethod
    @cache
    def carried(kind: Kind, context: Context) -> Iterable[Context]:
        """The contexts in which a callee runs, given its caller's."""
        if kind in _FIXED:
            return (_FIXED[kind],)
        singles = [single for single in Context if single & context]
        return tuple(_OWN[single] if kind is Kind.OWN_LOOP else single for single in singles)


def eager_modules(program: Program) -> set[Module]:
    """The modules that are imported when the program starts: everything but what only functions import."""
    lazily = {target for module in program.modules for target in program.imported_by(module, top=False)}
    seen: set[Module] = set()
    stack = [module for module in program.modules if module not in lazily]
    while stack:
        module = stack.pop()
        if module not in seen:
            seen.add(module)
            stack += program.imported_by(module)
    return seen
