"""What the type generator keeps of a package's source."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from scripts.source_copy import copy_source, decided, reduced


def copied(source: str) -> str:
    return ast.unparse(ast.fix_missing_locations(reduced(ast.parse(source))))


@pytest.mark.parametrize(
    ("test", "taken"),
    [
        ("TYPE_CHECKING", True),
        ("typing.TYPE_CHECKING", True),
        ("not TYPE_CHECKING", False),
        ("sys.version_info >= (3, 10)", True),
        ("sys.version_info < (3, 13)", False),
        ("sys.version_info[0] == 2", False),
        ("sys.platform == 'win32'", False),
        ("sys.platform != 'win32' and sys.version_info >= (3, 9)", True),
        ("sys.platform.startswith('linux')", True),
        ("os.name == 'nt' or sys.platform == 'linux'", True),
        ("HAS_SSL", None),
        ("HAS_SSL and sys.platform == 'win32'", False),
        ("HAS_SSL or sys.platform == 'win32'", None),
        ("False", False),
    ],
)
def test_branches_that_are_decided(test: str, *, taken: bool | None) -> None:
    assert decided(ast.parse(test, mode="eval").body) is taken


def test_of_open_branches_the_first_wins() -> None:
    source = "try:\n    from fast import loads\nexcept ImportError:\n    from slow import loads\n"
    assert copied(source) == "from slow import loads\nfrom fast import loads"
    assert copied("if X:\n    a = 1\nelse:\n    a = 2\n") == "a = 2\na = 1"


@pytest.mark.parametrize(
    ("function", "result"),
    [
        ("def f():\n    return Client()", "__result__[Client]"),
        ("def f():\n    if x:\n        return None\n    return acme.Client(1)", "__result__[acme.Client]"),
        ("async def f():\n    return await g(1)", "__awaited__[g]"),
        ("def f():\n    return 'a'", "str"),
        ("def f():\n    return x == 1", "bool"),
        ("def f():\n    return x", "__other__"),
        ("def f() -> int:\n    return 'a'", "int"),
        ("def f():\n    if x:\n        return A()\n    return B()", None),
        ("def f():\n    yield 1", None),
        ("def f():\n    pass", None),
        ("def f():\n    def g():\n        return A()\n", None),
    ],
)
def test_results_that_return_statements_show(function: str, result: str | None) -> None:
    assert copied(function).partition("):")[0].partition(") -> ")[2].partition(":")[0] == (result or "")
    assert copied(function).endswith(":\n    ...")


def test_methods_return_their_object() -> None:
    found = copied(
        "class A:\n    def a(self):\n        return self\n    @classmethod\n    def b(cls):\n        return cls(1)\n"
    )
    assert found.count("-> __Self__") == 2


def test_calling_an_asynchronous_generator_gives_nothing_to_await() -> None:
    assert copied("async def f() -> AsyncIterator[int]:\n    yield 1").startswith("def f() -> AsyncIterator[int]")
    assert copied("async def f() -> int:\n    return 1").startswith("async def f() -> int")


def test_attributes_that_methods_set() -> None:
    source = """
class A:
    known: int
    def connect(self, port):
        self.socket = Socket(port)
        self.port = port
    def __init__(self, url: str, pool=None):
        self.url = url
        self.known = 1
        self.pool: Pool = pool or Pool()
        self.other = self.connect(1)
    @staticmethod
    def make(thing):
        thing.x = X()
"""
    body = copied(source).splitlines()
    assert [line.strip() for line in body if ": " in line and "def" not in line] == [
        "known: int",
        "url: str",
        "pool: Pool",
        "socket: __result__[Socket]",
    ]


def test_properties_that_hand_out_what_a_method_set() -> None:
    source = """
class Client:
    def __init__(self, wrapper):
        self._voices: Optional[VoicesClient] = None
        self._keys = keys.Keys(wrapper)
        self._name = name
    @property
    def voices(self):
        if self._voices is None:
            self._voices = VoicesClient()
        return self._voices
    @property
    def keys(self):
        return self._keys
    @property
    def name(self):
        return self._name
"""
    text = copied(source)
    assert "def voices(self) -> Optional[VoicesClient]:" in text
    assert "def keys(self) -> __result__[keys.Keys]:" in text
    assert "def name(self) -> __other__:" in text


def test_overloads_of_a_stub_end_with_a_function() -> None:
    source = "@overload\ndef f(a: int) -> int: ...\n@overload\ndef f(a: str) -> str: ...\n"
    assert copied(source).count("def f(") == 3
    assert copied(source + "def f(a): return a\n").count("def f(") == 3


@pytest.mark.parametrize(
    ("quoted", "plain"),
    [
        ('A = Union["B", None]', "A = Union[B, None]"),
        ('A = list["B.C"]', "A = list[B.C]"),
        ('T = TypeVar("T", bound="B")', "T = TypeVar('T', bound=B)"),
        ('A = Literal["b"]', "A = Literal['b']"),
        ('a: "B[C]" = 1', "a: B[C] = 1"),
        ('def f(a: "B") -> list["C"]: ...', "def f(a: B) -> list[C]:\n    ..."),
        ('a = table["no name"]', "a = table['no name']"),
    ],
)
def test_types_in_quotation_marks(quoted: str, plain: str) -> None:
    assert copied(quoted) == plain


def test_names_that_are_imported_for_others() -> None:
    assert copied("from a import b as b, c\n").endswith("__offered__ = ['b']")
    assert "__offered__" not in copied("from a import b as d\n")


def test_stub_is_taken_in_place_of_its_module(tmp_path: Path) -> None:
    package = tmp_path / "acme"
    (package / "tests").mkdir(parents=True)
    (package / "a.py").write_text("x = 1")
    (package / "a.pyi").write_text("x: int")
    (package / "b.py").write_text("y = 1")
    (package / "broken.py").write_text("def (")
    (package / "tests" / "c.py").write_text("z = 1")
    copy_source(package, tmp_path / "copy")
    found = {
        path.relative_to(tmp_path / "copy").as_posix(): path.read_text() for path in (tmp_path / "copy").rglob("*")
    }
    assert found == {"a.py": "x: int", "b.py": "y = 1"}
