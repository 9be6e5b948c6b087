"""Scopes, definitions, positions and comments: who binds a name, who reads it, where everything stands."""

from __future__ import annotations

import pytest

from blockcheck.facts import (
    Attribute,
    Await,
    Call,
    FreeName,
    GlobalName,
    Import,
    MakeClass,
    MakeFunction,
    Operator,
    Param,
    Span,
    StoreName,
)
from tests.unit.engine import facts_of, function_of


def reads(text: str, name: str = "f") -> list[tuple[str, int]]:
    """The names that a function reads from outside: how far out (0: a global)."""
    function = function_of(text, name)
    found = [(op.name, op.depth) for op in function.ops if isinstance(op, FreeName)]
    return found + [(op.name, 0) for op in function.ops if isinstance(op, GlobalName)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1\ndef f(): x", [("x", 0)]),
        ("def g():\n    x = 1\n    def f(): x", [("x", 1)]),
        ("def g(x):\n    def f(): x", [("x", 1)]),
        ("def g(*x):\n    def f(): x", [("x", 1)]),
        ("def g():\n    x = 1\n    def h():\n        def f(): x", [("x", 2)]),
        ("def g():\n    def f(): x\n    x = 1", [("x", 1)]),
        ("def g():\n    for x in y:\n        def f(): x", [("x", 1)]),
        ("def g():\n    global x\n    x = 1\n    def f(): x", [("x", 0)]),
        ("def g():\n    def f(): g", [("g", 0)]),
        ("def g():\n    import x\n    def f(): x", [("x", 1)]),
        ("class C:\n    x = 1\n    def f(self): x", [("x", 0)]),
        ("def g(x):\n    class C:\n        def f(self): x", [("x", 1)]),
        ("def f(x): x", []),
        ("def f():\n    x = 1\n    global y\n    y", [("y", 0)]),
    ],
)
def test_where_a_name_comes_from(text: str, expected: list[tuple[str, int]]) -> None:
    assert reads(text) == expected


def test_lambdas_and_generator_expressions_are_functions_that_see_their_surroundings() -> None:
    function = function_of("def g(x):\n    return lambda y: x + y\n", "<lambda>")
    assert [op.name for op in function.ops if isinstance(op, FreeName)] == ["x"]
    assert [op.index for op in function.ops if isinstance(op, Param)] == [0]

    generator = next(f for f in facts_of("def g(x):\n    return (x + y for y in z)\n").functions if f.kind == "genexpr")
    assert generator.is_generator
    assert [op.name for op in generator.ops if isinstance(op, FreeName)] == ["x"]


def test_variables_that_inner_functions_read_are_kept() -> None:
    function = function_of("def g(a, b):\n    x = 1\n    x = 2\n    def f(): return x, a\n", "g")

    assert set(function.variables) == {"x", "a"}
    assert len(function.variables["x"]) == 2


@pytest.mark.parametrize(
    ("body", "by_site"),
    [
        ("def f(): return x", True),
        ("return lambda: a", True),
        ("def f(): return 1", False),
        ("return (a for y in z)", False),
        ("table[a] = x", True),
        ("return table[a]()", True),
        ("return table['name']()", False),
    ],
)
def test_functions_that_must_not_mix_their_callers(body: str, by_site: bool) -> None:
    assert function_of(f"def g(a):\n    x = 1\n    {body}\n", "g").by_site is by_site


def test_assigning_to_an_outer_name() -> None:
    text = "def g():\n    x = 1\n    def f():\n        nonlocal x\n        global y\n        x = 2\n        y = 3\n"
    stores = [(op.name, op.depth) for op in function_of(text).ops if isinstance(op, StoreName)]

    assert stores == [("x", 1), ("y", 0)]


@pytest.mark.parametrize(
    ("body", "is_async", "is_generator", "awaits"),
    [
        ("def f(): return 1", False, False, False),
        ("async def f(): return 1", True, False, False),
        ("async def f(): await x", True, False, True),
        ("async def f(): return [y async for y in x]", True, False, True),
        ("async def f():\n    async with x: pass", True, False, True),
        ("async def f():\n    async for y in x: pass", True, False, True),
        ("async def f():\n    async def g(): await x", True, False, False),
        ("async def f():\n    return lambda: (yield)", True, False, False),
        ("def f(): yield 1", False, True, False),
        ("def f(): yield from x", False, True, False),
        ("def f(): return (x for x in y)", False, False, False),
        ("async def f(): yield 1", True, True, False),
        ("def f(x=lambda: (yield)): return 1", False, False, False),
    ],
)
def test_what_kind_of_function_it_is(body: str, is_async: bool, is_generator: bool, awaits: bool) -> None:
    function = function_of(body)

    assert (function.is_async, function.is_generator, function.awaits) == (is_async, is_generator, awaits)


def test_names_places_and_owners_of_definitions() -> None:
    text = """
    class C:
        def method(self):
            def inner(): ...
            class D:
                async def deep(self): ...
    """
    facts = facts_of(text)
    functions = {function.name: function for function in facts.functions}

    assert functions["method"].qualname == "C.method"
    assert functions["inner"].qualname == "C.method.<locals>.inner"
    assert functions["deep"].qualname == "C.method.<locals>.D.deep"
    assert [cls.qualname for cls in facts.classes] == ["C", "C.method.<locals>.D"]
    assert functions["method"].owner == 0
    assert functions["deep"].owner == 1
    assert functions["deep"].parent == functions["method"].index  # class bodies are passed over
    assert functions["inner"].owner == -1
    assert [facts.functions[cls.body].name for cls in facts.classes] == ["C", "D"]


def test_parameters_of_every_kind_in_order() -> None:
    function = function_of("def f(a, /, b, *c, d, **e): return e")

    assert [(param.name, param.kind) for param in function.params] == [
        ("a", "positional-only"), ("b", "ordinary"), ("c", "args"), ("d", "keyword-only"), ("e", "kwargs"),
    ]  # fmt: skip


def test_defaults_and_annotations_go_by_parameter() -> None:
    module = function_of("def f(a: int, b=1, *c: str, d: bool = 2, **e): ...\n", "<module>")
    (made,) = [op for op in module.ops if isinstance(op, MakeFunction)]

    assert [default >= 0 for default in made.defaults] == [False, True, False, True, False]
    assert [annotation >= 0 for annotation in made.annotations] == [True, False, True, True, False]


def test_columns_are_characters_from_one() -> None:
    function = function_of("def f():\n    x = 'é€𝄞'; use(x)\n")
    (call,) = [op for op in function.ops if isinstance(op, Call)]

    assert call.span == Span(2, 16, 2, 22)


@pytest.mark.xfail(strict=True, reason="its place is the whole definition, from the first decorator on")
def test_a_function_is_where_its_name_is() -> None:
    function = function_of("@decorated\n@twice\nasync def f(x):\n    return 1\n")

    assert (function.span.line, function.span.end_line) == (3, 3)


def test_an_awaited_call_says_so() -> None:
    function = function_of("async def f():\n    await a()\n    b()\n    await c\n")

    assert [op.awaited for op in function.ops if isinstance(op, Call)] == [True, False]
    assert len([op for op in function.ops if isinstance(op, Await)]) == 2


@pytest.mark.parametrize(
    ("code", "method"),
    [
        ("a + b", "__add__"),
        ("a @ b", "__matmul__"),
        ("a // b", "__floordiv__"),
        ("-a", "__neg__"),
        ("~a", "__invert__"),
        ("a < b", "__lt__"),
        ("a in b", "__contains__"),
        ("a not in b", "__contains__"),
        ("f'{a}'", "__format__"),
        ("f'{a!r}'", "__repr__"),
        ("f'{a!s}'", "__str__"),
    ],
)
def test_operators_name_the_method_that_they_run(code: str, method: str) -> None:
    function = function_of(f"def f(a, b):\n    {code}\n")

    assert [op.method for op in function.ops if isinstance(op, Operator)] == [method]


def test_operators_on_literals_run_nothing() -> None:
    function = function_of("def f():\n    return 1 + 2, -1, 'a' * 3, 1 < 2\n")

    assert not [op for op in function.ops if isinstance(op, Operator)]


def test_imports_as_they_are_written() -> None:
    text = """
    import a.b
    import a.b as c
    from .d import e as g
    from .. import h
    from i import *
    if TYPE_CHECKING:
        import j
    def f():
        import k
    """
    facts = facts_of(text)
    ops = [op for function in facts.functions for op in function.ops if isinstance(op, Import)]

    assert [(op.module, op.name, op.level) for op in ops] == [
        ("a.b", "", 0), ("a.b", "", 0), ("d", "e", 1), ("", "h", 2), ("i", "", 0), ("j", "", 0), ("k", "", 0),
    ]  # fmt: skip
    assert [op.whole for op in ops if op.module == "a.b"] == [False, True]
    assert [op.type_checking for op in ops if op.module in ("j", "k")] == [True, False]
    assert [star.module for star in facts.stars] == ["i"]
    assert {entry.module: entry.top for entry in facts.imports}["k"] is False
    assert {entry.module: entry.top for entry in facts.imports}["a.b"] is True


def test_string_annotations_are_code() -> None:
    function = function_of('def f():\n    x: "a.B | None" = y\n')
    names = [op.name for op in function.ops if isinstance(op, (GlobalName, Attribute))]

    assert {"a", "B"} <= set(names)


def test_strings_in_literal_types_are_no_code() -> None:
    function = function_of('def f():\n    x: Literal["a.B"] = y\n')

    assert "B" not in [op.name for op in function.ops if isinstance(op, Attribute)]


def test_exported_names() -> None:
    facts = facts_of('__all__ = ["a", "b"]\n__all__ += ["c"]\n')

    assert facts.exported == ("a", "b", "c")


def test_fields_of_a_class_are_its_annotated_names() -> None:
    facts = facts_of("class C:\n    a: int\n    b: str = 'x'\n    c = 1\n")
    (cls,) = facts.classes

    assert [(field.name, field.value >= 0) for field in cls.fields] == [("a", False), ("b", True)]


def test_bases_and_keywords_of_a_class() -> None:
    module = function_of("class C(A, B, table=True): ...\n", "<module>")
    (made,) = [op for op in module.ops if isinstance(op, MakeClass)]

    assert len(made.bases) == 2
    assert [argument.keyword for argument in made.keywords] == ["table"]
