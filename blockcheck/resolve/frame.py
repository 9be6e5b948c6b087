"""Evaluates one node: goes through its operations once, reading cells, and writes what it finds to cells and edges.

`evaluate` may be called any number of times for a node; since cells only grow, the results only grow.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any, TypeVar

from blockcheck import facts
from blockcheck.catalogue import Catalogue
from blockcheck.nodes import (
    ANYTHING,
    EMPTY,
    MAX_SITES,
    Cell,
    Edge,
    Kind,
    Node,
    free,
    join_origins,
    joined,
    under,
    widened,
)
from blockcheck.origins import NEVER_ON_LOOP, environment, outward
from blockcheck.program import ClassDef, absolute_name
from blockcheck.resolve import (
    access,
    awaiting,
    calls,
    containers,
    creation,
    enums,
    generics,
    holders,
    operators,
    parts,
    tests,
    texts,
    types,
)
from blockcheck.resolve.arguments import Arguments
from blockcheck.state import State
from blockcheck.values import (
    UNKNOWN,
    ClassValue,
    FunctionValue,
    Generic,
    LibraryObject,
    Origin,
    Symbol,
    Vals,
    Value,
)

V = TypeVar("V", bound=Value)


class Frame:
    """The node under evaluation, and what the resolving functions need: cells, values, the catalogue."""

    __slots__ = ("awaited", "catalogue", "function", "node", "ops", "running", "state")

    def __init__(self, state: State, node: Node) -> None:
        self.state = state
        self.node = node
        self.function = node.function
        self.ops = node.function.facts.ops
        self.catalogue: Catalogue = state.catalogue
        self.awaited = node.plan.awaited
        self.running: Kind | None = None
        """Where a library function runs that was itself handed to an offload or loop; None: right here."""

    # Reading

    def vals(self, op: int) -> Vals:
        """The values of an operation; those that the plan lists as its users are evaluated again when they change."""
        return self.node.vals[op] if op >= 0 else EMPTY

    def creation(self, site: Any, node: Node) -> Edge | None:
        """Where this node made a coroutine or generator, if it did."""
        if not site or site[0] is not self.node:
            return None
        made: Edge | None = self.node.creations.get((site[1], node))
        if made is not None and self.node.current >= 0:
            made.users.add(self.node.current)
            if self.state.trace is not None:
                self.state.trace += (parts.NEVER, None)
        return made

    def read(self, cell: Cell) -> Vals:
        """A cell's values; this node is evaluated again when it grows."""
        return self.state.read(cell, self.node)

    def parameter(self, place: int) -> Vals:
        """What this node is called with for a parameter."""
        return self.state.passed(place, self.read(self.node.params[place]))

    def cell(self, *key: Any) -> Cell:
        """The cell of a key."""
        return self.state.cell(*key)

    def write(self, cell: Cell, values: Vals) -> None:
        """Adds values to a cell that others read: who calls this node does not matter there."""
        self.state.write(cell, free(values))

    def make(self, kind: type[V], *parts: Any) -> V:
        """A value."""
        return self.state.values.make(kind, *parts)

    def one(self, kind: type[V], *parts: Any) -> Vals:
        """A value, as a set."""
        return self.state.values.make(kind, *parts).alone

    def known(self, value: facts.Literal) -> Vals:
        """A literal, as a set."""
        return self.state.values.known(value).alone

    def site(self, op: int) -> tuple[Any, ...]:
        """Where an object is made."""
        return (self.function, op)

    def span(self, op: int) -> facts.Span | None:
        """Where an operation stands."""
        return getattr(self.ops[op], "span", None)

    def defines(self, cls: ClassDef, name: str) -> bool:
        """Whether a class or a base of it in the project has this name in its body."""
        return any(name in owner.body.facts.variables for owner in cls.project_mro)

    def elements(self, value: Value) -> Vals:
        """What iterating a value gives, without running anything."""
        return containers.elements(self, value)

    def iterate(self, index: int, value: Value) -> Vals:
        """Runs an iteration at this place and gives its elements."""
        return containers.iterate(self, index, value)

    # Guards

    def alive(self, guard: int) -> bool:
        """Whether code under this guard can run, for any caller."""
        node = self.node
        if guard in node.alive:
            return True
        entry = self.function.facts.guards[guard]
        if not self.alive(entry.outer):
            return False
        if not tests.satisfying(self, self._test(entry), entry.holds):
            node.dead.add(guard)
            return False
        node.alive.add(guard)  # for good: values only become more
        return True

    def off_loop(self, guard: int) -> bool:
        """Whether code under this guard runs only where no event loop does: asking for the loop has raised there."""
        return any(self.raises_off_loop(func) for func in self.node.plan.attempts.get(guard, ()))

    def raises_off_loop(self, func: int) -> bool:
        """Whether an operation is nothing but callables that raise exactly where no event loop runs."""
        asked = self.vals(func)
        return bool(asked) and all(
            isinstance(value, Symbol) and self.catalogue.intrinsic(value.name) == "raises-off-loop" for value in asked
        )

    def _test(self, guard: facts.Guard) -> facts.Test:
        return self.ops[guard.test]  # type: ignore[return-value]

    # Edges

    def edge(
        self,
        op: int,
        callee: Node,
        kind: Kind,
        bindings: list[Vals | None] | None,
        condition: Origin,
        certain: bool = True,
        spares: tuple[str, ...] = (),
    ) -> None:
        """Records that a call site runs a node; the same one reached twice is one edge."""
        if self.running is not None and kind in (Kind.CALL, Kind.AWAIT, Kind.OWN_LOOP):
            kind = self.running
        if self.state.steps is not None:
            self.state.steps.append(("edge", (callee, kind, bindings, condition, certain, spares)))
        if kind is Kind.CREATE:
            self._create(Edge(self.node, op, callee, kind, bindings, condition, certain))
            return
        key = (op, callee, kind)
        old = self.node.edges.get(key)
        if old is None:
            self.node.note(self.node.edges, key)
            self.node.edges[key] = Edge(self.node, op, callee, kind, bindings, condition, certain, spares)
        else:
            _merge(old, bindings, condition, certain)

    def _create(self, edge: Edge) -> None:
        """Records that a coroutine or generator is made; its bindings stay the same object while they are the same."""
        key = (edge.op, edge.callee)
        old = self.node.creations.get(key)
        if old is None:
            self.node.creations[key] = edge
        elif _merge(old, edge.bindings, edge.condition, edge.certain):
            self.node.dirty |= old.users
            self.state.enqueue(self.node)


def _merge(old: Edge, bindings: list[Vals | None] | None, condition: Origin, certain: bool) -> bool:
    """The same callee at the same call site: either way may be taken; whether the bindings have grown."""
    old.condition = join_origins(old.condition, condition)
    old.certain = old.certain or certain
    if old.bindings is None or bindings is None:
        old.bindings = None
        return False
    merged = [_either_way(one, other) for one, other in zip(old.bindings, bindings, strict=True)]
    if any(one is not other for one, other in zip(old.bindings, merged, strict=True)):
        old.bindings = merged
        return True
    return False


def _either_way(one: Vals | None, other: Vals | None) -> Vals | None:
    if one is None or other is None or one is other:
        return one if other is None else other
    return (
        one if all(value in one and one[value] == origin for value, origin in other.items()) else joined((one, other))
    )


MAX_TRIES = 40
"""An operation that was evaluated so often only adds to what it gave before: an end is sure then."""


def evaluate(state: State, node: Node) -> None:
    """Evaluates the operations of a node that something has changed for, in order, until nothing changes any more."""
    frame = Frame(state, node)
    dirty, node.dirty = node.dirty, set()
    pending = dirty if node.runs else _evaluate_all(frame)
    node.runs += 1
    if pending:
        _evaluate_again(frame, pending)
    node.current = -1
    _export(frame)


def _evaluate_all(frame: Frame) -> set[int]:
    """Evaluates each operation once; gives those that looked at something which came later."""
    node = frame.node
    vals, guards, backward, tested = node.vals, node.plan.guards, node.plan.backward, node.plan.tested
    table, attempts = frame.state.values, node.plan.attempts
    pending: set[int] = set()
    for index, op in enumerate(frame.ops):
        node.current = index  # before the guard: its test reads cells, too
        node.tries[index] = 1
        guard = guards[index]
        if guard and guard not in node.alive and not frame.alive(guard):
            continue
        found = _HANDLERS[type(op)](frame, index, op)
        if not found:
            continue
        if attempts and guard in attempts and frame.off_loop(guard):
            found = under(found, NEVER_ON_LOOP)
        vals[index] = found if len(found) <= MAX_SITES else widened(found, table)
        if index in backward:
            pending.update(index + offset for offset in backward[index])
        if node.dead and index in tested:
            _revive(node, index, pending)
    return pending


def _evaluate_again(frame: Frame, pending: set[int]) -> None:
    """Evaluates some operations, and those that look at what has changed."""
    node, table = frame.node, frame.state.values
    vals, users, tested = node.vals, node.plan.users, node.plan.tested
    heap = sorted(pending)
    while heap:
        index = heappop(heap)
        pending.discard(index)
        found = _evaluate(frame, index)
        old = vals[index]
        if node.tries[index] >= MAX_TRIES:
            found = widened(joined((old, found)), table)
        if found is old or found == old:
            continue
        vals[index] = found
        more = {index + offset for offset in users[index]}
        if node.dead and index in tested:
            _revive(node, index, more)
        for user in more - pending:
            pending.add(user)
            heappush(heap, user)


def _evaluate(frame: Frame, index: int) -> Vals:
    node = frame.node
    node.current = index
    tries = node.tries[index]
    node.tries[index] = min(tries + 1, 255)
    if tries and index not in node.parts:
        node.forget(index)
    guard = node.plan.guards[index]
    if guard and guard not in node.alive and not frame.alive(guard):
        return EMPTY
    op = frame.ops[index]
    found = widened(_HANDLERS[type(op)](frame, index, op), frame.state.values)
    return under(found, NEVER_ON_LOOP) if guard in node.plan.attempts and frame.off_loop(guard) else found


def _revive(node: Node, index: int, pending: set[int]) -> None:
    """What a dead guard keeps from running is evaluated again when an operand of its test has changed."""
    for guard in node.plan.tested[index]:
        if guard in node.dead:
            node.dead.discard(guard)
            pending.update(node.plan.under.get(guard, ()))


def _export(frame: Frame) -> None:
    """Writes the variables that others read: a module's, a class's, those of inner functions."""
    node, function = frame.node, frame.function
    kind = function.facts.kind
    owner: Any = function.module if kind == "module" else function.cls if kind == "class" else node
    space = "global" if kind == "module" else "class" if kind == "class" else "variable"
    for name, ops in function.facts.variables.items():
        values = joined(frame.vals(op) for op in ops)
        if node.exported.get(name) is not values:
            node.exported[name] = values
            frame.state.write(frame.cell(space, owner, name), values if space == "variable" else free(values))
    if kind == "class" and function.cls is not None:
        _export_class(frame, function.cls)


def _export_class(frame: Frame, cls: ClassDef) -> None:
    """What others ask of a class body: annotations and factories of its fields, library decorators of its methods."""
    for field in cls.facts.fields:
        frame.write(frame.cell("field", cls, field.name), frame.vals(field.annotation))
        factory = cls.factory_of(field)
        if factory >= 0:
            frame.write(frame.cell("factory", cls, field.name), frame.vals(factory))
    ops = frame.function.facts.ops
    for name, values in frame.function.facts.variables.items():
        stack = list(values)
        while stack:
            op = ops[stack.pop()]
            if isinstance(op, facts.Call) and op.kind == "decorator":
                stack.append(op.arguments[0].value)
                maker = ops[op.func]
                applied = frame.vals(maker.func if isinstance(maker, facts.Call) else op.func)
                symbols = {value: None for value in applied if isinstance(value, Symbol)}
                frame.write(frame.cell("decorators", cls, name), dict.fromkeys(symbols))


# One handler for each operation


def _const(frame: Frame, index: int, op: facts.Const) -> Vals:
    return frame.known(op.value)


def _opaque(frame: Frame, index: int, op: facts.Opaque) -> Vals:
    return frame.one(LibraryObject, op.kind, (), None) if op.kind else ANYTHING


def _param(frame: Frame, index: int, op: facts.Param) -> Vals:
    return frame.parameter(op.index)


def _global_name(frame: Frame, index: int, op: facts.GlobalName) -> Vals:
    if op.name in ("__name__", "__file__"):
        return ANYTHING
    return frame.state.global_name(frame.function.module, op.name, frame.node)


def _free_name(frame: Frame, index: int, op: facts.FreeName) -> Vals:
    env = environment(frame.node, op.depth)
    return ANYTHING if env is None else outward(frame.read(frame.cell("variable", env, op.name)), op.depth)


def _choice(frame: Frame, index: int, op: facts.Choice) -> Vals:
    return joined(frame.vals(option) for option in op.options)


def _either(frame: Frame, index: int, op: facts.Either) -> Vals:
    left = frame.vals(op.left)
    stays = {value: origin for value, origin in left.items() if tests.truth(frame, value) is not (not op.is_or)}
    goes_on = any(tests.truth(frame, value) is not op.is_or for value in left)
    return joined((stays, frame.vals(op.right))) if goes_on else stays


def _when(frame: Frame, index: int, op: facts.When) -> Vals:
    return frame.vals(op.value) if frame.alive(op.guard) else EMPTY


def _narrow(frame: Frame, index: int, op: facts.Narrow) -> Vals:
    test: Any = frame.ops[op.test]
    return tests.filtered(frame, frame.vals(op.base), test, op.holds)


def _test(frame: Frame, index: int, op: facts.Test) -> Vals:
    for value, origin in frame.vals(op.operand).items():
        if op.kind == "truthy":
            access.special(frame, index, value, ("__bool__", "__len__"), [], origin)
        elif op.kind == "equals" and op.other >= 0:
            access.special(frame, index, value, ("__eq__",), [frame.vals(op.other)], origin)
    return EMPTY


def _attribute(frame: Frame, index: int, op: facts.Attribute) -> Vals:
    bases = awaiting.fitting(frame, op.base, frame.vals(op.base))
    if len(bases) == 1:
        return access.attribute_of(frame, index, bases, op.name)
    return joined(
        parts.each(
            frame,
            index,
            bases,
            (),
            lambda base, origin: under(access.attribute(frame, index, base, op.name, origin), origin),
        )
    )


def _call(frame: Frame, index: int, op: facts.Call) -> Vals:
    arguments = Arguments.of(frame, index, op.arguments)
    func = frame.vals(op.func)
    if op.kind == "decorator":
        return calls.decorate(frame, index, func, arguments)
    _appended(frame, index, op, arguments)
    if len(func) == 1 and index not in frame.node.parts:
        ((function, origin),) = func.items()
        return calls.call(frame, index, function, arguments, origin)
    return calls.call_each(frame, index, func, arguments, op.awaited)


def _format(frame: Frame, index: int, op: facts.Format) -> Vals:
    return texts.formatted(frame, [frame.vals(part) for part in op.parts]) or ANYTHING


_APPENDING = {"append": 0, "extend": 0, "insert": 1}


def _appended(frame: Frame, index: int, op: facts.Call, arguments: Arguments) -> None:
    """`app.on_startup.append(f)`: a library attribute that is a list of callables."""
    func = frame.ops[op.func]
    if not isinstance(func, facts.Attribute) or func.name not in _APPENDING:
        return
    inner = frame.ops[func.base]
    if isinstance(inner, facts.Attribute):
        for owner in frame.vals(inner.base):
            if isinstance(owner, LibraryObject):
                handed = arguments.get(_APPENDING[func.name])
                calls.assigned(frame, index, owner, inner.name, handed, EMPTY, "appended")


def _subscript(frame: Frame, index: int, op: facts.Subscript) -> Vals:
    return access.item_of(frame, index, frame.vals(op.base), frame.vals(op.index))


def _await(frame: Frame, index: int, op: facts.Await) -> Vals:
    return calls.await_all(frame, index, frame.vals(op.value))


def _display(frame: Frame, index: int, op: facts.Display) -> Vals:
    return containers.display(frame, index, op)


def _make_function(frame: Frame, index: int, op: facts.MakeFunction) -> Vals:
    function = frame.function.module.functions[op.index]
    signature = frame.state.signature(function)
    for place, default in enumerate(op.defaults):
        if default >= 0:
            frame.write(signature.defaults[place], frame.vals(default))
    for place, annotation in enumerate(op.annotations):
        if annotation >= 0:
            frame.write(signature.annotations[place], frame.vals(annotation))
    if op.returns >= 0:
        frame.write(signature.returns, frame.vals(op.returns))
    return frame.one(FunctionValue, function, _enclosing(frame) if function.facts.parent >= 0 else None)


def _enclosing(frame: Frame) -> Node | None:
    return frame.node if frame.function.facts.kind not in ("class", "module") else frame.node.env


def _make_class(frame: Frame, index: int, op: facts.MakeClass) -> Vals:
    cls = frame.function.module.classes[op.index]
    frame.edge(index, frame.state.node(cls.body, _enclosing(frame), None), Kind.CALL, [], None)
    creation.create(frame, index, cls, Arguments.of(frame, index, op.keywords))
    calls.register_hooks(frame, index, cls)
    if cls.generic:
        bases: Vals = {value: None for base in op.bases for value in frame.vals(base) if isinstance(value, Generic)}
        frame.write(frame.cell("type bases", cls), bases)
    return frame.one(ClassValue, cls)


def _import(frame: Frame, index: int, op: facts.Import) -> Vals:
    module, state = frame.function.module, frame.state
    name = absolute_name(module, op.module, op.level)
    project = state.program.find(name, module)
    if project is not None and not op.type_checking and project is not module and frame.function.facts.kind != "module":
        frame.edge(index, state.node(project.body, None, None), Kind.CALL, [], None)
    if not op.name:
        return state.module(name if op.whole else name.partition(".")[0], module)
    if project is not None:
        return access.of_module(frame, index, project, op.name)
    return state.module(f"{name}.{op.name}" if name else op.name, module)


def _iterate(frame: Frame, index: int, op: facts.Iterate) -> Vals:
    return joined(
        under(containers.iterate(frame, index, value, op.is_async), origin)
        for value, origin in frame.vals(op.base).items()
    )


def _element(frame: Frame, index: int, op: facts.Element) -> Vals:
    return joined(
        under(containers.part(frame, index, value, op.index), origin) for value, origin in frame.vals(op.base).items()
    )


def _enter(frame: Frame, index: int, op: facts.Enter) -> Vals:
    return joined(
        under(access.enter(frame, index, value, op.is_async, origin), origin)
        for value, origin in frame.vals(op.base).items()
    )


def _operator(frame: Frame, index: int, op: facts.Operator) -> Vals:
    return operators.operate(frame, index, op.method, [frame.vals(operand) for operand in op.operands])


def _store_attribute(frame: Frame, index: int, op: facts.StoreAttribute) -> Vals:
    values = frame.vals(op.value) if op.value >= 0 else EMPTY
    if op.value >= 0 and frame.function.cls is not None and frame.function.cls.generic:
        generics.note_attribute(frame, op.name, op.value)
    for base, origin in frame.vals(op.base).items():
        access.store_attribute(frame, index, base, op.name, values, origin, deleting=op.value < 0)
    return EMPTY


def _store_item(frame: Frame, index: int, op: facts.StoreItem) -> Vals:
    values = frame.vals(op.value) if op.value >= 0 else EMPTY
    for base, origin in frame.vals(op.base).items():
        access.store_item(frame, index, base, frame.vals(op.index), values, origin, deleting=op.value < 0)
    _assigned_item(frame, index, op, values)
    return EMPTY


def _assigned_item(frame: Frame, index: int, op: facts.StoreItem, values: Vals) -> None:
    """`app.dependency_overrides[g] = f`: a library attribute whose items are callables."""
    base = frame.ops[op.base]
    if isinstance(base, facts.Attribute):
        for owner in frame.vals(base.base):
            if isinstance(owner, LibraryObject):
                calls.assigned(frame, index, owner, base.name, values, frame.vals(op.index), "item")


def _store_name(frame: Frame, index: int, op: facts.StoreName) -> Vals:
    if op.depth == 0:
        frame.write(frame.cell("global", frame.function.module, op.name), frame.vals(op.value))
    else:
        env = environment(frame.node, op.depth)
        if env is not None:
            frame.write(frame.cell("variable", env, op.name), frame.vals(op.value))
    return EMPTY


def _return(frame: Frame, index: int, op: facts.Return) -> Vals:
    if not frame.function.facts.is_generator:
        values = frame.vals(op.value)
        if op.guard in frame.node.plan.attempts and frame.off_loop(op.guard):
            values = under(values, NEVER_ON_LOOP)
        frame.state.write(frame.node.returned, values)
    return EMPTY


def _yield(frame: Frame, index: int, op: facts.Yield) -> Vals:
    frame.state.write(frame.node.yielded, frame.vals(op.value))
    return EMPTY


def _typed(frame: Frame, index: int, op: facts.Typed) -> Vals:
    values = frame.vals(op.value)
    declared = types.instances(frame, frame.vals(op.annotation))
    values = types.agreeing(frame, values, declared)
    for value in values if declared else ():
        holders.declare(frame, value, declared)
    precise = [value for value in values if value is not UNKNOWN and enums.as_key(frame, value) is None]
    if op.value >= 0 and precise and len(precise) == len(values):
        return values
    if declared and UNKNOWN in values:
        values = {value: origin for value, origin in values.items() if value is not UNKNOWN}
    return joined((values, declared)) or ANYTHING


_HANDLERS: dict[type, Callable[[Frame, int, Any], Vals]] = {
    facts.Const: _const, facts.Opaque: _opaque, facts.Param: _param, facts.GlobalName: _global_name,
    facts.FreeName: _free_name, facts.Choice: _choice, facts.Either: _either, facts.When: _when, facts.Narrow: _narrow,
    facts.Test: _test, facts.Attribute: _attribute, facts.Call: _call, facts.Subscript: _subscript, facts.Await: _await,
    facts.Display: _display, facts.MakeFunction: _make_function, facts.MakeClass: _make_class, facts.Import: _import,
    facts.Iterate: _iterate, facts.Element: _element, facts.Enter: _enter, facts.Operator: _operator,
    facts.StoreAttribute: _store_attribute, facts.StoreItem: _store_item, facts.StoreName: _store_name,
    facts.Return: _return, facts.Yield: _yield, facts.Typed: _typed, facts.Format: _format,
}  # fmt: skip
