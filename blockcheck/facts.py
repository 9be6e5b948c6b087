"""What one file says, as frozen data: functions as numbered operations, classes, imports, comments, problems.

A file's facts depend on its bytes and on `FACTS_VERSION` alone.  Each function body (the module's, each class body's
and each lambda's and generator expression's too) is a flat tuple of operations; an operation names its operands by
their index, so flow inside a function is already solved here: a use of a name is the index of the operation that made
its value, and where several assignments reach a use there is a `Choice` of them.
"""

from __future__ import annotations

import msgspec

FACTS_VERSION = 13
"""Raised whenever the same bytes give other facts than before."""

Literal = bool | int | float | str | None


class Span(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Lines from 1, columns in characters from 1, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Input that could not be used: `code` is BLC901 (syntax) or BLC902 (unreadable), `help` says what to do."""

    file: str
    line: int = 1
    column: int = 1
    code: str
    message: str
    help: str = ""


class Suppression(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A comment that silences findings: on its line, or (`whole_file`) in the file.

    `codes` are rule codes, prefixes or names as written; none silences everything.  `first` and `last` are the lines
    of the statement that the comment ends; `line` and `column` are the comment's own.
    """

    line: int
    column: int
    first: int
    last: int
    codes: tuple[str, ...]
    whole_file: bool
    style: str
    """`noqa` or `blockcheck`."""
    text: str


class _Op(msgspec.Struct, frozen=True, array_like=True, gc=False, tag=True):
    """One operation.  Operands are indexes of operations of the same function; `guard` is an index of its guards."""


class Const(_Op, frozen=True, tag=1, array_like=True, gc=False):
    """A literal."""

    value: Literal


class Opaque(_Op, frozen=True, tag=2, array_like=True, gc=False):
    """A value that nothing is known of, or only its builtin type."""

    kind: str = ""


class Param(_Op, frozen=True, tag=3, array_like=True, gc=False):
    """The value that the function is called with for its parameter `index`."""

    index: int


class GlobalName(_Op, frozen=True, tag=4, array_like=True, gc=False):
    """A name that no enclosing function binds: a module global or a builtin."""

    name: str


class FreeName(_Op, frozen=True, tag=5, array_like=True, gc=False):
    """A variable of the `depth`-th enclosing function (1: the next)."""

    name: str
    depth: int


class Choice(_Op, frozen=True, tag=6, array_like=True, gc=False):
    """One of several values: a conditional expression, or the assignments that reach a use."""

    options: tuple[int, ...]


class Either(_Op, frozen=True, tag=7, array_like=True, gc=False):
    """`left or right` and `left and right`."""

    left: int
    right: int
    is_or: bool


class Attribute(_Op, frozen=True, tag=8, array_like=True, gc=False):
    """`base.name`, which may run a property."""

    base: int
    name: str
    span: Span
    guard: int = 0


class Argument(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An argument of a call: positional (`keyword` empty), by keyword, `*value` or `**value`."""

    value: int
    keyword: str = ""
    star: int = 0


class Call(_Op, frozen=True, tag=9, array_like=True, gc=False):
    """`func(arguments)`; `awaited` where the result is awaited at once; `kind` `decorator` for an applied decorator."""

    func: int
    arguments: tuple[Argument, ...]
    span: Span
    guard: int = 0
    awaited: bool = False
    kind: str = ""


class Subscript(_Op, frozen=True, tag=10, array_like=True, gc=False):
    """`base[index]`, which may run `__getitem__`."""

    base: int
    index: int
    span: Span
    guard: int = 0


class Await(_Op, frozen=True, tag=11, array_like=True, gc=False):
    """`await value`."""

    value: int
    span: Span
    guard: int = 0


class Display(_Op, frozen=True, tag=12, array_like=True, gc=False):
    """A list, tuple, set or dict written out; `keys` are the literal keys of a dict (None where not literal)."""

    kind: str
    items: tuple[int, ...]
    keys: tuple[Literal, ...] = ()


class MakeFunction(_Op, frozen=True, tag=13, array_like=True, gc=False):
    """A `def`, `lambda` or generator expression is evaluated: function `index` of the module.

    `defaults` and `annotations` are operations, by parameter, -1 where a parameter has none; `returns` likewise.
    """

    index: int
    defaults: tuple[int, ...] = ()
    annotations: tuple[int, ...] = ()
    returns: int = -1


class MakeClass(_Op, frozen=True, tag=14, array_like=True, gc=False):
    """A `class` statement runs: class `index` of the module; `keywords` with the metaclass."""

    index: int
    bases: tuple[int, ...] = ()
    keywords: tuple[Argument, ...] = ()
    span: Span = Span(1, 1, 1, 1)
    """The header, from `class` to what stands in brackets."""
    guard: int = 0


class Import(_Op, frozen=True, tag=15, array_like=True, gc=False):
    """`import module` (its value is the first part unless `whole`), or `from module import name`.

    `level` counts the dots of a relative import.
    """

    module: str
    name: str
    level: int
    whole: bool
    span: Span
    guard: int = 0
    type_checking: bool = False


class Iterate(_Op, frozen=True, tag=16, array_like=True, gc=False):
    """One element of an iteration: `for`, a comprehension, unpacking, `yield from`."""

    base: int
    is_async: bool
    span: Span
    guard: int = 0


class Element(_Op, frozen=True, tag=17, array_like=True, gc=False):
    """Part `index` of an unpacked value (-1: any part)."""

    base: int
    index: int


class Enter(_Op, frozen=True, tag=18, array_like=True, gc=False):
    """`with base as …`: what entering gives; leaving runs at the same place, after the operation `last`."""

    base: int
    is_async: bool
    span: Span
    guard: int = 0
    last: int = -1


class Operator(_Op, frozen=True, tag=19, array_like=True, gc=False):
    """An operation that may run a special method of an operand: `method` is its name (`__add__`, `__contains__`)."""

    method: str
    operands: tuple[int, ...]
    span: Span
    guard: int = 0


class Narrow(_Op, frozen=True, tag=20, array_like=True, gc=False):
    """The values of `base` for which test `test` comes out as `holds`."""

    base: int
    test: int
    holds: bool


class StoreAttribute(_Op, frozen=True, tag=21, array_like=True, gc=False):
    """`base.name = value` (or `del`: `value` -1), which may run a property setter."""

    base: int
    name: str
    value: int
    span: Span
    guard: int = 0


class StoreItem(_Op, frozen=True, tag=22, array_like=True, gc=False):
    """`base[index] = value` (or `del`: `value` -1), which may run `__setitem__`."""

    base: int
    index: int
    value: int
    span: Span
    guard: int = 0


class StoreName(_Op, frozen=True, tag=23, array_like=True, gc=False):
    """A name declared `global` (`depth` 0) or `nonlocal` (`depth` of the function that binds it) is assigned."""

    name: str
    depth: int
    value: int
    guard: int = 0


class Return(_Op, frozen=True, tag=24, array_like=True, gc=False):
    """`return value`."""

    value: int
    guard: int = 0


class Yield(_Op, frozen=True, tag=25, array_like=True, gc=False):
    """`yield value`."""

    value: int
    guard: int = 0


class Typed(_Op, frozen=True, tag=26, array_like=True, gc=False):
    """A value with an annotation of its own (`x: T = value`); `value` -1 where only declared."""

    value: int
    annotation: int


class Test(_Op, frozen=True, tag=27, array_like=True, gc=False):
    """A condition on one operand, for guards and narrowing.

    `kind` is `truthy`, `is-none`, `equals` (`==`, `is` with a literal), `among` (the operand in a container that is
    written out), `in` (in another container), `contains` (a literal in the operand), `isinstance` or `callable`;
    `other` is the operation of the literal, container or class, -1 where there is none.  `raises` holds where
    a call of the operand without arguments, with which a `try` begins, raised what is caught.
    """

    kind: str
    operand: int
    other: int
    span: Span
    guard: int = 0


class When(_Op, frozen=True, tag=28, array_like=True, gc=False):
    """`value`, if the code under `guard` can run at all: a branch of a conditional expression."""

    value: int
    guard: int


class Format(_Op, frozen=True, tag=29, array_like=True, gc=False):
    """An f-string: the operations of its parts, in order."""

    parts: tuple[int, ...]


Op = (
    Const | Opaque | Param | GlobalName | FreeName | Choice | Either | Attribute | Call | Subscript | Await | Display
    | MakeFunction | MakeClass | Import | Iterate | Element | Enter | Operator | Narrow | StoreAttribute | StoreItem
    | StoreName | Return | Yield | Typed | Test | When | Format
)  # fmt: skip


class Guard(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Operations with this guard run only where `test` comes out as `holds`, and under the guard `outer` (0: none)."""

    test: int
    holds: bool
    outer: int


class Parameter(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A parameter; `kind` is `positional-only`, `ordinary`, `args`, `keyword-only` or `kwargs`."""

    name: str
    kind: str


class Function(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A body of code: a function's, a lambda's, a generator expression's, a class's or the module's own.

    `index` is its place in the module; `parent` the function that lexically encloses it (-1: none; class bodies are
    passed over for the functions in them); `owner` the class whose body it stands in (-1: none).  `variables` maps
    names to the operations that may be their value: for a module and a class body at its end, for a function (only
    the variables that inner functions read) anywhere.
    """

    index: int
    name: str
    qualname: str
    kind: str
    """`def`, `lambda`, `genexpr`, `class` or `module`."""
    span: Span
    parent: int = -1
    owner: int = -1
    is_async: bool = False
    is_generator: bool = False
    awaits: bool = False
    """Has an `await`, `async for`, `async with` or asynchronous comprehension of its own."""
    by_site: bool = False
    """What it does for one caller must not be mixed with what it does for another: an inner function reads its
    variables, or it looks something up in a container under one of its parameters."""
    params: tuple[Parameter, ...] = ()
    ops: tuple[Op, ...] = ()
    guards: tuple[Guard, ...] = ()
    variables: dict[str, tuple[int, ...]] = {}
    surely: tuple[int, ...] = ()
    """The calls that a module body, or a plain function outside classes, makes whenever it runs to its end."""
    contract: str = ""
    """`blocking` or `nonblocking`, where a comment on its `def` line declares what no analysis can know."""


class Field(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An annotated name of a class body; operations are the class body's, `value` -1 where there is none."""

    name: str
    annotation: int
    value: int


class Class(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A `class` statement; `body` is the index of the function that is its body."""

    index: int
    name: str
    qualname: str
    span: Span
    body: int
    fields: tuple[Field, ...] = ()


class ImportedModule(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A module that this one names in an import statement; `top` where it is imported when this module is."""

    module: str
    level: int
    names: tuple[str, ...]
    top: bool


class ModuleFacts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All that the engine knows of a file.  Function 0 is the module body."""

    functions: tuple[Function, ...]
    classes: tuple[Class, ...]
    imports: tuple[ImportedModule, ...]
    stars: tuple[ImportedModule, ...]
    exported: tuple[str, ...]
    """`__all__`, where it is a list of literals."""
    suppressions: tuple[Suppression, ...]
