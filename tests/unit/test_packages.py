"""Packages without rules: what their source says of the names that a project uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from blockcheck.analysis import Request, analyse
from blockcheck.catalogue import Catalogue, load_catalogue
from blockcheck.catalogue.schema import GeneratedTypes
from blockcheck.config import Settings
from blockcheck.disk import Disk
from blockcheck.packages import LARGEST_FILE, Packages

ACME = {
    "acme/__init__.py": """\
        from requests import Session as Http
        from acme import client
        from .client import AsyncClient, Client, connect, shared
        from ._inner import *
        session = client
        """,
    "acme/client.py": """\
        import typing
        import requests
        class Base(requests.Session):
            pass
        class Client(Base):
            def plain(self) -> requests.Session: ...
            def maybe(self) -> typing.Optional[requests.Session]: ...
            async def get(self, url): ...
            async def pages(self) -> Client:
                yield self
            @property
            def decorated(self) -> Base: ...
            def fetch(self): ...
            def alone(self): ...
        class AsyncClient:
            async def fetch(self): ...
        def connect() -> Client: ...
        async def aconnect() -> Client: ...
        shared = Client()
        """,
    "acme/_inner.py": "from redis import Redis as Store\n",
    "acme/circle.py": "from acme.circle import circle\n",
    "acme/broken.py": "def (:\n",
    "acme/large.py": f"from requests import Session\n# {LARGEST_FILE * '.'}\n",
    "loop/__init__.py": "from .loop import loop\n",
    "loop/loop.py": "class loop: ...\n",
    "requests/__init__.py": "class Session: ...\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> str:
    for name, text in ACME.items():
        file = tmp_path / "packages" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = text.splitlines()
        file.write_text("\n".join(line.removeprefix("        ") for line in lines) + "\n", "utf-8")
    return str(tmp_path / "packages")


@pytest.fixture
def packages(folder: str) -> Packages:
    return Packages((folder,), Disk(), lambda name: name in ("requests", "redis", "typing"))


@pytest.fixture
def catalogue(folder: str) -> Catalogue:
    return load_catalogue((), installed=lambda knows: Packages((folder,), Disk(), knows).describe)


def told(packages: Packages, name: str) -> GeneratedTypes:
    found = packages.describe(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("acme.Http", "requests.Session"),
        ("acme.Client", "acme.client.Client"),
        ("acme.Store", "redis.Redis"),
        ("acme.session", "acme.client"),
    ],
)
def test_a_name_is_another_spelling(packages: Packages, name: str, means: str) -> None:
    assert told(packages, name).aliases == {name: means}


def test_a_class_has_its_bases_and_what_its_methods_are_declared_to_give(packages: Packages) -> None:
    cls = told(packages, "acme.client.Client").classes["acme.client.Client"]

    assert cls.bases == ("acme.client.Base",)
    assert cls.methods == {"plain": "requests.Session", "get": "Awaitable[Any]", "pages": "AsyncIterator[Any]"}


def test_functions_and_objects_of_a_module(packages: Packages) -> None:
    assert told(packages, "acme.client.connect").functions == {"acme.client.connect": "acme.client.Client"}
    assert told(packages, "acme.client.aconnect").functions == {"acme.client.aconnect": "Awaitable[acme.client.Client]"}
    assert told(packages, "acme.client.shared").variables == {"acme.client.shared": "acme.client.Client"}


def test_each_thing_is_told_once(packages: Packages) -> None:
    assert packages.describe("acme.Http.get") is not None
    assert packages.describe("acme.Http") is None


@pytest.mark.parametrize(
    "name",
    [
        "acme",
        "acme.nothing",
        "acme.circle.circle",
        "acme.broken.x",
        "acme.large.Session",
        "unknown.x",
        "requests.Session",
    ],
)
def test_nothing_is_told(packages: Packages, name: str) -> None:
    assert packages.describe(name) is None


def test_the_catalogue_asks(catalogue: Catalogue) -> None:
    assert catalogue.canonical("acme.Http.get") == catalogue.canonical("requests.Session.get")
    assert catalogue.method_blocks("acme.Client", "post")
    assert not catalogue.method_blocks("acme.Client", "get"), "the package made it a coroutine function"
    assert catalogue.returns("acme.connect") == catalogue.type_of("acme.client.Client")


def test_a_class_that_is_called_as_its_module_is_no_circle(catalogue: Catalogue) -> None:
    assert catalogue.canonical("loop.loop") == "loop.loop"
    assert catalogue.is_class("loop.loop")


def test_what_rules_speak_of_is_not_read(folder: str) -> None:
    disk = Disk()
    catalogue = load_catalogue((), installed=lambda knows: Packages((folder,), disk, knows).describe)

    assert catalogue.method_blocks("requests.Session", "get")
    assert not [answer for answer in disk.answers or () if b"requests" in answer.path]


def test_a_run_takes_the_environment_beside_the_project(folder: str, tmp_path: Path) -> None:
    project = tmp_path / "project"
    site = project / ".venv" / "lib" / "python3.11" / "site-packages"
    site.parent.mkdir(parents=True)
    (project / ".venv" / "pyvenv.cfg").touch()
    Path(folder).rename(site)
    app = project / "app.py"
    app.write_text("import acme\nasync def main():\n    acme.connect().post('u')\n    acme.Http().get('u')\n", "utf-8")

    report = analyse(Request(paths=(str(app),), settings=Settings(), unresolved=True))

    assert report.unresolved == ()

    assert [(finding.line, finding.name) for finding in report.findings] == [(3, "blocking-http"), (4, "blocking-http")]


RULES = """\
[[blocks]]
names = ["acme.Client.plain", "acme.connect", "acme.Client.fetch", "acme.Client.alone"]
rule = "blocking-http"
why = "waits for Acme"
"""


@pytest.mark.parametrize(
    ("call", "advised"),
    [
        ("acme.connect()", "; or use `acme.client.aconnect`"),
        ("acme.Client().fetch()", "; or use `acme.client.AsyncClient.fetch`"),
        ("acme.Client().alone()", "write `await asyncio.to_thread(acme.Client().alone)`"),
    ],
)
def test_the_async_version_of_a_package_that_the_user_wrote_rules_for(
    folder: str, tmp_path: Path, call: str, advised: str
) -> None:
    (tmp_path / "rules.toml").write_text(RULES, "utf-8")
    app = tmp_path / "app.py"
    app.write_text(f"import acme\nasync def main():\n    {call}\n", "utf-8")
    environment = tmp_path / "environment"
    site = environment / "lib" / "python3.11" / "site-packages"
    site.parent.mkdir(parents=True)
    Path(folder).rename(site)
    settings = Settings(rules=(str(tmp_path / "rules.toml"),), python=str(environment))

    (found,) = analyse(Request(paths=(str(app),), settings=settings)).findings

    assert found.advice.endswith(advised)
