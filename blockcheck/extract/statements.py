"""Statements to operations: assignments, branches, loops, definitions, imports."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from astroid import nodes

from blockcheck.extract.builder import Env, scope_of
from blockcheck.extract.expressions import BINARY, Condition, Expressions, static_truth
from blockcheck.extract.scopes import Scope, bound_names
from blockcheck.facts import (
    Argument,
    Call,
    Class,
    Display,
    Element,
    Enter,
    Field,
    Import,
    ImportedModule,
    Iterate,
    MakeClass,
    MakeFunction,
    Parameter,
    Return,
    Span,
    StoreAttribute,
    StoreItem,
    Test,
    Typed,
    Yield,
)


class Statements(Expressions):
    """The builder's knowledge of statements."""

    class_index: int
    fields: list[Field]

    def block(self, statements: Iterable[nodes.NodeNG]) -> None:
        """Runs statements in order, as far as they can run; conditions found on the way end with the block."""
        saved = self.guard
        for statement in statements:
            if self.env is None:
                break
            handler = _STATEMENTS.get(type(statement))
            if handler is not None:
                handler(self, statement)
        self.guard = saved

    # Assignments

    def assign(self, target: nodes.NodeNG, value: int) -> None:
        """Stores a value into a target of any form."""
        span = self.module.span(target)
        match target:
            case nodes.AssignName():
                self.store(target.name, value)
            case nodes.AssignAttr():
                self.add(StoreAttribute(self.expr(target.expr), target.attrname, value, span, self.guard))
            case nodes.Subscript():
                base, index = self.expr(target.value), self.expr(target.slice)
                self.add(StoreItem(base, index, value, span, self.guard))
            case nodes.Starred():
                self.assign(target.value, self.add(Display("list", (self.add(Element(value, -1)),))))
            case nodes.Tuple() | nodes.List():
                starred = next((i for i, e in enumerate(target.elts) if isinstance(e, nodes.Starred)), len(target.elts))
                for index, element in enumerate(target.elts):
                    is_one = index < starred and not isinstance(element, nodes.Starred)
                    part = self.add(Element(value, index if is_one else -1))
                    self.assign(
                        element.value if isinstance(element, nodes.Starred) else element, self._rest(element, part)
                    )

    def _rest(self, element: nodes.NodeNG, part: int) -> int:
        """`*rest` is a list of what it takes in."""
        return self.add(Display("list", (part,))) if isinstance(element, nodes.Starred) else part

    def assignment(self, node: nodes.Assign) -> None:
        value = self.expr(node.value)
        for target in node.targets:
            self.assign(target, value)
        if (
            self.kind == "module"
            and isinstance(node.targets[0], nodes.AssignName)
            and node.targets[0].name == "__all__"
        ):
            self._note_exported(node.value)

    def annotated(self, node: nodes.AnnAssign) -> None:
        annotation = self.annotation(node.annotation)
        if (
            node.value is not None
            and getattr(node.annotation, "attrname", getattr(node.annotation, "name", "")) == "TypeAlias"
        ):
            self.assign(node.target, self.annotation(node.value))
            return
        value = self.expr(node.value) if node.value is not None else -1
        typed = self.add(Typed(value, annotation))
        if self.kind == "class" and isinstance(node.target, nodes.AssignName):
            self.fields.append(Field(node.target.name, annotation, value))
        if value >= 0 or not isinstance(node.target, nodes.AssignName) or self.kind in ("module", "class"):
            self.assign(node.target, typed)

    def augmented(self, node: nodes.AugAssign) -> None:
        method = f"__i{BINARY[node.op[:-1]][2:]}"
        target, value = node.target, self.expr(node.value)
        match target:
            case nodes.AssignName():
                old = self.load(target.name)
            case nodes.AssignAttr():
                old = self.opaque()
                self.expr(target.expr)
            case _:
                old = self.opaque()
        operator = self.operator(method, (old, value), node)
        self.assign(target, self.choice((old, operator)) if isinstance(target, nodes.AssignName) else operator)
        if self.kind == "module" and isinstance(target, nodes.AssignName) and target.name == "__all__":
            self._note_exported(node.value)

    def _note_exported(self, node: nodes.NodeNG) -> None:
        if isinstance(node, (nodes.List, nodes.Tuple)):
            self.module.exported.extend(
                e.value for e in node.elts if isinstance(e, nodes.Const) and isinstance(e.value, str)
            )

    def delete(self, node: nodes.Delete) -> None:
        for target in node.targets:
            span = self.module.span(target)
            match target:
                case nodes.DelName() if self.env is not None and self.kind != "module":
                    self.env.pop(target.name, None)
                case nodes.DelAttr():
                    self.add(StoreAttribute(self.expr(target.expr), target.attrname, -1, span, self.guard))
                case nodes.Subscript():
                    base, index = self.expr(target.value), self.expr(target.slice)
                    self.add(StoreItem(base, index, -1, span, self.guard))

    def type_alias(self, node: nodes.TypeAlias) -> None:
        self.store(node.name.name, self.annotation(node.value))

    # Branches

    def if_(self, node: nodes.If) -> None:
        if static_truth(node.test) is False and _mentions_type_checking(node.test):
            self._type_checking(node)
            return
        when_true, when_false = self.condition(node.test)
        outer, env = self.guard, self.env
        true_env = self._branch(node.body, when_true, env)
        false_env = self._branch(node.orelse, when_false, env)
        self.env = self.merge([true_env, false_env])
        self.guard = outer
        # Where one way ends here, what follows stands under the condition of the other.
        survivor = when_false if true_env is None else when_true if false_env is None else None
        if self.env is not None:
            for test, holds in survivor or ():
                self.under(test, holds)

    def _branch(self, body: list[nodes.NodeNG], conditions: list[Condition] | None, env: Env | None) -> Env | None:
        if conditions is None or env is None:
            return None
        outer = self.guard
        self._enter(conditions, dict(env))
        self.block(body)
        self.guard = outer
        return self.env

    def _type_checking(self, node: nodes.If) -> None:
        """What only type checkers see still names types; the other branch is what runs."""
        saved = self.type_checking
        self.type_checking = True
        self.block([statement for statement in node.body if isinstance(statement, _DECLARING)])
        self.type_checking = saved
        seen = dict(self.env or {})
        self.block(node.orelse)
        if self.env is not None:
            self.env = self.merge([seen, self.env])

    def match(self, node: nodes.Match) -> None:
        subject = self.expr(node.subject)
        outer, env = self.guard, self.env
        if env is None:
            return
        ends: list[Env | None] = []
        exhaustive = False
        for case in node.cases:
            self.env, self.guard = dict(env), outer
            conditions = self.pattern(case.pattern, subject)
            self._enter(conditions, self.env)
            if case.guard is not None:
                self._enter(self.condition(case.guard)[0] or [], self.env)
            exhaustive = exhaustive or (
                case.guard is None and isinstance(case.pattern, nodes.MatchAs) and case.pattern.pattern is None
            )
            self.block(case.body)
            ends.append(self.env)
        self.guard = outer
        self.env = self.merge(ends if exhaustive else [env, *ends])

    def pattern(self, pattern: nodes.NodeNG, subject: int) -> list[Condition]:
        """Binds the names of a pattern; gives the conditions that it puts on its subject."""
        span = self.module.span(pattern)
        match pattern:
            case nodes.MatchValue():
                value = self.expr(pattern.value)
                return (
                    [(self.add(Test("equals", subject, value, span, self.guard)), True)] if self.is_quiet(value) else []
                )
            case nodes.MatchSingleton(value=None):
                return [(self.add(Test("is-none", subject, -1, span, self.guard)), True)]
            case nodes.MatchClass():
                test = self.add(Test("isinstance", subject, self.expr(pattern.cls), span, self.guard))
                for inner in [*pattern.patterns, *pattern.kwd_patterns]:
                    self.pattern(inner, self.opaque())
                return [(test, True)]
            case nodes.MatchAs():
                conditions = self.pattern(pattern.pattern, subject) if pattern.pattern is not None else []
                if pattern.name is not None:
                    self.store(pattern.name.name, subject)
                return conditions
        self._bind_parts(pattern, subject)
        return []

    def _bind_parts(self, pattern: nodes.NodeNG, subject: int) -> None:
        """Binds the names of a pattern that says nothing of its subject but of what the subject consists of."""
        match pattern:
            case nodes.MatchSequence():
                for index, inner in enumerate(pattern.patterns):
                    self.pattern(inner, self.add(Element(subject, index)))
            case nodes.MatchMapping():
                for inner in pattern.patterns:
                    self.pattern(inner, self.add(Element(subject, -1)))
                if pattern.rest is not None:
                    self.store(pattern.rest.name, subject)
            case nodes.MatchStar() if pattern.name is not None:
                self.store(pattern.name.name, self.opaque())
            case nodes.MatchOr():
                for inner in pattern.patterns:
                    self.pattern(inner, subject)

    def assert_(self, node: nodes.Assert) -> None:
        when_true, _ = self.condition(node.test)
        if when_true is None:
            self.env = None
            return
        self._enter(when_true, self.env)

    # Loops

    def for_(self, node: nodes.For) -> None:
        iterable = self.expr(node.iter)
        is_async, span = isinstance(node, nodes.AsyncFor), self.module.span(node.iter)
        item = self.add(Iterate(iterable, is_async, span, self.guard))

        def body() -> None:
            self.assign(node.target, item)
            self.block(node.body)

        self.loop(bound_names([node.target, *node.body]), body)
        if self.env is not None and node.orelse:
            self.block(node.orelse)

    def while_(self, node: nodes.While) -> None:
        forever = static_truth(node.test) is True

        def body() -> None:
            outer = self.guard
            when_true, _ = self.condition(node.test)
            if when_true is None:
                self.env = None
                return
            self._enter(when_true, self.env)
            self.block(node.body)
            self.guard = outer

        breaks = self._while(node, body, forever)
        if forever and not breaks:
            self.env = None
        elif self.env is not None and node.orelse:
            self.block(node.orelse)

    def _while(self, node: nodes.While, body: Callable[[], None], forever: bool) -> bool:
        """Whether the loop has a `break` that can be reached."""
        broken = False

        def noting() -> None:
            nonlocal broken
            body()
            broken = bool(self.loops[-1].breaks)

        self.loop(bound_names([node.test, *node.body]), noting)
        return broken

    def break_(self, node: nodes.Break) -> None:
        if self.loops and self.env is not None:
            self.loops[-1].breaks.append(self.env)
        self.env = None

    def continue_(self, node: nodes.Continue) -> None:
        if self.loops and self.env is not None:
            self.loops[-1].continues.append(self.env)
        self.env = None

    # With, try, and the ways out

    def with_(self, node: nodes.With) -> None:
        is_async = isinstance(node, nodes.AsyncWith)
        for manager, target in node.items:
            base = self.expr(manager)
            value = self.add(Enter(base, is_async, self.module.span(manager), self.guard))
            if target is not None:
                self.assign(target, value)
        self.block(node.body)

    def try_(self, node: nodes.Try | nodes.TryStar) -> None:
        before = self.env
        if before is None:
            return
        entry, mark = dict(before), len(self.history)
        self.block(node.body)
        if self.env is not None:
            self.block(node.orelse)
        ends = [self.env]
        raised = self._anywhere(entry, mark)
        for handler in node.handlers:
            self.env = dict(raised)
            if handler.type is not None:
                self.expr(handler.type)
            if handler.name is not None:
                self.store(handler.name.name, self.opaque())
            self.block(handler.body)
            ends.append(self.env)
        after = self.merge(ends)
        if node.finalbody:
            self.env = after if after is not None else self._anywhere(entry, mark)
            self.block(node.finalbody)
            after = self.env if after is not None else None
        self.env = after

    def _anywhere(self, entry: Env, mark: int) -> Env:
        """The environment at a place that any statement since `mark` may have jumped to."""
        found: dict[str, dict[int, None]] = {}
        for name, value in self.history[mark:]:
            found.setdefault(name, {entry[name]: None} if name in entry else {})[value] = None
        return entry | {name: self.choice(values) for name, values in found.items()}

    def return_(self, node: nodes.Return) -> None:
        value = self.expr(node.value) if node.value is not None else self.const(None)
        self.add(Return(value, self.guard))
        self.env = None

    def raise_(self, node: nodes.Raise) -> None:
        for part in (node.exc, node.cause):
            if part is not None:
                self.expr(part)
        self.env = None

    # Definitions

    def function(self, node: nodes.FunctionDef) -> None:
        defaults, annotations = self._signature(node.args)
        returns = self.annotation(node.returns)
        decorators = self.exprs(node.decorators.nodes) if node.decorators else ()
        builder = Statements(self.module, "def", scope_of(node), self)
        params = builder._parameters(node.args)
        builder.qualname = self._qualify(node.name)
        made = self.add(MakeFunction(builder.index, defaults, annotations, returns))
        value = self._decorate(made, decorators, node.decorators.nodes if node.decorators else ())
        self.store(node.name, value)  # before the body is read: a function may call itself
        builder.block(node.body)
        if _is_stub(node.body):
            builder.add(Return(builder.opaque()))  # only declared here: its annotation says what it gives
        elif builder.env is not None:
            builder.add(Return(builder.const(None)))
        elif not any(isinstance(op, Return) for op in builder.ops):
            builder.add(Return(builder.opaque()))  # it always raises here: an override, or nothing, gives a value
        owner = self.class_index if self.kind == "class" else -1
        is_async = isinstance(node, nodes.AsyncFunctionDef)
        builder.finish(name=node.name, span=self._header(node), owner=owner, is_async=is_async, params=params)

    def _header(self, node: nodes.NodeNG) -> Span:
        position = node.position
        if position is None:
            return self.module.span(node)
        line, end_line = position.lineno, position.end_lineno
        return Span(
            line,
            self.module.column(line, position.col_offset),
            end_line,
            self.module.column(end_line, position.end_col_offset),
        )

    def _qualify(self, name: str) -> str:
        if self.kind == "module":
            return name
        return f"{self.qualname}.{name}" if self.kind == "class" else f"{self.qualname}.<locals>.{name}"

    def _decorate(self, value: int, decorators: tuple[int, ...], decorator_nodes: Iterable[nodes.NodeNG]) -> int:
        for decorator, node in reversed(list(zip(decorators, decorator_nodes, strict=True))):
            value = self.add(
                Call(decorator, (Argument(value),), self.module.span(node), self.guard, False, "decorator")
            )
        return value

    def _signature(self, args: nodes.Arguments) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The operations of defaults and annotations, in the order of `_parameters`."""
        ordinary = [*args.posonlyargs, *(args.args or [])]
        missing = len(ordinary) - len(args.defaults or ())
        defaults = [-1] * missing + [self.expr(default) for default in args.defaults or ()]
        annotated = [*args.posonlyargs_annotations, *(args.annotations or [])]
        annotations = [self.annotation(node) for node in annotated]
        if args.vararg:
            defaults.append(-1)
            annotations.append(self.annotation(args.varargannotation))
        for default, node in zip(args.kw_defaults or (), args.kwonlyargs_annotations or (), strict=True):
            defaults.append(-1 if default is None else self.expr(default))
            annotations.append(self.annotation(node))
        if args.kwarg:
            defaults.append(-1)
            annotations.append(self.annotation(args.kwargannotation))
        return tuple(defaults), tuple(annotations)

    def _parameters(self, args: nodes.Arguments) -> list[Parameter]:
        params: list[Parameter] = []
        for arg in args.posonlyargs:
            self.add_param(arg.name, "positional-only", params)
        for arg in args.args or ():
            self.add_param(arg.name, "ordinary", params)
        if args.vararg:
            self.add_param(args.vararg, "args", params)
        for arg in args.kwonlyargs:
            self.add_param(arg.name, "keyword-only", params)
        if args.kwarg:
            self.add_param(args.kwarg, "kwargs", params)
        return params

    def lambda_(self, node: nodes.Lambda) -> int:
        defaults, annotations = self._signature(node.args)
        builder = Statements(self.module, "lambda", scope_of(node), self)
        builder.qualname = self._qualify("<lambda>")
        params = builder._parameters(node.args)
        builder.add(Return(builder.expr(node.body)))
        builder.finish(name="<lambda>", span=self.module.span(node), params=params)
        return self.add(MakeFunction(builder.index, defaults, annotations))

    def generator(self, node: nodes.GeneratorExp) -> int:
        """A generator expression is a generator function called with its first iterable."""
        first = self.expr(node.generators[0].iter)
        builder = Statements(self.module, "genexpr", _generator_scope(node), self)
        builder.qualname = self._qualify("<genexpr>")
        params: list[Parameter] = []
        builder.add_param(".0", "positional-only", params)
        builder._generators(node.generators, first=0)
        builder.add(Yield(builder.expr(node.elt), builder.guard))
        is_async = any(generator.is_async for generator in node.generators)
        builder.finish(name="<genexpr>", span=self.module.span(node), is_async=is_async, params=params)
        made = self.add(MakeFunction(builder.index, (-1,), (-1,)))
        return self.add(Call(made, (Argument(first),), self.module.span(node), self.guard))

    def class_(self, node: nodes.ClassDef) -> None:
        bases = self.exprs(node.bases)
        keywords = self.arguments((), node.keywords)
        decorators = self.exprs(node.decorators.nodes) if node.decorators else ()
        index = len(self.module.classes)
        self.module.classes.append(None)
        builder = Statements(self.module, "class", scope_of(node), self)
        builder.qualname, builder.class_index = self._qualify(node.name), index
        builder.fields = []
        made = self.add(MakeClass(index, bases, keywords))
        self.store(node.name, self._decorate(made, decorators, node.decorators.nodes if node.decorators else ()))
        builder.block(node.body)
        builder.finish(name=node.name, span=self._header(node), owner=index)
        self.module.classes[index] = Class(
            index, node.name, builder.qualname, self._header(node), builder.index, tuple(builder.fields)
        )

    # Imports

    def import_(self, node: nodes.Import) -> None:
        for name, alias in node.names:
            span = self.module.span(node)
            value = self.add(Import(name, "", 0, alias is not None, span, self.guard, self.type_checking))
            self.store(alias or name.partition(".")[0], value)
            self._note_import(name, 0, ())

    def import_from(self, node: nodes.ImportFrom) -> None:
        module, level, span = node.modname, node.level or 0, self.module.span(node)
        if level and not node.modname:
            module = ""
        self._note_import(module, level, tuple(name for name, _ in node.names))
        for name, alias in node.names:
            if name == "*":
                self.module.stars.append(ImportedModule(module, level, (), self.top_level))
                self.add(Import(module, "", level, True, span, self.guard, self.type_checking))
                continue
            value = self.add(Import(module, name, level, True, span, self.guard, self.type_checking))
            self.store(alias or name, value)

    def _note_import(self, module: str, level: int, names: tuple[str, ...]) -> None:
        if not self.type_checking:
            self.module.imports.append(
                ImportedModule(
                    module, level, names, not any(self.function_scopes()) and self.kind in ("module", "class")
                )
            )


def _generator_scope(node: nodes.GeneratorExp) -> Scope:
    """The names that a generator expression binds; its first iterable is read outside."""
    targets = [generator.target for generator in node.generators]
    return Scope(bound={name.name for target in targets for name in target.nodes_of_class(nodes.AssignName)})


def _is_stub(body: list[nodes.NodeNG]) -> bool:
    """Whether a body is nothing but `...`."""
    return (
        len(body) == 1
        and isinstance(body[0], nodes.Expr)
        and isinstance(body[0].value, nodes.Const)
        and body[0].value.value is ...
    )


_DECLARING = (
    nodes.Import,
    nodes.ImportFrom,
    nodes.ClassDef,
    nodes.FunctionDef,
    nodes.Assign,
    nodes.AnnAssign,
    nodes.If,
    nodes.Try,
)
"""The statements that have a point where only type checkers look."""


def _mentions_type_checking(node: nodes.NodeNG) -> bool:
    return "TYPE_CHECKING" in node.as_string()


_STATEMENTS: dict[type[nodes.NodeNG], Callable[[Statements, nodes.NodeNG], object]] = {
    nodes.Expr: lambda builder, node: builder.expr(node.value),
    nodes.Assign: Statements.assignment,
    nodes.AnnAssign: Statements.annotated,
    nodes.AugAssign: Statements.augmented,
    nodes.Delete: Statements.delete,
    nodes.TypeAlias: Statements.type_alias,
    nodes.If: Statements.if_,
    nodes.Match: Statements.match,
    nodes.Assert: Statements.assert_,
    nodes.For: Statements.for_,
    nodes.AsyncFor: Statements.for_,
    nodes.While: Statements.while_,
    nodes.Break: Statements.break_,
    nodes.Continue: Statements.continue_,
    nodes.With: Statements.with_,
    nodes.AsyncWith: Statements.with_,
    nodes.Try: Statements.try_,
    nodes.TryStar: Statements.try_,
    nodes.Return: Statements.return_,
    nodes.Raise: Statements.raise_,
    nodes.FunctionDef: Statements.function,
    nodes.AsyncFunctionDef: Statements.function,
    nodes.ClassDef: Statements.class_,
    nodes.Import: Statements.import_,
    nodes.ImportFrom: Statements.import_from,
}
