"""The type generator on a small package."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("griffe", reason="the generator's own dependencies are in the lint extra")
pytest.importorskip("typeshed_client", reason="the generator's own dependencies are in the lint extra")

from blockcheck.catalogue.schema import GeneratedClass, GeneratedTypes
from scripts import generate_types, type_files

PACKAGE = {
    "__init__.py": """
from acme._core import Client, connect, _hidden
from acme.errors import *
from json import loads
from httpx import Response as Response
Connection = Client
default = Client()
""",
    "errors.py": "class AcmeError(Exception): ...\nclass _Private: ...\n",
    "_core.py": """
from __future__ import annotations
import contextlib
from typing import Any, AnyStr, Generic, Iterator, Literal, Optional, Self, TypeVar, Union, overload
import httpx

T = TypeVar("T")
C = TypeVar("C", bound="Client")
D = TypeVar("D", bound="Page", default="Pool")
Answer = Union["Page", None]

class Page(Generic[T]):
    items: list[T]
    raw: httpx.Response

class Base:
    def ping(self) -> Literal[True]: ...
    def each(self) -> Iterator[Page[int]]: ...
    def old(self: C) -> C: ...

class Client(Base):
    timeout: float
    on_close: Any
    def __init__(self, pool: Optional[Pool] = None):
        self.pool = pool
        self.page = Page()
    @property
    def last(self) -> "Page[str]": ...
    async def fetch(self) -> Page: ...
    def get(self) -> Answer: ...
    def unknown(self): ...
    def bound(self, other: C) -> C: ...
    def default(self) -> D: ...
    def chain(self):
        return self
    def again(self):
        return self.fetch()
    @overload
    def read(self, text: Literal[True]) -> str: ...
    @overload
    def read(self) -> bytes: ...
    def read(self, text=False): ...
    def first(self, default: T) -> Union[Page, T]: ...
    @contextlib.contextmanager
    def session(self) -> Iterator[Page]: ...
    @contextlib.asynccontextmanager
    async def stream(self): yield 1
    fetch_all = get
    def _secret(self) -> Page: ...
    def __enter__(self) -> Self: ...

class Pool: ...
class Unreached: ...

def connect(url: str) -> Client: ...
def _hidden() -> Client: ...
""",
}


@pytest.fixture(name="types")
def generated(tmp_path: Path) -> GeneratedTypes:
    for name, text in PACKAGE.items():
        (tmp_path / "acme").mkdir(exist_ok=True)
        (tmp_path / "acme" / name).write_text(text)
    [(_, facts)] = generate_types._facts({"acme": tmp_path / "acme"}, stub=False)
    return facts


def test_public_names(types: GeneratedTypes) -> None:
    assert types.aliases == {
        "acme.AcmeError": "acme.errors.AcmeError",
        "acme.Client": "acme._core.Client",
        "acme.Connection": "acme._core.Client",
        "acme.Response": "httpx.Response",
        "acme.connect": "acme._core.connect",
    }
    assert types.functions == {"acme._core.connect": "acme._core.Client"}
    assert types.variables == {"acme.default": "acme._core.Client"}


def test_classes_that_public_names_lead_to(types: GeneratedTypes) -> None:
    assert set(types.classes) == {
        "acme._core.Base",
        "acme._core.Client",
        "acme._core.Page",
        "acme._core.Pool",
        "acme.errors.AcmeError",
    }
    assert types.classes["acme.errors.AcmeError"].bases == ("builtins.Exception",)
    assert types.classes["acme._core.Page"].attributes == {"items": "list", "raw": "httpx.Response"}


def test_a_class(types: GeneratedTypes) -> None:
    page = "acme._core.Page"
    assert types.classes["acme._core.Client"] == GeneratedClass(
        bases=("acme._core.Base",),
        attributes={"timeout": "float", "pool": "acme._core.Pool | None", "page": page, "last": f"{page}[str]"},
        methods={
            "fetch": f"Awaitable[{page}]",
            "get": f"{page} | None",
            "fetch_all": f"{page} | None",
            "unknown": "",
            "bound": "acme._core.Client",
            "default": "acme._core.Pool",
            "chain": "Self",
            "again": f"Awaitable[{page}]",
            "read": "str | bytes",
            "first": "",
            "session": f"ContextManager[{page}]",
            "stream": "AsyncContextManager",
            "__enter__": "Self",
        },
    )
    assert types.classes["acme._core.Base"].methods == {"ping": "bool", "each": f"Iterator[{page}[int]]", "old": "Self"}


def test_the_file_is_the_same_each_time(types: GeneratedTypes) -> None:
    text = type_files.layout(types)
    assert text == type_files.layout(types)
    assert [line.partition(":")[0] for line in text.splitlines() if line.startswith('"acme._core')] == [
        '"acme._core.Base"',
        '"acme._core.Client"',
        '"acme._core.Page"',
        '"acme._core.Pool"',
        '"acme._core.connect"',
    ]


def test_package_that_is_not_installed(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate_types.main(["no_such_package"]) == 1
    assert capsys.readouterr().err.startswith("no_such_package: not installed in ")
