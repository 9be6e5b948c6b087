"""Builds one function's operations: which values names hold here, what guards the code stands under, where it is.

The builder walks statements in order with an environment of names.  Where two ways meet, the environments are merged
with `Choice` operations; before a loop, every name that the loop assigns gets a `Choice` that is completed after it.
The environment is None behind a `return`, `raise`, `break` or `continue`: what follows cannot run and is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from blockcheck.extract.places import Places
from blockcheck.extract.scopes import Scope
from blockcheck.facts import (
    Choice,
    Class,
    Const,
    Function,
    Guard,
    ImportedModule,
    Literal,
    Narrow,
    Op,
    Opaque,
    Param,
    Parameter,
    Span,
    StoreItem,
    Subscript,
)

Env = dict[str, int]

MAX_LITERAL = 200
"""Longer strings are not worth keeping: no route, key or mode is that long."""

_QUIET = frozenset({Const, Opaque})


@dataclass(slots=True)
class ModuleBuilder:
    """What the builders of a file share: where its code stands, and its functions, classes and imports so far."""

    places: Places
    functions: list[Function | None] = field(default_factory=list)
    classes: list[Class | None] = field(default_factory=list)
    imports: list[ImportedModule] = field(default_factory=list)
    stars: list[ImportedModule] = field(default_factory=list)
    exported: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Loop:
    """An enclosing loop: the environments at its `break`s and `continue`s."""

    breaks: list[Env] = field(default_factory=list)
    continues: list[Env] = field(default_factory=list)


class Builder:
    """The part of a function's building that knows no syntax: operations, environments, guards."""

    def __init__(self, module: ModuleBuilder, kind: str, scope: Scope, outer: Builder | None) -> None:
        self.module = module
        self.span = module.places.span
        self.kind = kind
        self.scope = scope
        self.functions: tuple[Builder, ...] = _enclosing(outer)
        """The enclosing functions, from the next one outwards; class bodies cannot be seen from inside."""
        self.index = len(module.functions)
        module.functions.append(None)
        self.ops: list[Op] = []
        self.guards: list[Guard] = [Guard(-1, True, 0)]
        self.guard = 0
        self.env: Env | None = {}
        self.loops: list[Loop] = []
        self.history: list[tuple[str, int]] = []
        self.captured: set[str] = set()
        self.closure = False
        self.qualname = ""
        self.top_level = kind == "module"
        self.type_checking = False
        self.nesting = 0
        """How many constructs stand around the code that may run it not at all, or not once; the body counts as one."""
        self.surely: list[int] = []
        self.type_parameters: dict[str, int] = {}
        """The operations of type parameters that annotations here may name (`def f[T](x: T)`)."""
        self.constants: dict[tuple[type, object], int] = {}
        """The operations of literals."""
        self.tested: dict[int, tuple[str, int | None]] = {}
        """By test with `isinstance`: the dotted path that it tests, and what the first name of that holds."""
        self.stored: dict[str, int] = {}
        """By dotted path, the last operation that assigns to it."""
        self._opaque = -1
        self._narrowed: dict[int, int] = {}
        self._keys: set[int] = set()

    # Operations

    def add(self, op: Op) -> int:
        """Appends an operation and gives its index."""
        ops = self.ops
        ops.append(op)
        return len(ops) - 1

    def add_lookup(self, op: Subscript | StoreItem) -> int:
        """Appends an operation on a container, and remembers under what it looks."""
        self._keys.add(op.index)
        return self.add(op)

    def const(self, value: Literal) -> int:
        """A literal; equal ones share an operation."""
        if isinstance(value, str) and len(value) > MAX_LITERAL:
            value = value[:MAX_LITERAL]
        key = (type(value), value)
        found = self.constants.get(key)
        if found is None:
            found = self.constants[key] = self.add(Const(value))
        return found

    def opaque(self) -> int:
        """The value of which nothing is known."""
        if self._opaque < 0:
            self._opaque = self.add(Opaque())
        return self._opaque

    def data(self, kind: str) -> int:
        """A literal of a builtin type whose value does not matter."""
        key = (type, kind)
        found = self.constants.get(key)
        if found is None:
            found = self.constants[key] = self.add(Opaque(kind))
        return found

    def choice(self, options: Iterable[int]) -> int:
        """One of several values; where they are one, that one."""
        distinct = tuple(dict.fromkeys(options))
        return distinct[0] if len(distinct) == 1 else self.add(Choice(distinct))

    def is_quiet(self, index: int) -> bool:
        """Whether this is a literal, so that operating on it runs no code of anybody."""
        return type(self.ops[index]) in _QUIET

    # Names

    def bind(self, name: str, value: int) -> None:
        """`name` holds `value` from here on."""
        if self.env is not None:
            self.env[name] = value
            self.history.append((name, value))

    def capture(self, name: str, reader: Builder) -> None:
        """An inner function reads or assigns this function's variable."""
        self.captured.add(name)
        self.closure = self.closure or reader.kind != "genexpr"

    def add_param(self, name: str, kind: str, params: list[Parameter]) -> None:
        """Declares the next parameter."""
        self.scope.bound.add(name)
        self.bind(name, self.add(Param(len(params))))
        params.append(Parameter(name, kind))

    # Flow

    def merge(self, envs: Iterable[Env | None]) -> Env | None:
        """The environment where ways meet; a name that only some of them bind may hold what those bind."""
        alive = [env for env in envs if env is not None]
        if not alive:
            return None
        merged = dict(alive[0])
        others = [env for env in alive[1:] if env != merged]
        if len(others) == 1 and len(alive) == 2:
            self._merge_two(merged, others[0])
        elif others:
            for name in dict.fromkeys(name for env in alive for name in env):
                options = list(dict.fromkeys(env[name] for env in alive if name in env))
                merged[name] = options[0] if len(options) == 1 else self._join(options)
        return merged

    def _merge_two(self, merged: Env, other: Env) -> None:
        changed = {name: value for name, value in other.items() if merged.get(name) != value}
        shared = [name for name in changed if name in merged]
        if len(shared) > 1:  # operations come in the order of the first environment
            shared = [name for name in merged if name in changed]
        for name in shared:
            changed[name] = self._join([merged[name], changed[name]])
        merged.update(changed)

    def _join(self, options: list[int]) -> int:
        originals = {self._narrowed.get(option, option) for option in options}
        if len(originals) == 1:  # the two branches of one test on a name: nothing was assigned
            return originals.pop()
        return self.choice(options)

    def narrow(self, name: str, test: int, holds: bool) -> None:
        """In this branch, `name` has only the values for which the test comes out as `holds`."""
        if self.env is not None and name in self.env:
            original = self.env[name]
            narrowed = self.add(Narrow(original, test, holds))
            self._narrowed[narrowed] = self._narrowed.get(original, original)
            self.env[name] = narrowed

    def under(self, test: int, holds: bool) -> None:
        """What follows stands under one more condition."""
        self.guards.append(Guard(test, holds, self.guard))
        self.guard = len(self.guards) - 1

    def loop(self, names: set[str], body: Callable[[], None]) -> None:
        """Runs `body` as the body of a loop that assigns `names`; afterwards the environment is the one behind it."""
        before = self.env
        if before is None:
            return
        heads: dict[str, int] = {}
        for name in sorted(names):
            initial = before.get(name)
            heads[name] = self.add(Choice(() if initial is None else (initial,)))
        self.env = before | heads
        entry = dict(self.env)
        self.loops.append(Loop())
        body()
        loop = self.loops.pop()
        back = self.merge([self.env, *loop.continues])
        if back is not None:
            for name, head in heads.items():
                self._complete(head, back.get(name))
        self.env = self.merge([entry, back, *loop.breaks])

    def _complete(self, head: int, value: int | None) -> None:
        options = self.ops[head].options  # type: ignore[union-attr]
        if value is not None and value != head and value not in options:
            self.ops[head] = Choice((*options, value))

    # The result

    def finish(
        self, *, name: str, span: Span, owner: int = -1, is_async: bool = False, params: Iterable[Parameter] = ()
    ) -> Function:
        """The function, put into its place in the module."""
        function = Function(
            index=self.index,
            name=name,
            qualname=self.qualname,
            kind=self.kind,
            span=span,
            parent=self.functions[0].index if self.functions else -1,
            owner=owner,
            is_async=is_async,
            is_generator=self.scope.yields or self.kind == "genexpr",
            awaits=self.scope.awaits,
            by_site=self.closure
            or any(isinstance(self.ops[self._narrowed.get(key, key)], Param) for key in self._keys),
            params=tuple(params),
            ops=tuple(self.ops),
            guards=tuple(self.guards),
            variables=self._variables(),
            surely=() if is_async or owner >= 0 else tuple(self.surely),
        )
        self.module.functions[self.index] = function
        return function

    def _variables(self) -> dict[str, tuple[int, ...]]:
        if self.kind in ("module", "class"):
            return {name: (value,) for name, value in (self.env or {}).items()}
        if not self.captured:
            return {}
        found: dict[str, dict[int, None]] = {}
        for name, value in self.history:
            if name in self.captured:
                found.setdefault(name, {})[value] = None
        return {name: tuple(values) for name, values in found.items()}


def _enclosing(outer: Builder | None) -> tuple[Builder, ...]:
    if outer is None:
        return ()
    return outer.functions if outer.kind in ("class", "module") else (outer, *outer.functions)
