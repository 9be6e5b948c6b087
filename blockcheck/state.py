"""The only mutable state of an analysis: cells, nodes, entry points and the queue of nodes to evaluate again."""

from __future__ import annotations

import builtins
from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

from blockcheck.awaits import Place, awaited_methods
from blockcheck.catalogue import Catalogue
from blockcheck.catalogue.schema import Runs
from blockcheck.facts import StoreAttribute, StoreName
from blockcheck.nodes import ANYTHING, Cell, Kind, Node, Vals
from blockcheck.program import ClassDef, FunctionDef, Module, Program, absolute_name, all_subclasses
from blockcheck.values import ModuleValue, Symbol, Value, Values

_BUILTINS = frozenset(dir(builtins))


MAX_ACTIVATIONS = 1000
"""How many activations of one function are told apart."""
MAX_PLACES = 64
"""How many places that call a function are told apart."""
MAX_CONFORMING = 16
"""A protocol that more classes conform to (`json()`) says nothing of what an object is."""


@dataclass(frozen=True, slots=True)
class Root:
    """Something outside the project runs this node.

    `label` names it for people; where it is empty, it is run on behalf of `parent` and has its labels.  `fixable`: a
    plain `def` here would run in a thread.  `site` is the call or decorator that hands the function over.
    """

    node: Node
    kind: Kind
    label: str
    parent: Node | None
    framework: str
    fixable: bool
    routers: tuple[Value, ...] = ()
    """The router or application that a route's path begins with the prefixes of."""
    path: str = ""


class State:
    """Cells by key, nodes by function and place; what has grown is queued."""

    def __init__(self, program: Program, catalogue: Catalogue) -> None:
        self.program = program
        self.catalogue = catalogue
        self.values = Values()
        self.cells: dict[Any, Cell] = {}
        self.nodes: dict[tuple[FunctionDef, Node | None, Any], Node] = {}
        self.roots: dict[Root, None] = {}
        self.mounts: dict[tuple[Value, Value | None, str], None] = {}
        self.field_callables: dict[tuple[ClassDef, str], dict[tuple[Value, Runs], None]] = {}
        """Per class and occasion, what its fields say is called for each object."""
        self.via_rows: dict[tuple[str, Value], Runs] = {}
        self.shapes: dict[Value, tuple[int, tuple[str, ...]]] = {}
        """How many positional arguments, and which keywords, were kept of an object's making."""
        self.offloaded_results: dict[tuple[FunctionDef, int], str] = {}
        """Calls whose results stand where an offload wants a callable, and the offload: `to_thread(f())`."""
        self.never_awaited: dict[tuple[Node, int], Value] = {}
        """Coroutine functions that were handed to an offload."""
        self._awaited: dict[FunctionDef, dict[Place, set[str]]] = {}
        self._structural: dict[ClassDef, list[ClassDef]] = {}
        self._queue: deque[Node] = deque()
        self._activations: Counter[FunctionDef] = Counter()
        self._places: Counter[FunctionDef] = Counter()
        self._first_envs: dict[FunctionDef, Node | None] = {}
        self.stored_attributes = {
            op.name for f in program.functions() for op in f.facts.ops if isinstance(op, StoreAttribute)
        }
        self._globals = {
            (f.module, op.name)
            for f in program.functions()
            for op in f.facts.ops
            if isinstance(op, StoreName) and not op.depth
        }

    def awaited_in(self, function: FunctionDef) -> dict[Place, set[str]]:
        """For each object of a function, the methods whose calls are awaited."""
        found = self._awaited.get(function)
        if found is None:
            found = self._awaited[function] = awaited_methods(function.facts)
        return found

    # Nodes

    def node(self, function: FunctionDef, env: Node | None, site: Any) -> Node:
        """The activation of a function for this environment and place, queued when it is new."""
        found = self.nodes.get((function, env, site))
        if found is not None:
            return found
        key = self._limited(function, env, site)
        found = self.nodes.get(key)
        if found is None:
            self._activations[function] += 1
            self._places[function] += site is not None and not _is_decorator(site)
            found = self.nodes[key] = Node(function, key[1], key[2], len(self.nodes))
            found.shared = key != (function, env, site)
            self.enqueue(found)
        return found

    def _limited(self, function: FunctionDef, env: Node | None, site: Any) -> tuple[FunctionDef, Node | None, Any]:
        """Beyond a limit, places are not told apart, and beyond another one, environments are not.

        Applied decorators have only the latter: each makes a function of its own.
        """
        if self._activations[function] >= MAX_ACTIVATIONS:
            return function, self._first_envs.setdefault(function, env), None
        if site is not None and self._places[function] >= MAX_PLACES and not _is_decorator(site):
            return function, env, None
        return function, env, site

    def enqueue(self, node: Node) -> None:
        """The node will be evaluated again."""
        if not node.queued:
            node.queued = True
            self._queue.append(node)

    def next(self) -> Node | None:
        """The next node to evaluate, None when nothing is left."""
        if not self._queue:
            return None
        node = self._queue.popleft()
        node.queued = False
        return node

    # Cells

    def cell(self, *key: Any) -> Cell:
        """The cell of this key."""
        found = self.cells.get(key)
        if found is None:
            found = self.cells[key] = Cell()
        return found

    def read(self, cell: Cell, reader: Node) -> Vals:
        """What a cell holds now; the reader is evaluated again when it grows."""
        if reader.current >= 0:
            readers = cell.readers.get(reader)
            if readers is None:
                cell.readers[reader] = {reader.current}
            else:
                readers.add(reader.current)
        return cell.values

    def write(self, cell: Cell, values: Vals) -> None:
        """Adds values to a cell."""
        if values and cell.add(values, self.values):
            for reader, ops in cell.readers.items():
                reader.dirty |= ops
                self.enqueue(reader)

    # Names

    def module_member(
        self, module: Module, name: str, reader: Node, passed: frozenset[Module] = frozenset()
    ) -> Vals | None:
        """What a name of a module holds; None where it has no such name.

        `passed` are the modules whose star imports led here: they may import each other in a circle.
        """
        if name in module.variables or (module, name) in self._globals:
            return self.read(self.cell("global", module, name), reader)
        for star in module.facts.stars:
            target = absolute_name(module, star.module, star.level)
            source = self.program.find(target, module)
            if source is None:
                if self.catalogue.known_root(target):
                    return {self.symbol(f"{target}.{name}"): None}
            elif source is not module and source not in passed:
                found = self.module_member(source, name, reader, passed | {module})
                if found is not None:
                    return found
        return None

    def global_name(self, module: Module, name: str, reader: Node) -> Vals:
        """What a name that no function binds holds: a global, a builtin, or anything."""
        found = self.module_member(module, name, reader)
        if found is not None:
            return found
        if name in _BUILTINS:
            return {self.symbol(f"builtins.{name}"): None}
        return ANYTHING

    def symbol(self, name: str) -> Symbol:
        """A library name."""
        return self.values.make(Symbol, self.catalogue.canonical(name))

    def imported(self, module: Module, name: str, importer: Module, reader: Node) -> Vals | None:
        """`from module import name`, where `module` is in the project; None where it has no such name."""
        found = self.module_member(module, name, reader)
        if found is not None:
            return found
        return self.module(f"{module.name}.{name}", importer) if self._has_submodule(module, name) else None

    def _has_submodule(self, module: Module, name: str) -> bool:
        full = f"{module.name}.{name}"
        return self.program.find(full) is not None or self.program.is_package(full)

    def module(self, name: str, importer: Module) -> Vals:
        """`import name`: a module of the project, or a library's."""
        found = self.program.find(name, importer)
        if found is not None:
            return {self.values.make(ModuleValue, found): None}
        return {self.symbol(name): None}

    # Classes

    def class_attribute(self, cls: ClassDef, name: str, reader: Node) -> Vals | None:
        """What a name of a class's own body holds (or what is assigned to it elsewhere); None where it has none."""
        own = name in cls.body.facts.variables
        if not own and name not in self.stored_attributes:
            return None
        values = self.read(self.cell("class", cls, name), reader)
        return values if own or values else None

    def built(self, cls: ClassDef, reader: Node) -> bool:
        """Whether the program makes objects of this class."""
        return bool(self.read(self.cell("built", cls), reader))

    def implementations(self, cls: ClassDef, reader: Node) -> list[ClassDef]:
        """The class and those of its subclasses (for a protocol: of what has its methods) that the program builds."""
        found = [cls]
        found += [sub for sub in all_subclasses(cls) if self.built(sub, reader)]
        found += [other for other in self.structural(cls) if other not in found and self.built(other, reader)]
        return found

    def structural(self, cls: ClassDef) -> list[ClassDef]:
        """The classes of the project that have all methods of a protocol without naming it as a base."""
        found = self._structural.get(cls)
        if found is None:
            found = self._structural[cls] = self._conforming(cls)
        return found

    def _conforming(self, cls: ClassDef) -> list[ClassDef]:
        if not any(base.endswith(".Protocol") for base in cls.library_bases):
            return []
        wanted = {name for name in cls.body.facts.variables if not name.startswith("_") or name == "__call__"}
        if not wanted:
            return []
        found = [other for other in self.program.classes() if other is not cls and wanted <= _names(other)]
        return found if len(found) <= MAX_CONFORMING else []


def _names(cls: ClassDef) -> set[str]:
    return {name for owner in cls.project_mro for name in owner.body.facts.variables}


def _is_decorator(site: Any) -> bool:
    """Whether a place is a decorator that is applied to a function."""
    function, op = site[0], site[1]
    return isinstance(function, FunctionDef) and getattr(function.facts.ops[op], "kind", "") == "decorator"
