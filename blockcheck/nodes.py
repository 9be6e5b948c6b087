"""Activations of functions, the edges between them, and the cells that values flow through.

A *node* is a function as it is called: most functions have one, a function that makes closures has one for each place
that calls it.  A cell holds a set of values, each with its *origin*: None where it is there whoever calls, or the
parameter values (of the node that evaluated it) without which it would not be there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Literal

from blockcheck.facts import Span
from blockcheck.program import FunctionDef
from blockcheck.values import (
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
    Pattern,
    Value,
    Values,
)

if TYPE_CHECKING:
    from blockcheck.catalogue.schema import Block

Origin = frozenset[tuple[int, Value]] | None
Vals = dict[Value, Origin]

EMPTY: Vals = {}
ANYTHING: Vals = {UNKNOWN: None}

MAX_SITES = 8
MAX_OBJECTS = 32
"""A cell with so many values takes in only callables; whatever else comes is one unknown more."""
MAX_VALUES = 96
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


class _NoNews(Enum):
    """Tells "nothing new" apart from the origin None."""

    NO_NEWS = auto()


_NO_NEWS = _NoNews.NO_NEWS


class Cell:
    """A growing set of values, and the nodes to look at again when it grows."""

    __slots__ = ("readers", "values")

    def __init__(self) -> None:
        self.values: Vals = {}
        self.readers: dict[Node, set[int]] = {}
        """By node, the operations that look at this cell."""

    def add(self, values: Vals, table: Values) -> bool:
        """Adds values; says whether there was anything new.  Large sets are widened, so that they stop growing."""
        if values is self.values:
            return False
        news = {
            value: merged for value, origin in values.items() if (merged := self._news(value, origin)) is not _NO_NEWS
        }
        if not news:
            return False
        if len(self.values) + len(news) > MAX_SITES:
            return self._add_widened(news, table)
        self.values = self.values | news  # a new dict: others may be looking at the old one
        return True

    def _news(self, value: Value, origin: Origin) -> Origin | Literal[_NoNews.NO_NEWS]:
        """The origin that a value now has, where that is news."""
        if value not in self.values:
            return origin
        mine = self.values[value]
        if mine is None:
            return _NO_NEWS
        merged = join_origins(mine, origin)
        return _NO_NEWS if merged == mine else merged

    def _add_widened(self, news: Vals, table: Values) -> bool:
        """Adds values one by one; those above the limit of their sort are replaced by one that stands for all."""
        if UNKNOWN in self.values and len(self.values) >= MAX_OBJECTS and self.values[UNKNOWN] is None:
            news = {v: o for v, o in news.items() if v in self.values or isinstance(v, CALLABLES)}
            if not news:
                return False
        mine = dict(self.values)
        counts = Counter(sort_of(value) for value in mine)
        for new, its_origin in news.items():
            value, origin, sort = new, its_origin, sort_of(new)
            if value not in mine and counts[sort] >= LIMITS.get(type(value), MAX_VALUES):
                value, origin = widest(value, table), None
            if value not in mine and len(mine) >= MAX_OBJECTS and not isinstance(value, CALLABLES):
                value, origin = UNKNOWN, None
            if value in mine and mine[value] is None:
                continue
            if value not in mine:
                counts[sort] += 1
            mine[value] = join_origins(mine[value], origin) if value in mine else origin
        if mine == self.values:
            return False
        self.values = mine
        return True


def widened(values: Vals, table: Values) -> Vals:
    """The same values, those above the limits of their sort replaced by one that stands for all."""
    if len(values) <= MAX_SITES:
        return values
    cell = Cell()
    cell.add(values, table)
    return cell.values


def sort_of(value: Value) -> object:
    """What counts together towards a limit: objects of one class, literals, collections of one kind."""
    if isinstance(value, Instance):
        return value.cls
    if isinstance(value, LibraryObject):
        return value.name
    if isinstance(value, Collection):
        return value.kind
    return type(value)


def widest(value: Value, table: Values) -> Value:
    """What stands for all values of a sort."""
    if isinstance(value, Instance):
        return table.make(Instance, value.cls, None)
    if isinstance(value, LibraryObject):
        return table.make(LibraryObject, value.name, (), None)
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


class Node:
    """One activation of a function: its parameters' cells, the values of its operations, its edges and sinks."""

    __slots__ = (
        "creations", "current", "dirty", "edges", "env", "exported", "external", "function", "made", "params", "queued",
        "returned", "runs", "serial", "shared", "sinks", "site", "tries", "unresolved", "users", "vals", "yielded",
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
        self.shared = False
        """Stands for several places or environments that are not told apart: callables in it may be mixed up."""
        self.runs = 0
        self.current = -1
        """The operation that is being evaluated."""
        self.dirty: set[int] = set()
        """The operations to evaluate again: something that they looked at has grown."""
        self.users: dict[int, set[int]] = {}
        """By operation, those that looked at its values."""
        self.tries: dict[int, int] = {}
        """By operation, how often it was evaluated."""
        self.made: dict[int, list[tuple[dict[Any, Any], Any]]] = {}
        """By operation, the entries of `edges` and `sinks` that it made."""
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
