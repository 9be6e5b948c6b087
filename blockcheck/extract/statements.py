"""Statements to operations: assignments, branches, loops, definitions, imports."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from blockcheck.extract.annotations import last_name
from blockcheck.extract.builder import Env
from blockcheck.extract.expressions import BINARY, Condition, Conditions, Expressions, is_member, path_of
from blockcheck.extract.scopes import (
    Definition,
    FunctionNode,
    body_of,
    bound_names,
    scope_of,
    scope_of_generator,
    scope_of_lambda,
)
from blockcheck.extract.truth import mentions_type_checking, static_truth
from blockcheck.facts import (
    Argument,
    Attribute,
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
    Subscript,
    Test,
    Typed,
    When,
    Yield,
)


class Statements(Expressions):
    """The builder's knowledge of statements."""

    class_index: int
    fields: list[Field]

    def block(self, statements: Iterable[ast.stmt]) -> None:
        """Runs statements in order, as far as they can run; conditions found on the way end with the block."""
        saved = self.guard
        self.nesting += 1
        for statement in statements:
            if self.env is None:
                break
            handler = _HANDLERS.get(type(statement))
            if handler is not None:
                handler(self, statement)
        self.nesting -= 1
        self.guard = saved

    def expression(self, node: ast.Expr) -> None:
        self.expr(node.value)

    # Assignments

    def assign(self, target: ast.expr, value: int) -> None:
        """Stores a value into a target of any form."""
        if isinstance(target, ast.Name):
            self.store(target.id, value)
        elif isinstance(target, ast.Attribute):
            stored = StoreAttribute(self.expr(target.value), target.attr, value, self.span(target), self.guard)
            self.stored[path_of(target)] = self.add(stored)
        elif isinstance(target, ast.Subscript):
            self._store_item(target, value)
        elif isinstance(target, ast.Starred):
            self.assign(target.value, self.add(Display("list", (self.add(Element(value, -1)),))))
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._unpack(target.elts, value)

    def _store_item(self, target: ast.Subscript, value: int) -> None:
        base, index = self.expr(target.value), self.expr(target.slice)
        self.add_lookup(StoreItem(base, index, value, self.span(target), self.guard))

    def _unpack(self, targets: list[ast.expr], value: int) -> None:
        starred = False
        for index, target in enumerate(targets):
            starred = starred or isinstance(target, ast.Starred)
            part = self.add(Element(value, -1 if starred else index))
            if isinstance(target, ast.Starred):  # a list of what it takes in
                self.assign(target.value, self.add(Display("list", (part,))))
            else:
                self.assign(target, part)

    def assignment(self, node: ast.Assign) -> None:
        value = self.expr(node.value)
        for target in node.targets:
            self.assign(target, value)
        self._note_exported(node.targets[0], node.value)

    def annotated(self, node: ast.AnnAssign) -> None:
        annotation = self.annotation(node.annotation)
        is_name = isinstance(node.target, ast.Name)
        if node.value is not None and last_name(node.annotation) == "TypeAlias":
            self.assign(node.target, self.annotation(node.value))
            return
        value = self.expr(node.value) if node.value is not None else -1
        typed = self.add(Typed(value, annotation))
        if self.kind == "class" and isinstance(node.target, ast.Name):
            self.fields.append(Field(node.target.id, annotation, value))
        if value >= 0 or not is_name or self.kind in ("module", "class"):
            self.assign(node.target, typed)

    def augmented(self, node: ast.AugAssign) -> None:
        method, target, span = f"__i{BINARY[type(node.op)][2:]}", node.target, self.span(node.target)
        if isinstance(target, ast.Name):
            value = self.expr(node.value)
            old = self.load(target.id)
            self.store(target.id, self.choice((old, self.operator(method, (old, value), node))))
            self._note_exported(target, node.value)
        elif isinstance(target, ast.Attribute):
            base = self.expr(target.value)
            old = self.add(Attribute(base, target.attr, span, self.guard))
            new = self.operator(method, (old, self.expr(node.value)), node)
            self.add(StoreAttribute(base, target.attr, new, span, self.guard))
        else:
            base, index = self.expr(target.value), self.expr(target.slice)
            old = self.add_lookup(Subscript(base, index, span, self.guard))
            new = self.operator(method, (old, self.expr(node.value)), node)
            self.add_lookup(StoreItem(base, index, new, span, self.guard))

    def _note_exported(self, target: ast.expr, value: ast.expr) -> None:
        """`__all__` of a module, where it is written out."""
        if self.kind != "module" or not isinstance(target, ast.Name) or target.id != "__all__":
            return
        if isinstance(value, (ast.List, ast.Tuple)):
            constants = [element.value for element in value.elts if isinstance(element, ast.Constant)]
            self.module.exported.extend(name for name in constants if isinstance(name, str))

    def delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                if self.env is not None and self.kind != "module":
                    self.env.pop(target.id, None)
            elif isinstance(target, ast.Attribute):
                self.add(StoreAttribute(self.expr(target.value), target.attr, -1, self.span(target), self.guard))
            elif isinstance(target, ast.Subscript):
                self._store_item(target, -1)

    def type_alias(self, node: Any) -> None:
        self.store(node.name.id, self.annotation(node.value))

    # Branches

    def if_(self, node: ast.If) -> None:
        if static_truth(node.test) is False and mentions_type_checking(node.test):
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

    def _branch(self, body: list[ast.stmt], conditions: Conditions, env: Env | None) -> Env | None:
        if conditions is None or env is None:
            return None
        outer = self.guard
        self.enter(conditions, dict(env))
        self.block(body)
        self.guard = outer
        return self.env

    def _type_checking(self, node: ast.If) -> None:
        """What only type checkers see still names types; the other branch is what runs."""
        saved = self.type_checking
        self.type_checking = True
        self.block([statement for statement in node.body if isinstance(statement, _DECLARING)])
        self.type_checking = saved
        seen = dict(self.env or {})
        self.block(node.orelse)
        if self.env is not None:
            self.env = self.merge([seen, self.env])

    def match(self, node: ast.Match) -> None:
        subject = self.expr(node.subject)
        outer, env = self.guard, self.env
        if env is None:
            return
        ends: list[Env | None] = []
        exhaustive = False
        self.nesting += 1
        for case in node.cases:
            self.env, self.guard = dict(env), outer
            conditions = self.pattern(case.pattern, subject)
            self.enter(conditions, self.env)
            if case.guard is not None:
                self.enter(self.condition(case.guard)[0] or [], self.env)
            exhaustive = exhaustive or (
                case.guard is None and isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
            )
            self.block(case.body)
            ends.append(self.env)
        self.nesting -= 1
        self.guard = outer
        self.env = self.merge(ends if exhaustive else [env, *ends])

    def pattern(self, pattern: ast.pattern, subject: int) -> list[Condition]:
        """Binds the names of a pattern; gives the conditions that it puts on its subject."""
        span = self.span(pattern)
        match pattern:
            case ast.MatchValue():
                value = self.expr(pattern.value)
                is_variable = not isinstance(self.ops[subject], Attribute)
                if not self.is_quiet(value) and not (is_variable and is_member(pattern.value)):
                    return []
                return [(self.add(Test("equals", subject, value, span, self.guard)), True)]
            case ast.MatchOr() if (literals := self._alternatives(pattern)) is not None:
                return [(self.add(Test("among", subject, literals, span, self.guard)), True)]
            case ast.MatchSingleton(value=None):
                return [(self.add(Test("is-none", subject, -1, span, self.guard)), True)]
            case ast.MatchClass():
                test = self.add(Test("isinstance", subject, self.expr(pattern.cls), span, self.guard))
                for inner in [*pattern.patterns, *pattern.kwd_patterns]:
                    self.pattern(inner, self.opaque())
                return [(test, True)]
            case ast.MatchAs():
                conditions = self.pattern(pattern.pattern, subject) if pattern.pattern is not None else []
                if pattern.name is not None:
                    self.store(pattern.name, subject)
                return conditions
        self._bind_parts(pattern, subject)
        return []

    def _alternatives(self, pattern: ast.MatchOr) -> int | None:
        """The literals of `"a" | "b"` as a tuple; None where something else is among them."""
        inner = [part.value for part in pattern.patterns if isinstance(part, ast.MatchValue)]
        if len(inner) != len(pattern.patterns) or not all(isinstance(part, ast.Constant) for part in inner):
            return None
        return self.add(Display("tuple", self.exprs(inner)))

    def _bind_parts(self, pattern: ast.pattern, subject: int) -> None:
        """Binds the names of a pattern that says nothing of its subject but of what the subject consists of."""
        match pattern:
            case ast.MatchSequence():
                for index, inner in enumerate(pattern.patterns):
                    self.pattern(inner, self.add(Element(subject, index)))
            case ast.MatchMapping():
                for inner in pattern.patterns:
                    self.pattern(inner, self.add(Element(subject, -1)))
                if pattern.rest is not None:
                    self.store(pattern.rest, subject)
            case ast.MatchStar() if pattern.name is not None:
                self.store(pattern.name, self.opaque())
            case ast.MatchOr():
                for inner in pattern.patterns:
                    self.pattern(inner, subject)

    def assert_(self, node: ast.Assert) -> None:
        when_true, _ = self.condition(node.test)
        if when_true is None:
            self.env = None
            return
        self.enter(when_true, self.env)

    # Loops

    def for_(self, node: ast.For) -> None:
        iterable = self.expr(node.iter)
        item = self.add(Iterate(iterable, isinstance(node, ast.AsyncFor), self.span(node.iter), self.guard))

        def body() -> None:
            self.nesting += 1
            self.assign(node.target, item)
            self.nesting -= 1
            self.block(node.body)

        self.loop(bound_names(node.body, self.module.places, node.target), body)
        if self.env is not None and node.orelse:
            self.block(node.orelse)

    def while_(self, node: ast.While) -> None:
        forever = static_truth(node.test) is True

        def body() -> None:
            outer = self.guard
            when_true, _ = self.condition(node.test)
            if when_true is None:
                self.env = None
                return
            self.enter(when_true, self.env)
            self.block(node.body)
            self.guard = outer

        breaks = self._while(node, body, forever)
        if forever and not breaks:
            self.env = None
        elif self.env is not None and node.orelse:
            self.block(node.orelse)

    def _while(self, node: ast.While, body: Callable[[], None], forever: bool) -> bool:
        """Whether the loop has a `break` that can be reached."""
        broken = False

        def noting() -> None:
            nonlocal broken
            body()
            broken = bool(self.loops[-1].breaks)

        self.loop(bound_names(node.body, self.module.places, node.test), noting)
        return broken

    def break_(self, node: ast.Break) -> None:
        if self.loops and self.env is not None:
            self.loops[-1].breaks.append(self.env)
        self.env = None

    def continue_(self, node: ast.Continue) -> None:
        if self.loops and self.env is not None:
            self.loops[-1].continues.append(self.env)
        self.env = None

    # With, try, and the ways out

    def with_(self, node: ast.With) -> None:
        is_async = isinstance(node, ast.AsyncWith)
        entered = []
        for item in node.items:
            base = self.expr(item.context_expr)
            value = self.add(Enter(base, is_async, self.span(item.context_expr), self.guard))
            entered.append(value)
            if item.optional_vars is not None:
                self.assign(item.optional_vars, value)
        self.block(node.body)
        last = len(self.ops) - 1
        for value in entered:
            self.ops[value] = msgspec.structs.replace(self.ops[value], last=last)

    def try_(self, node: Any) -> None:
        before = self.env
        if before is None:
            return
        entry, mark, first = dict(before), len(self.history), len(self.ops)
        self.block(node.body)
        if self.env is not None:
            self.block(node.orelse)
        ends = [self.env]
        raised = self._anywhere(entry, mark)
        test = self._attempt(node, first)
        for handler in node.handlers:
            self.env = dict(raised)
            self._handler(handler, test)
            ends.append(self.env)
        after = self.merge(ends)
        if node.finalbody:
            self.env = after if after is not None else self._anywhere(entry, mark)
            self.block(node.finalbody)
            after = self.env if after is not None else None
        self.env = after

    def _attempt(self, node: ast.Try, first: int) -> int:
        """The test whether the call raised with which a `try` begins (`get_running_loop()`); -1 where there is none.

        `first` is the first operation of the body.
        """
        begins = _called_at_first(node.body[0])
        if begins is None or (len(node.body) > 1 and not all(map(_is_narrow, node.handlers))):
            return -1
        func = next((op.func for op in self.ops[first:] if isinstance(op, Call)), -1)
        return self.add(Test("raises", func, -1, self.span(begins), self.guard)) if func >= 0 else -1

    def _handler(self, handler: ast.ExceptHandler, test: int) -> None:
        """What an `except` does; where the call of `test` must have raised, its values are there only then."""
        outer, before = self.guard, dict(self.env or {})
        if test >= 0:
            self.under(test, True)
        guard = self.guard
        self.nesting += 1
        if handler.type is not None:
            self.expr(handler.type)
        if handler.name is not None:
            self.store(handler.name, self.opaque())
        self.block(handler.body)
        self.nesting -= 1
        if test >= 0 and self.env is not None:
            for name, value in self.env.items():
                if before.get(name) != value:
                    self.env[name] = self.add(When(value, guard))
        self.guard = outer

    def _anywhere(self, entry: Env, mark: int) -> Env:
        """The environment at a place that any statement since `mark` may have jumped to."""
        found: dict[str, dict[int, None]] = {}
        for name, value in self.history[mark:]:
            found.setdefault(name, {entry[name]: None} if name in entry else {})[value] = None
        return entry | {name: self.choice(values) for name, values in found.items()}

    def return_(self, node: ast.Return) -> None:
        value = self.expr(node.value) if node.value is not None else self.const(None)
        self.add(Return(value, self.guard))
        self.returns = True
        self.env = None

    def raise_(self, node: ast.Raise) -> None:
        for part in (node.exc, node.cause):
            if part is not None:
                self.expr(part)
        self.env = None

    # Definitions

    def function(self, node: FunctionNode) -> None:
        outer, self.type_parameters = self.type_parameters, self.type_parameters | self._type_parameters(node)
        defaults, annotations = self._signature(node.args)
        returns = self.annotation(node.returns)
        self.type_parameters = outer
        decorators = self.exprs(node.decorator_list)
        body = body_of(node)
        builder = Statements(self.module, "def", scope_of(body, self.module.places), self)
        params = builder._parameters(node.args)
        builder.qualname = self._qualify(node.name)
        made = self.add(MakeFunction(builder.index, defaults, annotations, returns))
        self.store(node.name, self._decorate(made, decorators, node))  # before the body: it may call itself
        builder.block(body)
        if _is_stub(body):
            builder.add(Return(builder.opaque()))  # only declared here: its annotation says what it gives
        elif builder.env is not None:
            builder.add(Return(builder.const(None)))
        elif not builder.returns:
            builder.add(Return(builder.opaque()))  # it always raises here: an override, or nothing, gives a value
        owner = self.class_index if self.kind == "class" else -1
        is_async = isinstance(node, ast.AsyncFunctionDef)
        builder.finish(name=node.name, span=self._whole(node), owner=owner, is_async=is_async, params=params)

    def _whole(self, node: FunctionNode) -> Span:
        """Where a function stands, from the line of its first decorator on."""
        span = self.span(node)
        if not node.decorator_list:
            return span
        return Span(node.decorator_list[0].lineno, span.column, span.end_line, span.end_column)

    def _qualify(self, name: str) -> str:
        if self.kind == "module":
            return name
        return f"{self.qualname}.{name}" if self.kind == "class" else f"{self.qualname}.<locals>.{name}"

    def _decorate(self, value: int, decorators: tuple[int, ...], node: Definition) -> int:
        for decorator, place in zip(reversed(decorators), reversed(node.decorator_list), strict=True):
            value = self.add(Call(decorator, (Argument(value),), self.span(place), self.guard, False, "decorator"))
        return value

    def _signature(self, args: ast.arguments) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The operations of defaults and annotations, in the order of `_parameters`."""
        ordinary = args.posonlyargs + args.args
        defaults = [-1] * (len(ordinary) - len(args.defaults))
        defaults += self.exprs(args.defaults)
        annotations = [self.annotation(arg.annotation) for arg in ordinary]
        if args.vararg is not None:
            defaults.append(-1)
            annotations.append(self.annotation(args.vararg.annotation))
        for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True):
            defaults.append(-1 if default is None else self.expr(default))
            annotations.append(self.annotation(arg.annotation))
        if args.kwarg is not None:
            defaults.append(-1)
            annotations.append(self.annotation(args.kwarg.annotation))
        return tuple(defaults), tuple(annotations)

    def _parameters(self, args: ast.arguments) -> list[Parameter]:
        params: list[Parameter] = []
        for arg in args.posonlyargs:
            self.add_param(arg.arg, "positional-only", params)
        for arg in args.args:
            self.add_param(arg.arg, "ordinary", params)
        if args.vararg is not None:
            self.add_param(args.vararg.arg, "args", params)
        for arg in args.kwonlyargs:
            self.add_param(arg.arg, "keyword-only", params)
        if args.kwarg is not None:
            self.add_param(args.kwarg.arg, "kwargs", params)
        return params

    def lambda_(self, node: ast.Lambda) -> int:
        defaults, annotations = self._signature(node.args)
        builder = Statements(self.module, "lambda", scope_of_lambda(node, self.module.places), self)
        builder.qualname = self._qualify("<lambda>")
        params = builder._parameters(node.args)
        builder.add(Return(builder.expr(node.body)))
        builder.finish(name="<lambda>", span=self.span(node), params=params)
        return self.add(MakeFunction(builder.index, defaults, annotations))

    def generator(self, node: ast.GeneratorExp) -> int:
        """A generator expression is a generator function called with its first iterable."""
        first = self.expr(node.generators[0].iter)
        builder = Statements(self.module, "genexpr", scope_of_generator(node), self)
        builder.qualname = self._qualify("<genexpr>")
        params: list[Parameter] = []
        builder.add_param(".0", "positional-only", params)
        builder.generators(node.generators, first=0)
        builder.add(Yield(builder.expr(node.elt), builder.guard))
        is_async = any(generator.is_async for generator in node.generators)
        builder.finish(name="<genexpr>", span=self.span(node), is_async=is_async, params=params)
        made = self.add(MakeFunction(builder.index, (-1,), (-1,)))
        return self.add(Call(made, (Argument(first),), self.span(node), self.guard))

    def _type_parameters(self, node: Definition) -> dict[str, int]:
        """`[T: Bound]` behind the name of a function or class: what `T = TypeVar("T", bound=Bound)` would make."""
        found: dict[str, int] = {}
        for parameter in getattr(node, "type_params", ()):
            if type(parameter).__name__ == "TypeVar":
                span = self.span(parameter)
                arguments = [Argument(self.const(parameter.name))]
                bound = parameter.bound
                for option in bound.elts if isinstance(bound, ast.Tuple) else ():
                    arguments.append(Argument(self.annotation(option)))
                if bound is not None and not isinstance(bound, ast.Tuple):
                    arguments.append(Argument(self.annotation(bound), "bound"))
                maker = self.add(Import("typing", "TypeVar", 0, True, span, self.guard))
                found[parameter.name] = self.add(Call(maker, tuple(arguments), span, self.guard))
        return found

    def _bases(self, node: ast.ClassDef) -> tuple[int, ...]:
        """The bases of a class; one with type parameters has `Generic[…]` among them."""
        parameters = self._type_parameters(node)
        if not parameters or self.env is None:
            return self.exprs(node.bases)
        env, self.env = self.env, self.env | parameters
        bases = self.exprs(node.bases)
        self.env = env
        span = self.span(node)
        index = self.add(Display("tuple", tuple(parameters.values())))
        generic = self.add(Import("typing", "Generic", 0, True, span, self.guard))
        return (*bases, self.add(Subscript(generic, index, span, self.guard)))

    def class_(self, node: ast.ClassDef) -> None:
        bases = self._bases(node)
        keywords = self.arguments((), node.keywords)
        decorators = self.exprs(node.decorator_list)
        index, span, body = len(self.module.classes), self.span(node), body_of(node)
        self.module.classes.append(None)
        builder = Statements(self.module, "class", scope_of(body, self.module.places), self)
        builder.qualname, builder.class_index = self._qualify(node.name), index
        builder.fields = []
        builder.type_parameters = builder._type_parameters(node)
        made = self.add(MakeClass(index, bases, keywords, self._header(node), self.guard))
        self.store(node.name, self._decorate(made, decorators, node))
        builder.block(body)
        builder.finish(name=node.name, span=span, owner=index)
        self.module.classes[index] = Class(
            index, node.name, builder.qualname, span, builder.index, tuple(builder.fields)
        )

    def _header(self, node: ast.ClassDef) -> Span:
        """Where the first line of a class statement stands."""
        span, parts = self.span(node), [*node.bases, *(keyword.value for keyword in node.keywords)]
        if not parts:
            return Span(span.line, span.column, span.line, span.column + len("class ") + len(node.name))
        last = self.span(parts[-1])
        return Span(span.line, span.column, last.end_line, last.end_column + 1)

    # Imports

    def import_(self, node: ast.Import) -> None:
        span = self.span(node)
        for alias in node.names:
            name, whole = alias.name, alias.asname is not None
            value = self.add(Import(name, "", 0, whole, span, self.guard, self.type_checking))
            self.store(alias.asname or name.partition(".")[0], value)
            self._note_import(name, 0, ())

    def import_from(self, node: ast.ImportFrom) -> None:
        module, level, span = node.module or "", node.level, self.span(node)
        self._note_import(module, level, tuple([alias.name for alias in node.names]))
        for alias in node.names:
            name = alias.name
            if name == "*":
                self.module.stars.append(ImportedModule(module, level, (), self.top_level))
                self.add(Import(module, "", level, True, span, self.guard, self.type_checking))
                continue
            value = self.add(Import(module, name, level, True, span, self.guard, self.type_checking))
            self.store(alias.asname or name, value)

    def _note_import(self, module: str, level: int, names: tuple[str, ...]) -> None:
        if not self.type_checking:
            top = not self.functions and self.kind in ("module", "class")
            self.module.imports.append(ImportedModule(module, level, names, top))


def _called_at_first(statement: ast.stmt) -> ast.Call | None:
    """The call without arguments that a statement begins with, of a plain or dotted name."""
    value = getattr(statement, "value", None) if isinstance(statement, _OF_A_VALUE) else None
    if not isinstance(value, ast.Call) or value.args or value.keywords:
        return None
    name = value.func
    while isinstance(name, ast.Attribute):
        name = name.value
    return value if isinstance(name, ast.Name) else None


_OF_A_VALUE = (ast.Expr, ast.Assign, ast.AnnAssign, ast.Return)


def _is_narrow(handler: ast.ExceptHandler) -> bool:
    """Whether a handler names what it catches, and not everything: the rest of its `try` is not what may raise that."""
    return handler.type is not None and last_name(handler.type) not in ("Exception", "BaseException")


def _is_stub(body: Sequence[ast.stmt]) -> bool:
    """Whether a body is nothing but `...`."""
    return (
        len(body) == 1
        and isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Constant)
        and body[0].value.value is ...
    )


_DECLARING = (
    ast.Import,
    ast.ImportFrom,
    ast.ClassDef,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Assign,
    ast.AnnAssign,
    ast.If,
    ast.Try,
)
"""The statements that have a point where only type checkers look."""

_HANDLERS: dict[type[ast.stmt], Callable[[Statements, Any], object]] = {
    ast.Expr: Statements.expression,
    ast.Assign: Statements.assignment,
    ast.AnnAssign: Statements.annotated,
    ast.AugAssign: Statements.augmented,
    ast.Delete: Statements.delete,
    ast.If: Statements.if_,
    ast.Match: Statements.match,
    ast.Assert: Statements.assert_,
    ast.For: Statements.for_,
    ast.AsyncFor: Statements.for_,
    ast.While: Statements.while_,
    ast.Break: Statements.break_,
    ast.Continue: Statements.continue_,
    ast.With: Statements.with_,
    ast.AsyncWith: Statements.with_,
    ast.Try: Statements.try_,
    ast.Return: Statements.return_,
    ast.Raise: Statements.raise_,
    ast.FunctionDef: Statements.function,
    ast.AsyncFunctionDef: Statements.function,
    ast.ClassDef: Statements.class_,
    ast.Import: Statements.import_,
    ast.ImportFrom: Statements.import_from,
}
if hasattr(ast, "TryStar"):  # Python 3.11
    _HANDLERS[ast.TryStar] = Statements.try_
if hasattr(ast, "TypeAlias"):  # Python 3.12
    _HANDLERS[ast.TypeAlias] = Statements.type_alias
