"""The only mutable state of an analysis: cells, nodes, entry points and the queue of nodes to evaluate again."""

from __future__ import annotations

import builtins
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

from blockcheck.catalogue import Catalogue, TypeExpr
from blockcheck.catalogue.schema import Runs
from blockcheck.facts import StoreAttribute, StoreName
from blockcheck.implementations import Implementations
from blockcheck.nodes import ANYTHING, Cell, Kind, Node, Signature
from blockcheck.plans import Plan
from blockcheck.program import ClassDef, FunctionDef, Module, Program, absolute_name
from blockcheck.values import ClassValue, LibraryObject, ModuleValue, Origin, Symbol, Vals, Value, Values

_BUILTINS = frozenset(dir(builtins))


MAX_ACTIVATIONS = 1000
"""How many activations of one function are told apart."""
MAX_PACKERS = 3
"""How many places that call a function with `*args` or `**kwargs` are told apart: a cell keeps few collections."""
MAX_PLACES = 64
"""How many places that call a function are told apart."""


@dataclass(frozen=True, slots=True)
class Root:
    """Something outside the project runs this node.

    `label` names it for people; where it is empty, it is run on behalf of `parent` and has its labels.  `fixable`: a
    plain `def` here would run in a thread.
    """

    node: Node
    kind: Kind
    label: str
    parent: Node | None
    framework: str
    fixable: bool
    routers: tuple[Value, ...] = ()
    """The router or application that a route's path begins with the prefixes of."""


class State:
    """Cells by key, nodes by function and place; what has grown is queued."""

    def __init__(self, program: Program, catalogue: Catalogue) -> None:
        self.program = program
        self.catalogue = catalogue
        self.values = Values()
        self.cells: dict[Any, Cell] = {}
        self.nodes: dict[tuple[FunctionDef, Node | None, Any], Node] = {}
        self.roots: dict[Root, None] = {}
        self.mounts: dict[tuple[Value, Value | None, Node, int], tuple[tuple[str, bool], ...]] = {}
        """What is mounted, where and in which call: below which paths, and whether these replace its own."""
        self.outside: set[Node] = set()
        """Functions that nothing in the project calls."""
        self.field_callables: dict[tuple[ClassDef, str], dict[tuple[Value, Runs], None]] = {}
        """Per class and occasion, what its fields say is called for each object."""
        self.via_rows: dict[str, dict[tuple[Value, LibraryObject | None], Runs]] = {}
        """By library name, what waits for its calls, and how it runs."""
        self.shapes: dict[Value, tuple[int, tuple[str, ...]]] = {}
        """How many positional arguments, and which keywords, were kept of an object's making."""
        self.offloaded_results: dict[tuple[FunctionDef, int], str] = {}
        """Calls whose results stand where an offload wants a callable, and the offload: `to_thread(f())`."""
        self.never_awaited: dict[tuple[Node, int], Value] = {}
        """Coroutine functions that were handed to an offload."""
        self.trace: list[Any] | None = None
        """The cells that are read from now on, each followed by what it held; None where nobody wants to know."""
        self.steps: list[Any] | None = None
        """What is made from now on; None where nobody wants to know."""
        self.records: dict[Any, Any] = {}
        """Work that was done once for all places: see `resolve.once`."""
        self.instances: dict[Value, Vals] = {}
        """For types, the objects that they stand for."""
        self.of_types: dict[TypeExpr, Vals] = {}
        """The same for types of the catalogue that stand for the same everywhere."""
        self._bases: dict[str, list[ClassDef]] | None = None
        self._derived: dict[str, tuple[ClassDef, ...]] = {}
        self._packers: dict[Node, dict[tuple[FunctionDef, int], None]] = {}
        self._waiting: dict[tuple[Node, int], None] = {}
        self._given_up: set[tuple[Node, int]] = set()
        self._origins: dict[tuple[int, Value], Origin] = {}
        self._plans: dict[FunctionDef, Plan] = {}
        self._signatures: dict[FunctionDef, Signature] = {}
        self._size = 0
        self._implementations = Implementations(program)
        self._queue: list[tuple[int, int, Node]] = []
        self._enqueued = 0
        self._activations: Counter[FunctionDef] = Counter()
        self._places: Counter[FunctionDef] = Counter()
        self._first_envs: dict[FunctionDef, Node | None] = {}
        self.stored_attributes = {
            op.name for f in program.functions() for op in f.facts.ops if isinstance(op, StoreAttribute)
        }
        self.enumerations = {
            cls for cls in program.classes() if any(catalogue.intrinsic(base) == "enum" for base in cls.library_bases)
        }
        self.members = {name for cls in program.classes() for name in cls.body.facts.variables}
        """The names that classes of the program have in their bodies."""
        self._globals = {
            (f.module, op.name)
            for f in program.functions()
            for op in f.facts.ops
            if isinstance(op, StoreName) and not op.depth
        }

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
            found = self.nodes[key] = Node(
                *key, len(self.nodes), self._size, self.plan(function), self.signature(function)
            )
            found.shared = key != (function, env, site)
            self._size += len(found.vals)
            self.enqueue(found)
        return found

    def plan(self, function: FunctionDef) -> Plan:
        """What is worked out once for a function."""
        found = self._plans.get(function)
        if found is None:
            found = self._plans[function] = Plan(function.facts)
        return found

    def signature(self, function: FunctionDef) -> Signature:
        """What the definition of a function says."""
        found = self._signatures.get(function)
        if found is None:
            found = self._signatures[function] = Signature(len(function.facts.params))
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

    def packed_at(self, callee: Node, place: tuple[FunctionDef, int]) -> tuple[Any, ...]:
        """What tells the remaining arguments apart that a place passes to a node; nothing beyond the first places."""
        places = self._packers.setdefault(callee, {})
        if place not in places and len(places) >= MAX_PACKERS:
            return ()
        places[place] = None
        return place

    def enqueue(self, node: Node) -> None:
        """The node will be evaluated again, behind those that were evaluated less often: what changes often waits."""
        if not node.queued:
            node.queued = True
            self._enqueued += 1
            heappush(self._queue, (node.runs, self._enqueued, node))

    def next(self) -> Node | None:
        """The next node to evaluate, None when nothing is left."""
        if not self._queue:
            return None
        node = heappop(self._queue)[2]
        node.queued = False
        return node

    def waits(self, node: Node) -> bool:
        """Whether the operation that a node is at is to wait for values before it falls back on what needs none.

        A fallback on what is only not known yet would stay for good.  Once nothing else is left to do, nothing waits
        any more, and the operation is evaluated again.
        """
        place = (node, node.current)
        if place in self._given_up:
            return False
        self._waiting[place] = None
        return True

    def give_up(self) -> bool:
        """Lets all that waits fall back; whether anything did."""
        news = [place for place in self._waiting if place not in self._given_up]
        self._waiting.clear()
        for node, op in news:
            self._given_up.add((node, op))
            node.dirty.add(op)
            self.enqueue(node)
        return bool(news)

    # Cells

    def cell(self, *key: Any) -> Cell:
        """The cell of this key."""
        found = self.cells.get(key)
        if found is None:
            found = self.cells[key] = Cell()
        return found

    def read(self, cell: Cell, reader: Node) -> Vals:
        """What a cell holds now; the operation that the reader is at is evaluated again when it grows."""
        current = reader.current
        if current >= 0:
            if self.trace is not None:
                self.trace += (cell, cell.values)
            if cell.readers is None:
                cell.readers = {reader.base + current: reader}
            else:
                cell.readers[reader.base + current] = reader
        return cell.values

    def write(self, cell: Cell, values: Vals) -> None:
        """Adds values to a cell."""
        if values and cell.add(values, self.values):
            self._notify(cell)

    def replace(self, cell: Cell, values: Vals) -> None:
        """Puts other values, whatever their number, in place of a cell's; another object says that there is news."""
        cell.values = values
        self._notify(cell)

    def _notify(self, cell: Cell) -> None:
        if cell.readers is not None:
            for number, reader in cell.readers.items():
                reader.dirty.add(number - reader.base)
                if not reader.queued:
                    self.enqueue(reader)

    def passed(self, place: int, values: Vals) -> Vals:
        """The values of a parameter, each with itself as its origin."""
        origins = self._origins
        found: Vals = {}
        for value in values:
            key = (place, value)
            origin = origins.get(key)
            if origin is None:
                origin = origins[key] = frozenset((key,))
            found[value] = origin
        return found

    # Names

    def module_member(self, module: Module, name: str, reader: Node) -> Vals | None:
        """What a name of a module holds; None where it has no such name."""
        found = self._member(module, name, reader, frozenset())
        return self._starred(module, name, frozenset()) if found is None else found

    def _member(self, module: Module, name: str, reader: Node, passed: frozenset[Module]) -> Vals | None:
        """What a name of a module is known to hold.

        `passed` are the modules whose star imports led here: they may import each other in a circle.
        """
        if name in module.variables or (module, name) in self._globals:
            return self.read(self.cell("global", module, name), reader)
        for target, source in self._stars(module, passed):
            if source is not None:
                found = self._member(source, name, reader, passed | {module})
            else:
                is_known = self.catalogue.is_known(f"{target}.{name}")
                found = self.symbol(f"{target}.{name}").alone if is_known else None
            if found is not None:
                return found
        return None

    def _starred(self, module: Module, name: str, passed: frozenset[Module]) -> Vals | None:
        """What a name that nothing else explains may be: one of a library that is imported with a star."""
        for target, source in self._stars(module, passed):
            if source is not None:
                found = self._starred(source, name, passed | {module})
            else:
                found = self.symbol(f"{target}.{name}").alone if self.catalogue.known_root(target) else None
            if found is not None:
                return found
        return None

    def _stars(self, module: Module, passed: frozenset[Module]) -> Iterator[tuple[str, Module | None]]:
        """The names and modules of star imports, the last one first: None where they are a library's."""
        for star in reversed(module.facts.stars):
            target = absolute_name(module, star.module, star.level)
            source = self.program.find(target, module)
            if source is None or (source is not module and source not in passed):
                yield target, source

    def global_name(self, module: Module, name: str, reader: Node) -> Vals:
        """What a name that no function binds holds: a global, a builtin, or anything."""
        found = self._member(module, name, reader, frozenset())
        if found is None and name in _BUILTINS:
            return self.symbol(f"builtins.{name}").alone
        if found is None:
            found = self._starred(module, name, frozenset())
        return ANYTHING if found is None else found

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
            return self.values.make(ModuleValue, found).alone
        return self.symbol(name).alone

    # Classes

    def class_attribute(self, cls: ClassDef, name: str, reader: Node) -> Vals | None:
        """What a name of a class's own body holds (or what is assigned to it elsewhere); None where it has none."""
        own = name in cls.body.facts.variables
        if not own and name not in self.stored_attributes:
            return None
        values = self.read(self.cell("class", cls, name), reader)
        return values if own or values else None

    def derived_from(self, name: str) -> tuple[ClassDef, ...]:
        """The classes of the project that are derived from a library's class, without those derived from them."""
        found = self._derived.get(name)
        if found is None:
            classes = self._by_base().get(name, ())
            below = {base for cls in classes for base in cls.project_mro[1:]}
            found = self._derived[name] = tuple(cls for cls in classes if cls not in below)
        return found

    def _by_base(self) -> dict[str, list[ClassDef]]:
        if self._bases is None:
            self._bases = {}
            for cls in self.program.classes():
                for base in cls.library_bases:
                    self._bases.setdefault(base, []).append(cls)
        return self._bases

    def build(self, cls: ClassDef) -> None:
        """The program makes objects of this class."""
        for base in self._implementations.build(cls):
            self._extend(base, [cls])

    def implementations(self, cls: ClassDef, reader: Node) -> list[ClassDef]:
        """The class and those of its subclasses (for a protocol: of what has its methods) that the program builds."""
        if conforming := self._implementations.conforming(cls):
            self._extend(cls, conforming)
        found = self.read(self.cell("built as", cls), reader)
        return [cls, *(value.cls for value in found)]  # type: ignore[attr-defined]

    def _extend(self, base: ClassDef, classes: list[ClassDef]) -> None:
        """All of them count: a cell's limits would hide implementations."""
        cell = self.cell("built as", base)
        self.replace(cell, cell.values | {self.values.make(ClassValue, cls): None for cls in classes})


def _is_decorator(site: Any) -> bool:
    """Whether a place is a decorator that is applied to a function."""
    function, op = site[0], site[1]
    return isinstance(function, FunctionDef) and getattr(function.facts.ops[op], "kind", "") == "decorator"
