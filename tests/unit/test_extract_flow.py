"""Flow is solved in extraction: each use of a name says which assignments reach it, each operation its conditions."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from blockcheck import facts
from blockcheck.facts import Attribute, Call, Choice, Const, Function, Literal, Narrow, Opaque, Param, When
from tests.unit.engine import function_of


def used(function: Function) -> int:
    """The argument of the call `use(…)`."""
    (call,) = calls(function, "use")
    return call.arguments[0].value


def calls(function: Function, name: str) -> list[Call]:
    """The calls of a name that nothing defines."""
    return [op for op in function.ops if isinstance(op, Call) and getattr(function.ops[op.func], "name", "") == name]


def reaching(function: Function, index: int, seen: frozenset[int] = frozenset()) -> set[Literal | str]:
    """The literals that an operation may stand for, through choices; other operations by their sort."""
    op = function.ops[index]
    match op:
        case _ if index in seen:
            return set()
        case Const():
            return {op.value}
        case Choice():
            return {found for option in op.options for found in reaching(function, option, seen | {index})}
        case Narrow():
            return reaching(function, op.base, seen | {index})
        case When():
            return reaching(function, op.value, seen | {index})
    return {type(op).__name__}


def conditions(function: Function, guard: int) -> list[tuple[str, bool]]:
    """What an operation under this guard stands under, from the outside in: the kind of test and how it comes out."""
    found = []
    while guard:
        entry = function.guards[guard]
        test = function.ops[entry.test]
        assert isinstance(test, facts.Test)
        found.append((test.kind, entry.holds))
        guard = entry.outer
    return found[::-1]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x = 1; x = 2; use(x)", {2}),
        ("x = 1\nif a: x = 2\nuse(x)", {1, 2}),
        ("if a: x = 1\nelse: x = 2\nuse(x)", {1, 2}),
        ("x = 1\nif a:\n    x = 2\n    return\nuse(x)", {1}),
        ("x = 1\nif a:\n    raise x\nelse:\n    x = 3\nuse(x)", {3}),
        ("if a: x = 1\nuse(x)", {1}),
        ("x = 1\nwhile a:\n    x = 2\nuse(x)", {1, 2}),
        ("x = 1\nwhile a:\n    use(x)\n    x = 2", {1, 2}),
        ("x = 1\nfor y in a:\n    if y:\n        x = 2\n        continue\n    use(x)", {1, 2}),
        ("x = 1\nfor y in a:\n    if y:\n        x = 2\n        break\n    x = 3\nuse(x)", {1, 2, 3}),
        pytest.param(
            "x = 1\nwhile True:\n    x = 2\n    if a: break\nuse(x)", {2},
            marks=pytest.mark.xfail(strict=True, reason="what was before an endless loop reaches what is behind it"),
        ),
        ("for y in a: pass\nelse: x = 1\nuse(x)", {1}),
        ("x = 1\ntry:\n    x = 2\n    a()\n    x = 3\nexcept E:\n    use(x)", {1, 2, 3}),
        ("x = 1\ntry:\n    x = 2\nexcept E:\n    x = 3\nelse:\n    x = 4\nuse(x)", {3, 4}),
        ("x = 1\ntry:\n    x = 2\n    return\nfinally:\n    use(x)", {1, 2}),
        ("x = 1\nwith a as x: pass\nuse(x)", {"Enter"}),
        ("x = 1\nfor x in a: use(x)", {"Iterate"}),
        ("x, y = a, 1\nuse(y)", {"Element"}),
        ("use(1 if a else 2)", {1, 2}),
        ("use((x := 3))", {3}),
        ("if (x := 3): use(x)", {3}),
        ("x = 1\n[x for x in a]\nuse(x)", {1}),
        pytest.param(
            "x = 1\n[x := 2 for y in a]\nuse(x)", {1, 2},
            marks=pytest.mark.xfail(strict=True, reason="a walrus in a comprehension binds nothing outside"),
        ),
        ("x = 1\ndel x\nuse(x)", {"Opaque"}),
        ("match a:\n    case 1: x = 1\n    case _: x = 2\nuse(x)", {1, 2}),
        ("x = 0\nmatch a:\n    case 1: x = 1\nuse(x)", {0, 1}),
        ("match a:\n    case [x, *_]: use(x)", {"Element"}),
        ("use(a)", {"Param"}),
        ("a = 1\nuse(a)", {1}),
        ("a: int = 1\nuse(a)", {"Typed"}),
        pytest.param(
            "x = 1\nif TYPE_CHECKING: x = 2\nuse(x)", {1, 2},
            marks=pytest.mark.xfail(strict=True, reason="what a type checker sees hides what runs"),
        ),
        ("x = 1\nif sys.version_info < (3, 8): x = 2\nuse(x)", {1}),
        ("x = 1\nif sys.platform == 'win32': x = 2\nuse(x)", {1}),
        ("x = 1\nif not sys.platform == 'win32': x = 2\nuse(x)", {2}),
        ("x = 1\nif False and a: x = 2\nuse(x)", {1}),
        ("x = 1\nwhile 0: x = 2\nuse(x)", {1}),
    ],
)  # fmt: skip
def test_assignments_that_reach_a_use(body: str, expected: set[Literal | str]) -> None:
    function = function_of("def f(a):\n" + "\n".join(f"    {line}" for line in body.split("\n")))

    assert reaching(function, used(function)) == expected


def test_a_comprehension_binds_names_of_its_own() -> None:
    function = function_of("def f(a):\n    x = 1\n    y = [use(x) for x in a]\n")

    assert reaching(function, used(function)) == {"Iterate"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("use(1)", []),
        ("if a: use(1)", [("truthy", True)]),
        ("if not a: use(1)", [("truthy", False)]),
        ("if a: pass\nelse: use(1)", [("truthy", False)]),
        ("if a is None: use(1)", [("is-none", True)]),
        ("if a is not None: use(1)", [("is-none", False)]),
        ("if a == 'x': use(1)", [("equals", True)]),
        ("if 'x' != a: use(1)", [("equals", False)]),
        ("if a in (1, b): use(1)", [("among", True)]),
        ("if a not in {'x'}: use(1)", [("among", False)]),
        ("if a in b: use(1)", [("in", True)]),
        ("if a in 'xy': use(1)", [("in", True)]),
        ("if 'x' in a: use(1)", [("contains", True)]),
        ("if 'x' not in a: use(1)", [("contains", False)]),
        ("if a in (1, *b): use(1)", []),
        ("if a in b() or 1 in [2]: pass\nelse: use(1)", []),
        ("if a < 1 in b: use(1)", []),
        ("if isinstance(a, int): use(1)", [("isinstance", True)]),
        ("if callable(a): use(1)", [("callable", True)]),
        ("if a.b: use(1)", [("truthy", True)]),
        ("if a and b is None: use(1)", [("truthy", True), ("is-none", True)]),
        ("if a or b: use(1)", []),
        ("if a or b is None: pass\nelse: use(1)", [("truthy", False), ("is-none", False)]),
        ("if a:\n    if b: use(1)", [("truthy", True), ("truthy", True)]),
        ("if a: return\nuse(1)", [("truthy", False)]),
        ("if not a: raise E\nuse(1)", [("truthy", True)]),
        ("if a:\n    if b: return\nuse(1)", []),
        ("while a: use(1)", [("truthy", True)]),
        ("assert a\nuse(1)", [("truthy", True)]),
        ("a and use(1)", [("truthy", True)]),
        ("a or use(1)", [("truthy", False)]),
        ("use(1) if a else 2", [("truthy", True)]),
        ("[use(1) for x in b if a]", [("truthy", True)]),
        ("match a:\n    case None: use(1)", [("is-none", True)]),
        ("match a:\n    case 'x': use(1)", [("equals", True)]),
        ("match a:\n    case 'x' | 'y': use(1)", [("among", True)]),
        ("match a:\n    case 'x' | int(): use(1)", []),
        ("match a:\n    case int(): use(1)", [("isinstance", True)]),
        ("match a:\n    case _ if b: use(1)", [("truthy", True)]),
        ("if b:\n    if a: return\n    use(1)\n", [("truthy", True), ("truthy", False)]),
    ],
)
def test_conditions_that_a_call_stands_under(body: str, expected: Sequence[tuple[str, bool]]) -> None:
    function = function_of("def f(a, b):\n" + "\n".join(f"    {line}" for line in body.split("\n")))
    (call,) = calls(function, "use")

    assert conditions(function, call.guard) == list(expected)


@pytest.mark.parametrize(
    "body",
    [
        "return 1\nuse(1)",
        "raise E\nuse(1)",
        "if a: return\nelse: raise E\nuse(1)",
        "while True: pass\nuse(1)",
        "for x in a:\n    continue\n    use(1)",
        "for x in a:\n    break\n    use(1)",
        "if False: use(1)",
        "if True: pass\nelse: use(1)",
        "True or use(1)",
        "0 and use(1)",
        "try:\n    return 1\nfinally:\n    pass\nuse(1)",
        "assert False\nuse(1)",
        "match a:\n    case _: return\nuse(1)",
    ],
)
def test_what_cannot_run_is_left_out(body: str) -> None:
    function = function_of("def f(a):\n" + "\n".join(f"    {line}" for line in body.split("\n")))

    assert not calls(function, "use")


@pytest.mark.parametrize(
    ("body", "kind", "holds"),
    [
        ("if isinstance(a, int): use(a)", "isinstance", True),
        ("if not isinstance(a, int): use(a)", "isinstance", False),
        ("if isinstance(a, int): return\nuse(a)", "isinstance", False),
        ("if a is None: return\nuse(a)", "is-none", False),
        ("a and use(a)", "truthy", True),
        ("use(a) if a else 1", "truthy", True),
        ("assert a is not None\nuse(a)", "is-none", False),
        ("match a:\n    case int(): use(a)", "isinstance", True),
    ],
)
def test_a_branch_has_only_the_values_that_lead_into_it(body: str, kind: str, holds: bool) -> None:
    function = function_of("def f(a):\n" + "\n".join(f"    {line}" for line in body.split("\n")))

    narrowed = function.ops[used(function)]
    assert isinstance(narrowed, Narrow)
    test = function.ops[narrowed.test]
    assert isinstance(test, facts.Test)
    assert (test.kind, narrowed.holds) == (kind, holds)
    assert isinstance(function.ops[narrowed.base], Param)


def test_narrowing_ends_with_its_branch() -> None:
    function = function_of("def f(a):\n    if isinstance(a, int):\n        a.b\n    use(a)\n")

    assert isinstance(function.ops[used(function)], Param)


def test_a_name_assigned_under_a_condition_is_not_narrowed_behind_it() -> None:
    function = function_of("def f(a):\n    if a is None:\n        a = 1\n    use(a)\n")

    assert reaching(function, used(function)) == {1, "Param"}


def test_operations_stand_in_the_order_in_which_they_run() -> None:
    function = function_of("def f(a):\n    a.one(a.two, key=a.three)[a.four].five\n")

    names = [op.name for op in function.ops if isinstance(op, Attribute)]
    assert names == ["one", "two", "three", "four", "five"]


def test_unknown_and_deleted_names_are_opaque() -> None:
    function = function_of("def f():\n    use(x)\n    x = 1\n")

    assert isinstance(function.ops[used(function)], Opaque)


@pytest.mark.parametrize(
    ("body", "surely"),
    [
        ("use(1)", True),
        ("x = [a, use(1)]", True),
        ("b(use(1))[0].c = 1", True),
        ("if use(1): pass", True),
        ("while use(1): pass", True),
        ("with use(1): pass", True),
        ("if a: b()\nuse(1)", True),
        ("if a: raise E\nuse(1)", False),
        ("if a: return\nuse(1)", False),
        ("try:\n    return\nexcept E: pass\nuse(1)", False),
        ("if a: use(1)", False),
        ("if a < b: use(1)", False),
        ("for x in a: use(1)", False),
        ("for b[use(1)] in a: pass", False),
        ("try: use(1)\nexcept E: pass", False),
        ("try: b()\nexcept use(1): pass", False),
        ("with a: use(1)", False),
        ("a < b and use(1)", False),
        ("a < b < use(1)", False),
        ("x = use(1) if a < b else 2", False),
        ("x = [use(1) for y in a]", False),
        ("match a:\n    case _ if use(1): pass", False),
        ("lambda: use(1)", False),
    ],
)
def test_calls_that_a_function_makes_whenever_it_runs(body: str, surely: bool) -> None:
    function = function_of("def f(a, b):\n" + "\n".join(f"    {line}" for line in body.split("\n")))

    found = [function.ops[index] for index in function.surely]
    assert any(call in found for call in calls(function, "use")) is surely
