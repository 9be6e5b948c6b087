"""The judge finds each kind of wrong name; the shipped names are right where an environment of packages is given."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from blockcheck.catalogue.schema import Alias, Block, ClassEntry, Condition, RuleFile, Typed

HERE = Path(__file__).resolve().parent
FUNCTION = {"kind": "function", "async": False, "offers": False, "parameters": [["timeout", "KEYWORD_ONLY", "1.0"]]}
COROUTINE = {**FUNCTION, "async": True, "offers": True}
MISSING = {"kind": "missing"}
CLIENT = {
    "kind": "class",
    "async": False,
    "defined": "lib.C",
    "identity": 1,
    "base_ids": [2],
    "members": {"get": {"kind": "function", "async": False}, "aget": {"kind": "function", "async": True}},
    "subclasses": {"lib.Child": {"find": False}},
}


@pytest.fixture(scope="module")
def verify() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue_verify", HERE / "verify.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses and msgspec look their module up
    spec.loader.exec_module(module)
    return module


def rules(**tables: object) -> RuleFile:
    return RuleFile(library=("lib",), **tables)  # type: ignore[arg-type]


def block(*names: str, **keys: object) -> RuleFile:
    return rules(blocks=(Block(names=names, rule="blocking-http", why="waits", **keys),))  # type: ignore[arg-type]


WRONG = {
    "no such name": (block("lib.f"), {"lib.f": MISSING}, "lib.f: does not exist"),
    "a coroutine function": (block("lib.f"), {"lib.f": COROUTINE}, "lib.f: is async, and does not block"),
    "no class": (block("lib.C.*"), {"lib.C.*": FUNCTION}, "lib.C.*: lib.C is no class or module"),
    "a covered coroutine": (block("lib.C.*"), {"lib.C.*": CLIENT}, "lib.C.aget: is async, and lib.C.* covers it"),
    "an exception to nothing": (
        block("lib.f", except_=("lib.g",)),
        {"lib.f": FUNCTION, "lib.g": MISSING},
        "except lib.g: does not exist",
    ),
    "an async way that is not": (
        block("lib.f", async_="lib.g"),
        {"lib.f": FUNCTION, "lib.g": FUNCTION},
        "async lib.g: does not exist, or is not async",
    ),
    "an async way that only one of the names has": (
        block("lib.f", "lib.g", async_="lib.a*"),
        {"lib.f": FUNCTION, "lib.g": FUNCTION, "lib.af": COROUTINE, "lib.ag": MISSING},
        "async lib.ag: does not exist, or is not async",
    ),
    "an async twin that is not given": (
        block("lib.f"),
        {"lib.f": {**FUNCTION, "twins": ["lib.af"]}},
        "lib.f: has an async twin, lib.af, and the row has no `async`",
    ),
    "no such argument": (
        block("lib.f", unless=(Condition(argument="wait", is_=False),)),
        {"lib.f": FUNCTION},
        "lib.f: has no argument 'wait'",
    ),
    "another position": (
        block("lib.f", unless=(Condition(argument="timeout", position=2, is_=0),)),
        {"lib.f": FUNCTION},
        "lib.f: 'timeout' is argument 0, not 2",
    ),
    "another default": (
        block("lib.f", unless=(Condition(argument="timeout", is_=0, default=0),)),
        {"lib.f": FUNCTION},
        "lib.f: the default of 'timeout' is 1.0, not 0",
    ),
    "a result that is awaited": (
        rules(returns=(Typed(names=("lib.f",), type="lib.C"),)),
        {"lib.f": COROUTINE, "lib.C": CLIENT},
        "lib.f: is async, its type must begin with Awaitable",
    ),
    "a type that is not there": (
        rules(attributes=(Typed(names=("lib.C.x",), type="list[lib.D]"),)),
        {"lib.C.x": FUNCTION, "lib.D": MISSING},
        "type lib.D: does not exist",
    ),
    "an alias of another thing": (
        rules(aliases=(Alias(name="lib.C", is_="lib.D"),)),
        {"lib.C": CLIENT, "lib.D": {**CLIENT, "identity": 9}},
        "alias lib.C: is not lib.D",
    ),
    "a base that is none": (
        rules(classes=(ClassEntry(names=("lib.C",), bases=("lib.D",)),)),
        {"lib.C": CLIENT, "lib.D": {**CLIENT, "identity": 9}},
        "class lib.C: lib.D is not a base of it",
    ),
}


@pytest.mark.parametrize(("file", "things", "problem"), WRONG.values(), ids=WRONG)
def test_a_wrong_name_is_told(verify: ModuleType, file: RuleFile, things: dict[str, object], problem: str) -> None:
    assert problem in verify.judge(file, things, {})


def test_right_names_are_not(verify: ModuleType) -> None:
    file = block("lib.C.*", "lib.f", except_=("lib.C.aget",), async_="lib.Async")
    things = {"lib.C.*": CLIENT, "lib.C.aget": COROUTINE, "lib.f": FUNCTION, "lib.Async": {**CLIENT, "offers": True}}
    assert verify.judge(file, things, {}) == []
    assert verify.count_blocking(file, things) == 3  # get, find of the subclass, f


def test_a_pattern_does_not_mean_what_is_known_to_be_async(verify: ModuleType) -> None:
    assert verify.judge(block("lib.C.*"), {"lib.C.*": CLIENT}, {}, {"lib.C": frozenset({"aget"})}) == []


def test_the_probe_describes_what_is_installed(verify: ModuleType, tmp_path: Path) -> None:
    """With this interpreter's own standard library: no packages are needed."""
    environment = verify.Environment.__new__(verify.Environment)
    environment.python = Path(sys.executable)
    environment.variables = dict(os.environ)
    names = ["asyncio.sleep", "time.sleep", "queue.Queue.*", "queue.Queue.maxsize", "queue.Queue.nothing", "no_such.f"]
    things = environment.describe({"names": names, "modules": [], "instances": []})
    assert things["asyncio.sleep"]["async"]
    assert not things["time.sleep"]["async"]
    assert "get" in things["queue.Queue.*"]["members"]
    assert things["queue.Queue.maxsize"]["kind"] == "declared"
    assert [things[name]["kind"] for name in names[-2:]] == ["missing", "missing"]


def folder_of_environment(tmp_path: Path) -> str:
    """An environment without packages, which looks like one that was made before."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    return str(tmp_path)


def test_without_a_package_index_a_quick_run_tells_and_passes(
    verify: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    assert verify.main(["--environment", folder_of_environment(tmp_path), "--only", "requests", "--quick", "1"]) == 0
    assert capsys.readouterr().out == "not verified, since no package index can be reached: http/requests.toml\n"


def test_a_quick_run_ends_when_its_time_is_over(verify: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    files = verify.read_rules(frozenset({"requests", "httpx"}))
    assert list(verify.verify_all(files, verify.Packages(), None, 0)) == []
    assert capsys.readouterr().out == f"not verified, since 0 minutes are over: {', '.join(files)}\n"


def test_what_cannot_be_installed_fails_a_full_run_alone(
    verify: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trouble = verify.Result("http/requests.toml", "requests", "none", ("pip install requests: no wheel",))
    monkeypatch.setattr(verify, "verify", lambda *_: trouble)
    files = {"http/requests.toml": block("requests.get")}
    assert list(verify.verify_all(files, verify.Packages(), None, 1)) == []
    assert capsys.readouterr().out == "not verified: http/requests.toml: pip install requests: no wheel\n"
    assert list(verify.verify_all(files, verify.Packages(), None, None)) == [trouble]


@pytest.mark.parametrize(
    ("name", "twins"),
    [
        ("shop.get", ["shop.aget"]),
        ("shop.put", []),  # `aput` is a plain function
        ("shop.Client.fetch", ["shop.Client.fetch_async", "shop.AsyncClient"]),
        ("shop.Client.close", []),  # the async class has none
        ("shop.Client.*", ["shop.AsyncClient"]),
        ("shop.Store.*", ["shop.aio.Store"]),
        ("shop.SyncCursor.*", ["shop.AsyncCursor"]),
        ("shop.QueueClient.*", ["shop.QueueAsyncClient"]),
        ("shop.Plain.*", []),
    ],
)
def test_twins_are_found_by_their_names(
    verify: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, twins: list[str]
) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text(SHOP)
    (tmp_path / "shop" / "aio.py").write_text("class Store:\n    async def load(self): ...\n")
    environment = verify.Environment.__new__(verify.Environment)
    environment.python = Path(sys.executable)
    environment.variables = {**os.environ, "PYTHONPATH": str(tmp_path)}
    things = environment.describe({"names": [name], "modules": [], "instances": [], "alone": [name]})
    assert things[name]["twins"] == twins


SHOP = """\
def get(): ...
async def aget(): ...
def put(): ...
def aput(): ...
class Client:
    def fetch(self): ...
    async def fetch_async(self): ...
    def close(self): ...
class AsyncClient:
    async def fetch(self): ...
    def close(self): ...
class Store:
    def load(self): ...
class SyncCursor:
    def next(self): ...
class AsyncCursor:
    async def next(self): ...
class QueueClient:
    def send(self): ...
class QueueAsyncClient:
    async def send(self): ...
class Plain: ...
class AsyncPlain: ...
"""

ENVIRONMENT = os.environ.get("BLOCKCHECK_CATALOGUE_ENV", "")


@pytest.mark.skipif(not ENVIRONMENT, reason="needs the real packages: see tests/catalogue/verify/README.md")
def test_the_shipped_names_are_right(verify: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    only = os.environ.get("BLOCKCHECK_CATALOGUE_ONLY", "")
    status = verify.main(["--environment", ENVIRONMENT, "--only", only])
    assert status == 0, capsys.readouterr().out
