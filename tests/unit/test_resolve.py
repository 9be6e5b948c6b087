"""What an expression stands for, and what calling it gives: one small program for each way in which Python says it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

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
    LibraryObject,
    Symbol,
    Value,
)
from tests.unit.engine import graph_of

FORMS: dict[type[Value], Callable[[Any], str]] = {
    Known: lambda value: repr(value.value),
    Instance: lambda value: f"{value.cls.facts.name}()",
    ClassValue: lambda value: f"class {value.cls.facts.name}",
    FunctionValue: lambda value: f"def {value.function.facts.name}",
    Bound: lambda value: f"{described(value.receiver)}.{described(value.function)}",
    LibraryObject: lambda value: f"{value.name}()",
    Symbol: lambda value: value.name,
    Collection: lambda value: value.kind,
    Coroutine: lambda value: f"coroutine {value.node.function.facts.name}",
    Generator: lambda value: f"generator {value.node.function.facts.name}",
}


def described(value: Value) -> str:
    """A value in a few characters: `C()` an object, `class C`, `def f`, `?` anything."""
    return "?" if value is UNKNOWN else FORMS[type(value)](value)


def result_of(text: str) -> set[str]:
    """What the module's `result` holds in the end.

    Something unknown besides is left out: it is what was there before a value arrived.
    """
    graph = graph_of(text)
    (module,) = graph.program.modules
    found = {described(value) for value in graph.state.cell("global", module, "result").values}
    return found - {"?"} or found


LIBRARY = "import httpx\nfrom unknown_library import thing\n"
CLASSES = """
class Base:
    kind = "base"
    def __init__(self, value=None): self.value = value
    def own(self): return self
    def made(self): return self.make()
    def make(self): return 1
    @property
    def prop(self): return "prop"
    @classmethod
    def create(cls): return cls()
    @staticmethod
    def static(): return "static"
class Child(Base):
    kind = "child"
    def make(self): return super().make(), 2
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("result = 1", {"1"}),
        ("result = 'a' 'b'", {"'ab'"}),
        ("result = -1", {"-1"}),
        ("result = 1 if thing else 'a'", {"1", "'a'"}),
        ("result = None or 2", {"2"}),
        ("result = 1 or 2", {"1"}),
        ("result = 0 and 2", {"0"}),
        ("result = thing or 2", {"unknown_library.thing", "2"}),
        ("result = not thing", {"?"}),
        ("result = f'{1}a{2}'", {"'1a2'"}),
        ("result = httpx", {"httpx"}),
        ("result = httpx.Client", {"httpx._client.Client"}),
        ("result = httpx.Client()", {"httpx._client.Client()"}),
        ("result = httpx.get('x')", {"httpx._models.Response()"}),
        ("result = thing()", {"?"}),
        ("result = missing", {"?"}),
        ("result = len", {"builtins.len"}),
        ("def f(): ...\nresult = f", {"def f"}),
        ("result = lambda: 1", {"def <lambda>"}),
        ("result = (lambda x: x)(1)", {"1"}),
        ("def f(): return 1\nresult = f()", {"1"}),
        ("def f(x): return x\nresult = f('a')", {"'a'"}),
        ("def f(x): return x\nf('a')\nresult = f('b')", {"'b'"}),
        ("def f(x, y): return y\nresult = f(1, 2)", {"2"}),
        ("def f(x, y): return y\nresult = f(y=1, x=2)", {"1"}),
        ("def f(x, y='d'): return y\nresult = f(1)", {"'d'"}),
        ("def f(*args): return args[1]\nresult = f(1, 2)", {"2"}),
        ("def f(**kw): return kw['a']\nresult = f(a=1, b=2)", {"1"}),
        ("def f(x, y): return y\npair = (1, 2)\nresult = f(*pair)", {"2"}),
        ("def f(x, y): return y\nboth = {'y': len, 'x': id}\nresult = f(**both)", {"builtins.len"}),
        ("def f(): pass\nresult = f()", {"None"}),
        ("def f():\n    if thing: return 1\nresult = f()", {"1", "None"}),
        ("def f():\n    raise thing\nresult = f()", {"?"}),
        ("async def f(): return 1\nresult = f()", {"coroutine f"}),
        ("def f(): yield 1\nresult = f()", {"generator f"}),
        ("def f():\n    yield 1\n    yield 2\nresult = next(f())", {"1", "2"}),
        ("def f(n): return f(n - 1) if n else 'end'\nresult = f(3)", {"'end'"}),
        ("def f(): return g()\ndef g(): return f()\nresult = f()", set()),
        ("x = 1\nresult = x\nx = 2", {"1"}),
        ("result = x = 3", {"3"}),
        ("result, other = 1, 2", {"1"}),
        ("(other, (result, _)) = 1, (2, 3)", {"2"}),
        ("for result in (1, 2): pass", {"1", "2"}),
        ("for result in [1]: pass\nelse: result = 2", {"2"}),
        ("if (result := 5): pass", {"5"}),
        ("import os.path as result", {"os.path"}),
        ("from os import path as result", {"os.path"}),
        pytest.param(
            "x = None\ndef f():\n    global x\n    x = 1\nf()\nresult = x",
            {"None", "1"},
            marks=pytest.mark.xfail(strict=True, reason="a module body sees its own assignments only"),
        ),
    ],
)
def test_values(text: str, expected: set[str]) -> None:
    assert result_of(LIBRARY + text) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Base", {"class Base"}),
        ("Base()", {"Base()"}),
        ("Base().own()", {"Base()"}),
        ("Base().value", {"None"}),
        ("Base(7).value", {"7"}),
        ("Child(8).value", {"8"}),
        ("Base.kind", {"'base'"}),
        ("Child().kind", {"'child'"}),
        ("Child.create()", {"Child()"}),
        ("Base().create()", {"Base()"}),
        ("Child.static()", {"'static'"}),
        ("Base().prop", {"'prop'"}),
        ("Base().made()", {"1"}),
        ("Child().made()[1]", {"2"}),
        ("Child().made()[0]", {"1"}),
        ("Base().own", {"Base().def own"}),
        ("Base.own(Child())", {"Child()"}),
        ("type(Child())()", {"Child()"}),
        ("Child().__class__", {"class Child"}),
        ("getattr(Base(), 'prop')", {"'prop'"}),
        ("getattr(Base(), 'missing', 3)", {"3"}),
        ("[Base(), Child()][0]", {"Base()", "Child()"}),
        ("{'a': Base(), 'b': Child()}['b']", {"Child()"}),
        ("{'a': Base()}.get('a')", {"Base()", "None"}),
        ("[item for item in [Child()]][0]", {"Child()"}),
        ("sorted([Base()])[0]", {"Base()"}),
        ("list(map(Base, [1]))[0]", {"Base()"}),
        ("max([Base()], key=id)", {"Base()"}),
        ("next(iter([Child()]))", {"Child()"}),
        ("dict(a=Base())['a']", {"Base()"}),
        ("(Base(), 1)[0]", {"Base()"}),
        ("[*[Base()], Child()][1]", {"Base()", "Child()"}),
    ],
)
def test_classes_and_collections(expression: str, expected: set[str]) -> None:
    assert result_of(f"{LIBRARY}{CLASSES}result = {expression}") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import functools\ndef f(x, y): return y\nresult = functools.partial(f, 1)(2)", {"2"}),
        ("import functools\ndef f(x, y): return y\nresult = functools.partial(f, y=1)(2)", {"1"}),
        ("import functools\ndef f(): return 1\nresult = functools.lru_cache(f)()", {"1"}),
        ("import functools\n@functools.lru_cache(maxsize=1)\ndef f(): return 1\nresult = f()", {"1"}),
        ("def d(f): return f\n@d\ndef g(): return 1\nresult = g()", {"1"}),
        ("def d(f):\n    def w(*a): return f(*a)\n    return w\n@d\ndef g(x): return x\nresult = g(3)", {"3"}),
        ("def d(f): return lambda: 'other'\n@d\ndef g(): return 1\nresult = g()", {"'other'"}),
        ("from unknown import d\n@d\ndef g(): return 1\nresult = g()", {"1"}),
        ("from unknown import d\n@d('x')\ndef g(): return 1\nresult = g()", {"1"}),
        ("from contextlib import contextmanager\n@contextmanager\ndef f(): yield 1\nwith f() as result: pass", {"1"}),
        pytest.param(
            "class C:\n    def __enter__(self): return 1\nwith C() as result: pass",
            {"1"},
            marks=pytest.mark.xfail(
                strict=True, reason="what stands there before `__enter__` has given anything stays"
            ),
        ),
        ("class C:\n    def __call__(self): return 1\nresult = C()()", {"1"}),
        ("class C:\n    def __getitem__(self, k): return k\nresult = C()['a']", {"'a'"}),
        ("class C:\n    def __getattr__(self, k): return k\nresult = C().a", {"'a'"}),
        ("class C:\n    def __iter__(self): return iter([1])\nfor result in C(): pass", {"1"}),
        ("class C:\n    def __add__(self, o): return o\nresult = C() + 2", {"2"}),
        ("class C:\n    x = 1\nC.y = 2\nresult = C.y", {"2"}),
        ("class C: ...\nc = C()\nsetattr(c, 'y', 2)\nresult = c.y", {"2"}),
        pytest.param(
            "class C:\n    x = 1\nsetattr(C, 'y', 2)\nresult = C.y",
            {"2"},
            marks=pytest.mark.xfail(strict=True, reason="names that only `setattr` gives to classes are not looked up"),
        ),
        ("class C: ...\nc = C()\nc.a = 1\nresult = c.a", {"1"}),
        ("class C: ...\na, b = C(), C()\na.x = 1\nb.x = 2\nresult = a.x", {"1"}),
        ("class C:\n    def set(self): self.a = 1\nc = C()\nc.set()\nresult = c.a", {"1"}),
        (
            "from dataclasses import dataclass\n@dataclass\nclass C:\n    a: object\n    b: int = 2\nresult = C(1).a",
            {"1"},
        ),
        ("from dataclasses import dataclass\n@dataclass\nclass C:\n    a: object = 2\nresult = C().a", {"2"}),
        ("from typing import NamedTuple\nclass C(NamedTuple):\n    a: object\nresult = C(a=1).a", {"1"}),
        ("def f():\n    x = 1\n    def g(): return x\n    return g\nresult = f()()", {"1"}),
        ("def f(x):\n    def g(): return x\n    return g\na, b = f(1), f(2)\nresult = a()", {"1"}),
        ("d = {}\nd['a'] = len\nresult = d['a']", {"builtins.len"}),
        ("d = {}\nd.setdefault('a', []).append(len)\nresult = d['a'][0]", {"builtins.len"}),
        ("d = []\nd.append(len)\nd.extend([id])\nresult = d[0]", {"builtins.len", "builtins.id"}),
        ("from typing import cast\nclass C: ...\nresult = cast(C, missing)", {"C()"}),
        ("class C: ...\ndef f() -> C: return missing\nresult = f()", {"C()"}),
        ("class C: ...\ndef f(x: C): return x\nresult = f(missing)", {"C()"}),
        ("class C: ...\ndef f() -> list[C]: return missing\nresult = f()[0]", {"C()"}),
        ("class C: ...\ndef f() -> 'C | None': return missing\nresult = f()", {"C()", "None"}),
        ("class C: ...\nx: C = missing\nresult = x", {"C()"}),
    ],
)
def test_ways_to_make_values(text: str, expected: set[str]) -> None:
    assert result_of(text) == expected


def test_programs_that_feed_themselves_come_to_rest() -> None:
    text = """
    def f(x): return [x, f]
    items = []
    for item in items:
        items.append(f(item))
    items.append(f(items))
    items = f(f)(items) if items else items
    while items:
        items = [items, lambda: items]
    result = items
    """
    assert result_of(text)
