"""Activations of functions, the edges between them, and the cells that values flow through.

A *node* is a function as it is called: most functions have one, a function that makes closures has one for each place
that calls it.  A cell holds a set of values, each with its *origin*: None where it is there whoever calls, or the
parameter values (of the node that evaluated it) without which it would not be there.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING, Any

from blockcheck.facts import Span
from blockcheck.program import FunctionDef
from blockcheck.values import UNKNOWN, Instance, Known, Value, Values

if TYPE_CHECKING:
    from blockcheck.catalogue.schema import Block

Origin = frozenset[tuple[int, Value]] | None
Vals = dict[Value, Origin]

EMPTY: Vals = {}
ANYTHING: Vals = {UNKNOWN: None}

MAX_LITERALS = 16
MAX_SITES = 8
MAX_VALUES = 96
MAX_ORIGINS = 12


def join_origins(left: Origin, right: Origin) -> Origin:
    """The origin of a value that comes in two ways."""
    if left is None or right is None:
        return None
    both = left | right
    return both if len(both) <= MAX_ORIGINS else None


def joined(parts: Iterable[Vals]) -> Vals:
    """The union of several sets of values."""
    filled = [part for part in parts if part]
    if len(filled) < 2:
        return filled[0] if filled else EMPTY
    result = dict(filled[0])
    for part in filled[1:]:
        for value, origin in part.items():
            result[value] = join_origins(result[value], origin) if value in result else origin
    return result


def free(values: Vals) -> Vals:
    """The same values, there whoever calls."""
    if all(origin is None for origin in values.values()):
        return values
    return dict.fromkeys(values)


def under(values: Vals, condition: Origin) -> Vals:
    """The same values, there only under a condition of its own (the first condition known is kept)."""
    if condition is None or not values:
        return values
    return dict.fromkeys(values, condition)


class Cell:
    """A growing set of values, and the nodes to look at again when it grows."""

    __slots__ = ("readers", "values")

    def __init__(self) -> None:
        self.values: Vals = {}
        self.readers: dict[Node, None] = {}

    def add(self, values: Vals, table: Values) -> bool:
        """Adds values; says whether there was anything new.  Large sets are widened, so that they stop growing."""
        mine, grown = self.values, False
        if values and mine is values:
            return False
        for value, origin in values.items():
            if value not in mine:
                if self._absorbed(value):
                    continue
                mine[value] = origin
                grown = True
            elif mine[value] is not None and mine[value] != origin:
                merged = join_origins(mine[value], origin)
                if merged != mine[value]:
                    mine[value] = merged
                    grown = True
        if grown and len(mine) > MAX_SITES:
            self._widen(table)
        return grown

    def _absorbed(self, value: Value) -> bool:
        if isinstance(value, Known):
            return (
                len(self.values) > MAX_LITERALS
                and UNKNOWN in self.values
                and sum(isinstance(v, Known) for v in self.values) >= MAX_LITERALS
            )
        return len(self.values) > MAX_VALUES

    def _widen(self, table: Values) -> None:
        literals = [value for value in self.values if isinstance(value, Known)]
        if len(literals) > MAX_LITERALS:
            self.values.setdefault(UNKNOWN, None)
            self.values[UNKNOWN] = None
        sites: dict[Any, list[Instance]] = {}
        for value in self.values:
            if isinstance(value, Instance) and value.site is not None:
                sites.setdefault(value.cls, []).append(value)
        for cls, found in sites.items():
            if len(found) > MAX_SITES:
                self.values.setdefault(table.make(Instance, cls, None), None)
        if len(self.values) > MAX_VALUES:
            self.values[UNKNOWN] = None


class Kind(Enum):
    """How an edge runs its callee."""

    CALL = "call"
    """In the caller's thread, before the call returns."""
    AWAIT = "await"
    """On the caller's loop, while the caller waits."""
    OWN_LOOP = "own loop"
    """On the loop that the caller runs on; in a thread that is a loop of its own."""
    LOOP = "loop"
    """On the application's loop, whoever asks."""
    STARTUP = "startup"
    """On the application's loop, while it starts or stops."""
    THREAD = "thread"
    """In another thread or process."""
    IMPORT = "import"
    """While modules are imported, before there is a loop."""
    CREATE = "create"
    """Only a coroutine or generator is made."""


class Edge:
    """A call site runs a node.

    `op` is the operation of the caller (negative: parameter `-1 - op` is supplied by a framework); `bindings` are the
    values for each parameter, with origins in the caller, None where that is not known; `condition` is the origin of
    the callee itself; `certain` is False where the callee came through a hierarchy or a callback.
    """

    __slots__ = ("bindings", "callee", "caller", "certain", "condition", "kind", "op")

    def __init__(
        self,
        caller: Node,
        op: int,
        callee: Node,
        kind: Kind,
        bindings: list[Vals | None] | None,
        condition: Origin,
        certain: bool,
    ) -> None:
        self.caller = caller
        self.op = op
        self.callee = callee
        self.kind = kind
        self.bindings = bindings
        self.condition = condition
        self.certain = certain

    @property
    def span(self) -> Span:
        """Where the call stands."""
        return op_span(self.caller.function, self.op)


class Sink:
    """A call site that blocks: the library name as people know it, what the catalogue says, and under which origin."""

    __slots__ = ("block", "condition", "name", "node", "op")

    def __init__(self, node: Node, op: int, name: str, block: Block, condition: Origin) -> None:
        self.node = node
        self.op = op
        self.name = name
        self.block = block
        self.condition = condition


class Node:
    """One activation of a function: its parameters' cells, the values of its operations, its edges and sinks."""

    __slots__ = (
        "creations", "edges", "env", "external", "function", "params", "queued", "returned", "runs", "serial", "sinks",
        "site", "unresolved", "vals", "yielded",
    )  # fmt: skip

    def __init__(self, function: FunctionDef, env: Node | None, site: Any, serial: int) -> None:
        self.function = function
        self.env = env
        self.site = site
        self.serial = serial
        self.params = [Cell() for _ in function.facts.params]
        self.external: dict[int, dict[Value, None]] = {}
        """Per parameter, the values that something outside the project supplies."""
        self.vals: list[Vals] = [EMPTY] * len(function.facts.ops)
        self.returned = Cell()
        self.yielded = Cell()
        self.edges: dict[tuple[int, Node, Kind], Edge] = {}
        self.creations: dict[tuple[int, Node], Edge] = {}
        self.sinks: dict[tuple[int, str, int], Sink] = {}
        self.unresolved: dict[int, str] = {}
        self.queued = False
        self.runs = 0

    @property
    def is_async(self) -> bool:
        """Whether its body runs on a loop by construction."""
        return self.function.facts.is_async

    def __repr__(self) -> str:
        return f"<node {self.function.name}{'@' if self.site else ''}>"


def op_span(function: FunctionDef, op: int) -> Span:
    """Where an operation stands; the function's own line where it has no place."""
    if op >= 0:
        span = getattr(function.facts.ops[op], "span", None)
        if span is not None:
            return span  # type: ignore[no-any-return]
    return function.facts.span
