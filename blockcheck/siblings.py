"""The asynchronous version that a project has itself of a function or class on the path to a blocking call.

It is found by its name (`aget`, `get_async`, `async_get` beside `get`, `AsyncStore` beside `Store`); what only looks
like one, because it blocks as well or is a stub, is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blockcheck.callgraph import CallGraph
from blockcheck.nodes import Kind, Node, Sink
from blockcheck.program import ClassDef, FunctionDef, Module
from blockcheck.reach import Hit, Path
from blockcheck.twins import class_versions, versions

_SAME_THREAD = frozenset({Kind.CALL, Kind.AWAIT, Kind.OWN_LOOP, Kind.LOOP})


@dataclass(frozen=True, slots=True)
class Sibling:
    """`function` is the asynchronous version of `sync`, which call number `step` of a path runs (0: the boundary)."""

    sync: FunctionDef
    function: FunctionDef
    step: int

    @property
    def of_same_object(self) -> bool:
        """Whether it is found where the plain one is: in the same module, or on the same object."""
        return self.sync.cls is None or self.function.cls in self.sync.cls.project_mro


class Siblings:
    """Looks for asynchronous versions in one project."""

    def __init__(self, graph: CallGraph) -> None:
        self.graph = graph
        self._methods: dict[ClassDef, dict[str, FunctionDef]] = {}
        self._functions: dict[Module, dict[str, FunctionDef]] = {}
        self._classes: dict[tuple[str, str], ClassDef] = {}
        self._nodes: dict[FunctionDef, list[Node]] = {}
        self._blocked: dict[FunctionDef, frozenset[str]] = {}
        for module in graph.program.modules:
            self._list(module)
        for node in graph.nodes:
            self._nodes.setdefault(node.function, []).append(node)

    def _list(self, module: Module) -> None:
        for cls in module.classes:
            self._classes.setdefault((_package(module), cls.facts.qualname), cls)
        for function in module.functions:
            if function.facts.kind != "def":
                continue
            if function.cls is not None:
                self._methods.setdefault(function.cls, {})[function.facts.name] = function
            elif function.facts.parent < 0:
                self._functions.setdefault(module, {})[function.facts.name] = function

    def of(self, hit: Hit, path: Path) -> Sibling | None:
        """What could be awaited in place of the first function on the path that has an asynchronous version."""
        for step, edge in enumerate(path.edges):
            sync = edge.callee.function
            for found in self._candidates(sync):
                if self._is_version_of(found, sync) and hit.sink.block.rule not in self._blocks(found):
                    return Sibling(sync, found, step)
        return None

    def _candidates(self, sync: FunctionDef) -> Iterator[FunctionDef]:
        """Functions that are called as an asynchronous version is."""
        names = tuple(versions(sync.facts.name))
        if sync.cls is None:
            beside = self._functions.get(sync.module, {}) if sync.facts.parent < 0 else {}
            yield from (beside[name] for name in names if name in beside)
            return
        yield from self._members(sync.cls, names)
        for name in class_versions(sync.cls.facts.qualname):
            twin = self._classes.get((_package(sync.module), name))
            if twin is not None and sync.facts.name != "__init__":
                yield from self._members(twin, (sync.facts.name, *names))

    def _members(self, cls: ClassDef, names: tuple[str, ...]) -> Iterator[FunctionDef]:
        for name in names:
            yield from (found for base in cls.project_mro if (found := self._methods.get(base, {}).get(name)))

    @staticmethod
    def _is_version_of(found: FunctionDef, sync: FunctionDef) -> bool:
        """Whether it does something asynchronous, in the shape of the plain one; a body without `await` is a stub."""
        facts = found.facts
        return facts.is_async and facts.awaits and (facts.is_generator is sync.facts.is_generator)

    def _blocks(self, function: FunctionDef) -> frozenset[str]:
        """The rules of the blocking calls that it reaches without leaving the loop."""
        if function not in self._blocked:
            self._blocked[function] = frozenset(sink.block.rule for sink in self._sinks(function))
        return self._blocked[function]

    def _sinks(self, function: FunctionDef) -> Iterator[Sink]:
        stack = list(self._nodes.get(function, ()))
        seen = set(stack)
        while stack:
            node = stack.pop()
            yield from node.sinks.values()
            for edge in node.edges.values():
                if edge.kind in _SAME_THREAD and edge.callee not in seen:
                    seen.add(edge.callee)
                    stack.append(edge.callee)


def _package(module: Module) -> str:
    return module.name if module.is_package else module.name.rpartition(".")[0]
