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
from blockcheck.plans import Plan
from blockcheck.program import FunctionDef
from blockcheck.values import (
    ANYONE,
    UNKNOWN,
    Bound,
    ClassValue,
    Collection,
    Coroutine,
    FunctionValue,
    Generator,
    Instance,
    Known,
    Lazy,
    LibraryMethod,
    LibraryObject,
    Origin,
    Pattern,
    Vals,
    Value,
    Values,
)

if TYPE_CHECKING:
    from blockcheck.catalogue.schema import Block

EMPTY: Vals = {}
ANYTHING: Vals = UNKNOWN.alone

MAX_SITES = 8
MAX_OBJECTS = 32
"""A cell with so many values takes in only callables; whatever else comes is one unknown more."""
MAX_VALUES = 96
MAX_VAGUE = 16
"""More values than that, and an unknown one among them, say nothing any more: it could be anything."""
CALLABLES = (FunctionValue, Bound, ClassValue)
LIMITS: dict[type[Value], int] = {
    Known: 8,
    Pattern: 4,
    Instance: MAX_SITES,
    LibraryObject: MAX_SITES,
    Collection: 4,
    Lazy: 8,
    Coroutine: 24,
    Generator: 24,
    LibraryMethod: 16,
}
"""How many values of one sort a cell keeps apart; see `sort_of`."""
MAX_ORIGINS = 12


def join_origins(left: Origin, right: Origin) -> Origin:
    """The origin of a value that comes in two ways."""
    if left is None or right is None:
        return None
    if left is right:
        return left
    both = left | right
    return both if len(both) <= MAX_ORIGINS else None


def joined(parts: Iterable[Vals]) -> Vals:
    """The union of several sets of values; the first of them where the others add nothing to it."""
    result, own = EMPTY, False
    for part in parts:
        if not part or part is result:
            continue
        if not result:
            result = part
            continue
        for value, origin in part.items():
            if value in result:
                mine = result[value]
                if mine is None or mine is origin:
                    continue
                merged = join_origins(mine, origin)
                if merged == mine:
                    continue
            else:
                merged = origin
            if not own:
                result, own = dict(result), True
            result[value] = merged
    return result


def free(values: Vals) -> Vals:
    """The same values, there whoever calls."""
    for origin in values.values():
        if origin is not None:
            return dict.fromkeys(values)
    return values


def under(values: Vals, condition: Origin) -> Vals:
    """The same values, there only under a condition of its own (the first condition known is kept)."""
    if condition is None or not values:
        return values
    return dict.fromkeys(values, condition)


class Cell:
    """A growing set of values, and the operations to look at again when it grows.

    `readers` are numbers of operations (see `Node.base`), each with its node; None before the first.  A cell is `vague`
    once it was large and had an unknown value, which from then on stands for plain data, too; it is `lost` once so much
    came together that it could be anything.
    """

    __slots__ = ("lost", "readers", "vague", "values")

    def __init__(self) -> None:
        self.values: Vals = EMPTY
        self.readers: dict[int, Node] | None = None
        self.vague = False
        self.lost = False

    def add(self, values: Vals, table: Values) -> bool:
        """Adds values; says whether there was anything new.  Large sets are widened, so that they stop growing."""
        mine = self.values
        if values is mine or self.lost:
            return False
        if not mine and len(values) <= MAX_SITES:
            self.values = values
            return bool(values)
        news = self._news(values)
        if not news:
            return False
        if len(mine) + len(news) > MAX_SITES:
            return self._add_widened(news, table)
        self.values = mine | news  # a new dict: others may be looking at the old one
        return True

    def as_held(self, values: Vals, table: Values) -> Vals:
        """Values that were added to the cell as it has them now: where too much came together, what stands for them."""
        mine = self.values
        if all(value in mine for value in values):
            return values
        return joined(self._held(value, origin, table) for value, origin in values.items())

    def _held(self, value: Value, origin: Origin, table: Values) -> Vals:
        if value not in self.values:
            value = widest(value, table)
        return {value if value in self.values else UNKNOWN: origin}

    def _news(self, values: Vals) -> Vals:
        mine, vague = self.values, self.vague
        news: Vals = {}
        for value, origin in values.items():
            if value in mine:
                old = mine[value]
                if old is None or old is origin:
                    continue
                merged = join_origins(old, origin)
                if merged != old:
                    news[value] = merged
            elif not (vague and is_data(value)):
                news[value] = origin
        return news

    def _add_widened(self, news: Vals, table: Values) -> bool:
        """Adds values one by one; those above the limit of their sort are replaced by one that stands for all."""
        mine = self.values
        if not self.vague and (_is_vague(mine) or _is_vague(news)):
            self.vague = True
            mine, news = _without_data(mine), _without_data(news)
        grown = _widely_joined(mine, news, table)
        if self.vague and len(grown) > MAX_VAGUE:
            grown, self.lost = ANYTHING, True
        if grown == self.values:
            return False
        self.values = grown
        return True


def _widely_joined(values: Vals, news: Vals, table: Values) -> Vals:
    mine = dict(values)
    counts = _counted(mine)
    for new, its_origin in news.items():
        value, origin, sort = new, its_origin, sort_of(new)
        if value not in mine and counts.get(sort, 0) >= LIMITS.get(type(value), MAX_VALUES):
            value, origin = widest(value, table), None
        if value not in mine and len(mine) >= MAX_OBJECTS and not isinstance(value, CALLABLES):
            value, origin = UNKNOWN, None
        if value in mine and mine[value] is None:
            continue
        if value not in mine:
            counts[sort] = counts.get(sort, 0) + 1
        mine[value] = join_origins(mine[value], origin) if value in mine else origin
    return mine


_DATA = frozenset({"str", "int", "float", "bool", "bytes", "dict", "list", "set", "tuple", "NoneType"})


def is_data(value: Value) -> bool:
    """Whether a value is plain data, which cannot lead to any call."""
    kind = type(value)
    if kind is LibraryObject:
        return value.name in _DATA and not value.args  # type: ignore[attr-defined]
    return kind is Known or kind is Pattern


_NO_ORIGIN: Origin = frozenset()


def _is_vague(values: Vals) -> bool:
    return values.get(UNKNOWN, _NO_ORIGIN) is None


def _without_data(values: Vals) -> Vals:
    return {value: origin for value, origin in values.items() if not is_data(value)}


def _counted(values: Iterable[Value]) -> dict[object, int]:
    """How many values there are of each sort."""
    counts: dict[object, int] = {}
    for value in values:
        sort = sort_of(value)
        counts[sort] = counts.get(sort, 0) + 1
    return counts


def widened(values: Vals, table: Values) -> Vals:
    """The same values, those above the limits of their sorts replaced by one that stands for all."""
    if len(values) <= MAX_SITES:
        return values
    if not _is_vague(values):
        values = _widely_joined(EMPTY, values, table)
        if len(values) <= MAX_SITES or not _is_vague(values):
            return values
    values = _without_data(values)
    if len(values) > MAX_VAGUE:
        return ANYTHING
    return _widely_joined(EMPTY, values, table) if len(values) > MAX_SITES else values


def sort_of(value: Value) -> object:
    """What counts together towards a limit: objects of one class, literals, collections of one kind."""
    kind = type(value)
    if kind is Instance:
        return value.cls  # type: ignore[attr-defined]
    if kind is LibraryObject:
        return value.name  # type: ignore[attr-defined]
    return value.kind if kind is Collection else kind  # type: ignore[attr-defined]


def widest(value: Value, table: Values) -> Value:
    """What stands for all values of a sort."""
    if isinstance(value, Instance):
        return table.make(Instance, value.cls, None)
    if isinstance(value, LibraryObject):
        return table.make(LibraryObject, value.name, (), None)
    if isinstance(value, Collection) and value.owner is not None:
        return table.make(Collection, value.kind, value.site, ANYONE)
    return UNKNOWN


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

    __slots__ = ("bindings", "callee", "caller", "certain", "condition", "kind", "op", "spares", "users")

    def __init__(
        self,
        caller: Node,
        op: int,
        callee: Node,
        kind: Kind,
        bindings: list[Vals | None] | None,
        condition: Origin,
        certain: bool,
        spares: tuple[str, ...] = (),
    ) -> None:
        self.caller = caller
        self.op = op
        self.callee = callee
        self.kind = kind
        self.bindings = bindings
        self.condition = condition
        self.certain = certain
        self.users: set[int] = set()
        """Operations of the caller that look at the bindings: they await or iterate what is made here."""
        self.spares = spares
        """Import names of libraries whose calls do not block in what this edge runs."""

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


class Signature:
    """What the definition of a function says of its parameters and its result: cells, filled where it is defined."""

    __slots__ = ("annotations", "defaults", "returns")

    def __init__(self, parameters: int) -> None:
        self.annotations = [Cell() for _ in range(parameters)]
        self.defaults = [Cell() for _ in range(parameters)]
        self.returns = Cell()


class Node:
    """One activation of a function: its parameters' cells, the values of its operations, its edges and sinks."""

    __slots__ = (
        "alive", "base", "creations", "current", "dead", "dirty", "edges", "env", "exported", "external", "function",
        "made", "params", "parts", "plan", "queued", "returned", "runs", "serial", "shared", "signature", "sinks",
        "site", "tries", "unresolved", "vals", "yielded",
    )  # fmt: skip

    def __init__(
        self,
        function: FunctionDef,
        env: Node | None,
        site: Any,
        serial: int,
        base: int,
        plan: Plan,
        signature: Signature,
    ) -> None:
        self.function = function
        self.env = env
        self.site = site
        self.serial = serial
        self.base = base
        """The number of its first operation among those of all nodes."""
        self.plan = plan
        self.signature = signature
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
        self.shared = False
        """Stands for several places or environments that are not told apart: callables in it may be mixed up."""
        self.runs = 0
        self.current = -1
        """The operation that is being evaluated."""
        self.dirty: set[int] = set()
        """The operations to evaluate again: something that they looked at has grown."""
        self.tries = bytearray(len(function.facts.ops))
        """By operation, how often it was evaluated (255: or oftener)."""
        self.alive: set[int] = {0}
        """The guards that let code run for some caller."""
        self.dead: set[int] = set()
        """The guards that have kept operations from running so far."""
        self.made: dict[int, list[tuple[dict[Any, Any], Any]]] = {}
        """By operation, the entries of `edges` and `sinks` that it made."""
        self.parts: dict[int, dict[Value, Any]] = {}
        """By operation, what it gave for each of many values: see `resolve.parts`."""
        self.exported: dict[str, Vals] = {}

    @property
    def is_async(self) -> bool:
        """Whether its body runs on a loop by construction."""
        return self.function.facts.is_async

    def note(self, table: dict[Any, Any], key: Any) -> None:
        """The current operation has made this entry of a table."""
        self.made.setdefault(self.current, []).append((table, key))

    def forget(self, op: int) -> None:
        """Drops what an earlier evaluation of an operation has made."""
        for table, key in self.made.pop(op, ()):
            table.pop(key, None)
        self.unresolved.pop(op, None)

    def __repr__(self) -> str:
        return f"<node {self.function.name}{'@' if self.site else ''}>"


def op_span(function: FunctionDef, op: int) -> Span:
    """Where an operation stands; the function's own line where it has no place."""
    if op >= 0:
        span = getattr(function.facts.ops[op], "span", None)
        if span is not None:
            return span  # type: ignore[no-any-return]
    return function.facts.span
