"""The call graph: evaluates nodes until nothing grows any more, starting with what certainly runs.

First module bodies, and with them everything that they hand to frameworks, run to a fixed point.  Then every function
that nothing has called yet is entered as if something outside called it: an `async def` there can only be run by an
event loop, so it is an entry point; a plain function belongs to no loop, but the values it makes count.
"""

from __future__ import annotations

from dataclasses import dataclass

from blockcheck.catalogue import Catalogue
from blockcheck.memoised import drop_what_is_done
from blockcheck.nodes import ANYTHING, Edge, Node, Sink, free, joined
from blockcheck.program import FunctionDef, Module, Program
from blockcheck.resolve import entries, types
from blockcheck.resolve.frame import Frame, evaluate
from blockcheck.state import Root, State
from blockcheck.values import ClassValue, Instance, LibraryObject, Vals, Value


@dataclass(frozen=True, slots=True)
class CallGraph:
    """What may run what: nodes, their edges and sinks, and the entry points.

    `roots` are what frameworks run; `outside` the nodes that nothing in the project calls.
    """

    program: Program
    catalogue: Catalogue
    state: State
    nodes: tuple[Node, ...]
    roots: tuple[Root, ...]
    outside: tuple[Node, ...]

    def sinks(self) -> list[Sink]:
        """All call sites that block, in the order of the source."""
        found = [sink for node in self.nodes for sink in node.sinks.values()]
        return sorted(found, key=lambda sink: (sink.node.function.order, sink.op, sink.name, sink.node.serial))

    def callers(self) -> dict[Node, list[Edge]]:
        """For each node, the edges that run it."""
        found: dict[Node, list[Edge]] = {node: [] for node in self.nodes}
        for node in self.nodes:
            for edge in node.edges.values():
                found[edge.callee].append(edge)
        return found


def build_call_graph(program: Program, catalogue: Catalogue) -> CallGraph:
    """Evaluates the program; the result is the least fixed point and does not depend on the order of files."""
    state = State(program, catalogue)
    for module in imports_first(program):
        state.node(module.body, None, None)
    _settle(state)
    outside: list[Node] = []
    # Coroutine functions first: what they run is not called from outside.
    while entered := _enter_the_rest(state, is_async=True) or _enter_the_rest(state, is_async=False):
        outside += entered
        _settle(state)
    nodes = tuple(sorted(state.nodes.values(), key=lambda node: (node.function.order, node.serial)))
    drop_what_is_done(state, nodes)
    return CallGraph(program, catalogue, state, nodes, entries.latest(state.roots), tuple(outside))


def imports_first(program: Program) -> list[Module]:
    """The modules, each behind those that it imports, as far as imports are not circular: fewer things change later."""
    done: dict[Module, None] = {}
    for start in program.modules:
        stack: list[tuple[Module, bool]] = [(start, False)]
        entered: set[Module] = set()
        while stack:
            module, leaving = stack.pop()
            if leaving:
                done[module] = None
            elif module not in entered and module not in done:
                entered.add(module)
                stack.append((module, True))
                stack += [(target, False) for target in program.imported_by(module) if target not in done]
    return list(done)


def _settle(state: State) -> None:
    """Evaluates what is queued; then, as long as there are any, those that wait in vain."""
    while True:
        while (node := state.next()) is not None:
            evaluate(state, node)
        if not state.give_up():
            return


def _enter_the_rest(state: State, is_async: bool) -> list[Node]:
    """Enters the functions of a kind that have no node yet and whose surroundings have run."""
    known: dict[FunctionDef, Node] = {}
    for (function, _, _), node in state.nodes.items():
        known.setdefault(function, node)
    entered = []
    for function in state.program.functions():
        if function in known or function.facts.kind in ("module", "class") or function.module.is_test:
            continue
        if function.facts.is_async is not is_async:
            continue
        env = _environment(known, function)
        if env is not None or function.facts.parent < 0:
            node = state.node(function, env, None)
            state.outside.add(node)
            _supply(state, node)
            entered.append(node)
    return entered


def _environment(first: dict[FunctionDef, Node], function: FunctionDef) -> Node | None:
    """The first activation of the function that encloses this one."""
    if function.facts.parent < 0:
        return None
    return first.get(function.module.functions[function.facts.parent])


def _supply(state: State, node: Node) -> None:
    """What a caller outside the project passes: objects of the class and of the annotated types, the defaults."""
    frame = Frame(state, node)
    for place, param in enumerate(node.function.facts.params):
        values = _first(frame, node) if place == 0 and param.kind in ("ordinary", "positional-only") else {}
        if not values:
            values = _declared(frame, node, place, param.kind)
        node.external.setdefault(place, {}).update(dict.fromkeys(values))
        state.write(node.params[place], free(values))


def _first(frame: Frame, node: Node) -> Vals:
    """`self` or `cls` of a method."""
    cls = node.function.cls
    if cls is None:
        return {}
    held = frame.read(frame.cell("class", cls, node.function.facts.name))
    kinds = {getattr(value, "kind", "") for value in held}
    if "staticmethod" in kinds:
        return {}
    if "classmethod" in kinds or node.function.facts.name in ("__new__", "__init_subclass__", "__class_getitem__"):
        return frame.one(ClassValue, cls)
    return frame.one(Instance, cls, None)


def _declared(frame: Frame, node: Node, place: int, kind: str) -> Vals:
    if kind in ("args", "kwargs"):
        made: Value = frame.make(LibraryObject, "tuple" if kind == "args" else "dict", (), None)
        return {made: None}
    annotation = frame.read(node.signature.annotations[place])
    default = frame.read(node.signature.defaults[place])
    return joined((types.instances(frame, annotation), default, ANYTHING))
