"""Calls that only look up what a memoised function has done while modules were imported.

`@lru_cache def settings(): …` that a module calls on its own account does its work then: no code that can only run when
that module has been imported does it again.  Only what is sure counts: a function without parameters that nothing but
the cache decorates and whose cache nobody clears, and a call that is made whatever happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from blockcheck.facts import Argument, Attribute, Call, Const, Import, MakeFunction
from blockcheck.nodes import Kind, Node
from blockcheck.program import FunctionDef, Module, Program, absolute_name
from blockcheck.state import State
from blockcheck.values import FunctionValue, Symbol, Value


def drop_what_is_done(state: State, nodes: Iterable[Node]) -> None:
    """Takes away the calls of memoised functions that run nothing any more."""
    by_function: dict[FunctionDef, list[Node]] = {}
    for node in nodes:
        by_function.setdefault(node.function, []).append(node)
    memoised = {function for module in state.program.modules for function in _memoised(state, module, by_function)}
    if not memoised or _clears_caches(state.program):
        return
    done = {module: _surely_called(module.body, by_function, set()) & memoised for module in state.program.modules}
    imports = _Imports(state.program)
    for node in nodes:
        calls = [(key, edge) for key, edge in node.edges.items() if edge.callee.function in memoised]
        if not calls or node.function.facts.kind == "module":
            continue
        before = {function for module in imports.imported_with(node.function.module) for function in done[module]}
        for key, edge in calls:
            if edge.kind is Kind.CALL and edge.callee.function in before:
                del node.edges[key]


def _memoised(state: State, module: Module, by_function: dict[FunctionDef, list[Node]]) -> Iterator[FunctionDef]:
    """The functions of a module that do their work once."""
    ops = module.body.facts.ops
    for options in module.variables.values():
        op = ops[options[0]] if len(options) == 1 else None
        if isinstance(op, Call) and op.kind == "decorator":
            made = ops[op.arguments[0].value]
            if isinstance(made, MakeFunction) and _is_cache(state, module, op.func, by_function):
                function = module.functions[made.index]
                facts = function.facts
                if not (facts.params or facts.is_async or facts.is_generator):
                    yield function


def _is_cache(state: State, module: Module, index: int, by_function: dict[FunctionDef, list[Node]]) -> bool:
    """Whether a decorator keeps the result of a call without arguments for good."""
    op = module.body.facts.ops[index]
    if isinstance(op, Call):
        sizes = [argument for argument in op.arguments if argument.keyword != "typed"]
        if not all(_is_size(module, argument) for argument in sizes):
            return False
        index = op.func
    values = {value for node in by_function.get(module.body, ()) for value in node.vals[index]}
    return bool(values) and all(
        isinstance(value, Symbol) and state.catalogue.intrinsic(value.name) == "cached" for value in values
    )


def _is_size(module: Module, argument: Argument) -> bool:
    """Whether this is a `maxsize` that has room for one result."""
    op = module.body.facts.ops[argument.value]
    if argument.star or argument.keyword not in ("", "maxsize") or not isinstance(op, Const):
        return False
    return op.value is None or (isinstance(op.value, int) and op.value > 0)


def _clears_caches(program: Program) -> bool:
    return any(
        isinstance(op, Attribute) and op.name == "cache_clear"
        for module in program.modules
        if not module.is_test
        for function in module.functions
        for op in function.facts.ops
    )


def _surely_called(
    function: FunctionDef, by_function: dict[FunctionDef, list[Node]], seen: set[FunctionDef]
) -> set[FunctionDef]:
    """The plain functions that a body calls whenever it runs to its end, and those that they call."""
    for index in function.facts.surely:
        op = function.facts.ops[index]
        values: set[Value] = {
            value
            for node in by_function.get(function, ())
            for value in node.vals[op.func if isinstance(op, Call) else index]
        }
        called = values.pop() if len(values) == 1 else None
        if isinstance(called, FunctionValue) and called.function not in seen:
            facts = called.function.facts
            if not (facts.is_async or facts.is_generator):
                seen.add(called.function)
                _surely_called(called.function, by_function, seen)
    return seen


class _Imports:
    """Which modules have been imported, too, when code of a module runs."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._known: dict[Module, set[Module]] = {}

    def imported_with(self, module: Module) -> set[Module]:
        """The module, and what it and they import whatever happens."""
        found = self._known.get(module)
        if found is None:
            found = self._known[module] = set()
            stack = [module]
            while stack:
                current = stack.pop()
                if current not in found:
                    found.add(current)
                    stack += self._imported_by(current)
        return found

    def _imported_by(self, module: Module) -> Iterator[Module]:
        for op in module.body.facts.ops:
            if isinstance(op, Import) and not op.guard and not op.type_checking:
                name = absolute_name(module, op.module, op.level)
                parts = f"{name}.{op.name}".split(".") if op.name else name.split(".")
                for end in range(1, len(parts) + 1):
                    target = self.program.find(".".join(parts[:end]), module)
                    if target is not None:
                        yield target
