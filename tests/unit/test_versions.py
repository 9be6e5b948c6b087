"""Which versions a project is taken to use: from what is installed, locked, pinned or allowed, the nearest first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from blockcheck.analysis import Request, analyse
from blockcheck.catalogue.ranges import Assumed, Said, applying, assume
from blockcheck.catalogue.schema import RuleFile
from blockcheck.config import Settings, SettingsError
from blockcheck.discovery import discover
from blockcheck.disk import Disk, unchanged
from blockcheck.versions import Versions, read_versions

UV = '[[package]]\nname = "mcp"\nversion = "{}"\n'
ONE = RuleFile(library=("mcp",), package="mcp", versions=">=1,<2", seen="1.30.0")
TWO = RuleFile(library=("mcp",), package="mcp", versions=">=2,<3", seen="2.3.0")


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a program in it, which is the current folder."""
    project = tmp_path / "project"
    write(project, {".git/HEAD": "", "app.py": "", "backend/app/main.py": ""})
    monkeypatch.chdir(project)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    return project


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def install(environment: Path, *packages: str) -> Path:
    packages_folder = environment / "lib" / "python3.11" / "site-packages"
    for name in packages:
        (packages_folder / f"{name}.dist-info").mkdir(parents=True)
    write(environment, {"pyvenv.cfg": "", "bin/python": ""})
    return packages_folder


def read(*paths: Path, python: str = "") -> Versions:
    named = [str(path) for path in paths]
    return read_versions(named, discover(named, Settings())[0], python)


def told(versions: Versions, package: str = "mcp") -> tuple[str, str]:
    said = versions.known[package]
    return said.version or said.allowed, said.origin


# Where versions come from


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("uv.lock", 'version = 1\n[[package]]\nname = "mcp"\nversion = "1.9.4"\nsource = { registry = "x" }\n'),
        ("poetry.lock", '[[package]]\nname = "MCP"\nversion = "1.9.4"\noptional = false\n[metadata]\nx = 1\n'),
        ("pdm.lock", '[metadata]\nx = 1\n[[package]]\nname = "mcp"\nversion = "1.9.4"\n'),
        ("pylock.toml", 'lock-version = "1.0"\n[[packages]]\nname = "mcp"\nversion = "1.9.4"\n'),
        ("pylock.prod.toml", '[[packages]]\nname = "mcp"\nversion = "1.9.4"\n'),
        ("Pipfile.lock", '{"default": {"mcp": {"hashes": [], "version": "==1.9.4"}}, "develop": {}}'),
        ("requirements.txt", "-e .\n--hash x\n./local\nmcp[cli]==1.9.4 \\\n    --hash=sha256:00  # for tools\n"),
        ("requirements-dev.txt", "mcp == 1.9.4 ; python_version > '3.8'\n"),
        ("requirements/base.txt", "git+https://example.org/x.git\nmcp===1.9.4\n"),
    ],
)
def test_files_that_pin(root: Path, name: str, text: str) -> None:
    write(root, {name: text})
    versions = read(root)
    assert told(versions) == ("1.9.4", name)
    assert versions.warnings == ()


@pytest.mark.parametrize("line", ["-r deps/base.in", "--requirement=deps/base.in", "-c 'deps/base.in'  # tools"])
def test_requirements_include_others(root: Path, line: str) -> None:
    write(root, {"requirements.txt": f"{line}\na==1\n", "deps/base.in": "-r more.in\n", "deps/more.in": "mcp==1.9.4\n"})
    versions = read(root)
    assert told(versions) == ("1.9.4", "requirements.txt")
    assert versions.warnings == ()


def test_requirements_that_include_each_other(root: Path) -> None:
    write(root, {"requirements.txt": "-r other.txt\n", "other.txt": "-r requirements.txt\nmcp==1.9.4\n"})
    assert told(read(root)) == ("1.9.4", "requirements.txt")


def test_an_included_file_that_is_missing_is_one_warning_and_the_rest_counts(root: Path) -> None:
    write(root, {"requirements.txt": "a==1\n-r base.txt\nmcp==1.9.4\n-r https://example.org/x.txt\n"})
    versions = read(root)
    assert told(versions) == ("1.9.4", "requirements.txt")
    (warning,) = versions.warnings
    assert warning.startswith("requirements.txt: included in line 2, `base.txt` cannot be read: ")


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("[project]\ndependencies = [\"mcp[cli]>=1.2,<2; python_version > '3.9'\"]", "<2,>=1.2"),
        ('[project]\noptional-dependencies = {tools = ["mcp~=1.2"]}', "~=1.2"),
        ('[dependency-groups]\ndev = [{include-group = "x"}, "mcp==1.*"]', "==1.*"),
        ('[tool.poetry.dependencies]\npython = "^3.10"\nmcp = "^1.2"', "<2,>=1.2"),
        ('[tool.poetry.group.dev.dependencies]\nmcp = {version = "~1.2", extras = ["cli"]}', "<1.3,>=1.2"),
        ('[tool.poetry.dependencies]\nmcp = "^0.2.3"', "<0.3,>=0.2.3"),
        ('[tool.poetry.dependencies]\nmcp = "1.4"', "==1.4"),
        ('[tool.poetry.dependencies]\nmcp = ">=1.4 <1.6"', "<1.6,>=1.4"),
    ],
)
def test_what_pyproject_allows(root: Path, text: str, allowed: str) -> None:
    write(root, {"pyproject.toml": text})
    assert told(read(root)) == (allowed, "pyproject.toml")


def test_requirements_that_pin_nothing_allow(root: Path) -> None:
    write(root, {"requirements.in": "mcp>=1,<2\n"})
    assert told(read(root)) == ("<2,>=1", "requirements.in")


@pytest.mark.parametrize(
    "text", ['[project]\ndependencies = ["mcp", "%&"]', '[tool.poetry.dependencies]\nmcp = "*"', ""]
)
def test_what_says_nothing(root: Path, text: str) -> None:
    write(root, {"pyproject.toml": text})
    assert read(root) == Versions()


def test_what_is_installed_goes_before_locks_and_locks_before_what_is_allowed(root: Path) -> None:
    write(root, {"pyproject.toml": '[project]\ndependencies = ["mcp>=1", "a>=1", "b>=1"]'})
    write(root, {"uv.lock": UV.format("1.9") + UV.replace("mcp", "a").format("4")})
    install(root / ".venv", "mcp-1.8.0", "Odd_Name-2.0")
    versions = read(root)
    assert [told(versions, name) for name in ("mcp", "a", "b", "odd-name")] == [
        ("1.8.0", ".venv"),
        ("4", "uv.lock"),
        (">=1", "pyproject.toml"),
        ("2.0", ".venv"),
    ]


def test_environment_that_is_named_goes_before_the_active_one(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(root / ".venv", "mcp-1.7")
    install(tmp_path / "active", "mcp-1.8")
    install(tmp_path / "named", "mcp-1.9")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "active"))
    assert told(read(root)) == ("1.8", str(tmp_path / "active"))
    for python in (tmp_path / "named", tmp_path / "named" / "bin" / "python"):
        assert told(read(root, python=str(python))) == ("1.9", str(python))


def test_environment_that_is_none(root: Path) -> None:
    for python in (root / "missing", root / "backend", root / "app.py"):
        with pytest.raises(SettingsError, match="is no environment"):
            read(root, python=str(python))


def test_active_environment_that_is_gone(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "gone"))
    assert read(root) == Versions()


# Of several places the nearest


def test_nearest_above_goes_first(root: Path, tmp_path: Path) -> None:
    write(tmp_path, {"uv.lock": UV.format("0.5")})  # outside of the repository
    assert read(root / "backend" / "app") == Versions()
    write(root, {"uv.lock": UV.format("1.1")})
    assert told(read(root / "backend" / "app" / "main.py")) == ("1.1", "uv.lock")
    write(root, {"backend/poetry.lock": UV.format("1.2")})
    assert told(read(root / "backend" / "app")) == ("1.2", "backend/poetry.lock")
    assert told(read(root)) == ("1.1", "uv.lock")


def test_without_a_repository_the_project_is_the_limit(tmp_path: Path) -> None:
    write(tmp_path / "top", {"uv.lock": UV.format("1.1"), "one/pyproject.toml": "", "one/app/main.py": ""})
    assert read(tmp_path / "top" / "one" / "app") == Versions()
    write(tmp_path / "top", {"one/uv.lock": UV.format("1.2")})
    assert told(read(tmp_path / "top" / "one" / "app"))[0] == "1.2"


def test_below_the_analysed_folder_by_depth_and_name(root: Path) -> None:
    write(root, {"a/b/uv.lock": UV.format("1.1"), "a/b/main.py": "", "node_modules/c/uv.lock": UV.format("1.9")})
    assert told(read(root)) == ("1.1", "a/b/uv.lock")
    write(root, {"c/uv.lock": UV.format("1.2"), "c/main.py": "", "d/uv.lock": UV.format("1.3"), "d/main.py": ""})
    assert told(read(root)) == ("1.2", "c/uv.lock")


def test_of_several_paths_that_are_equally_near_the_first(root: Path) -> None:
    write(root, {"a/uv.lock": UV.format("1.1"), "b/uv.lock": UV.format("1.2"), "uv.lock": UV.format("1.3")})
    assert told(read(root / "b", root / "a")) == ("1.2", "b/uv.lock")


def test_files_that_lie_side_by_side(root: Path) -> None:
    write(root, {"requirements.txt": "mcp==1.1", "requirements-dev.txt": "mcp==1.2"})
    assert told(read(root)) == ("1.1", "requirements.txt")
    write(root, {"poetry.lock": UV.format("1.3")})
    assert told(read(root)) == ("1.3", "poetry.lock")


def test_several_versions_in_one_lock_file(root: Path) -> None:
    write(root, {"uv.lock": UV.format("1.10") + UV.format("1.9") + '[[package]]\nname = "here"\n'})
    assert told(read(root)) == ("1.10", "uv.lock")


# What the answer follows from


@pytest.mark.parametrize(
    "change",
    [
        lambda root: write(root, {"uv.lock": UV.format("1.1")}),
        lambda root: write(root, {"backend/requirements-dev.txt": ""}),
        lambda root: write(root, {"pyproject.toml": "[project]"}),
        lambda root: write(root, {"requirements/base.txt": "mcp==2"}),
        lambda root: write(root, {"requirements/more.txt": ""}),
        lambda root: (root / "requirements.txt").unlink(),
        lambda root: install(root / ".venv", "mcp-1.1"),
        lambda root: install(root / "venv", "mcp-1.1"),
        lambda root: (root / "venv/lib/python3.11/site-packages/a-1.dist-info").rmdir(),
    ],
    ids=["lock", "below", "project", "edit", "in folder", "gone", "environment", "installed", "uninstalled"],
)
def test_disk_notes_what_versions_follow_from(root: Path, change: Callable[[Path], object]) -> None:
    write(root, {"requirements.txt": "", "requirements/base.txt": "mcp==1"})
    install(root / "venv", "a-1")
    disk = Disk()
    read_versions([str(root)], discover([str(root)], Settings(), disk=disk)[0], "", disk)
    assert disk.answers
    assert unchanged(disk.answers)
    change(root)
    assert unchanged(disk.answers) is None


# What cannot be used


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("uv.lock", b"<<<<<<< HEAD\n", "is not valid TOML: Invalid statement (at line 1, column 1)"),
        ("poetry.lock", b"package = 1\n", "has no list `package`"),
        ("pdm.lock", b"a" * 5 + b" = " + b"[" * 9_000, "is not valid TOML: "),
        ("Pipfile.lock", b"[]", "is not valid JSON: "),
        ("pylock.toml", b"\xff", "is not UTF-8 text"),
        ("requirements.txt", b"a==1\n<<<<<<< HEAD\nmcp==1\n", "line 2 is no requirement"),
        ("pyproject.toml", b"[project", "is not valid TOML: "),
    ],
)
def test_bad_file_is_one_warning_and_the_next_one_counts(root: Path, name: str, text: bytes, message: str) -> None:
    (root / name).write_bytes(text)
    write(root, {"requirements-dev.txt": "mcp==1.4\n"})
    versions = read(root)
    assert told(versions) == ("1.4", "requirements-dev.txt")
    (warning,) = versions.warnings
    assert warning.startswith(f"{name}: {message}")
    assert warning.endswith("; versions of packages are not taken from it")


def test_requirements_as_powershell_writes_them(root: Path) -> None:
    (root / "requirements.txt").write_bytes("mcp==1.4\r\n".encode("utf-16"))
    assert told(read(root)) == ("1.4", "requirements.txt")


def test_odd_contents_are_passed_over(root: Path) -> None:
    write(root, {"uv.lock": 'package = [1, {name = 3}, {name = "a"}, {name = "mcp", version = "what?"}]'})
    write(root, {"Pipfile.lock": '{"default": [], "develop": {"a": 1}}', "pyproject.toml": "project = 1"})
    assert read(root).known.keys() == {"mcp"}
    assert assume([ONE, TWO], read(root).known).why == "not pinned: newest known"


# Which rules are taken


@pytest.mark.parametrize(
    ("said", "version", "files"),
    [
        (Said(origin="uv.lock", version="1.9.4"), "1.9.4", [ONE]),
        (Said(origin="uv.lock", version="2.0rc1"), "2.0rc1", [ONE]),
        (Said(origin="uv.lock", version="2.5"), "2.5", [TWO]),
        (Said(origin="uv.lock", version="7"), "7", [TWO]),
        (Said(origin="uv.lock", version="0.3"), "0.3", [ONE]),
        (Said(origin="p", allowed=">=1.2,<2"), "1.30.0", [ONE]),
        (Said(origin="p", allowed=">=1.2"), "2.3.0", [TWO]),
        (Said(origin="p", allowed=">=1.2,<1.10"), "1.2", [ONE]),
        (Said(origin="p", allowed="==1.4.*"), "1.4", [ONE]),
        (Said(origin="p", allowed=">=2.5"), "2.5", [TWO]),
        (Said(origin="p", allowed="<0.1"), "2.3.0", [TWO, ONE]),
        (None, "2.3.0", [TWO, ONE]),
    ],
)
def test_rules_for_a_version(said: Said | None, version: str, files: list[RuleFile]) -> None:
    assumed = assume([ONE, TWO], {"mcp": said} if said else {})
    assert assumed.version == version
    assert applying([ONE, TWO], assumed) == files


def test_reasons_are_told() -> None:
    assert str(assume([ONE, TWO], {"mcp": Said(origin="uv.lock", version="1.9")})) == "mcp 1.9 (uv.lock)"
    assert str(assume([ONE, TWO], {})) == "mcp 2.3.0 (not pinned: newest known)"
    allowed = assume([ONE, TWO], {"mcp": Said(origin="pyproject.toml", allowed="<2")})
    assert str(allowed) == "mcp 1.30.0 (the newest known that fits <2 of pyproject.toml)"
    assert isinstance(allowed, Assumed)


def test_report_says_what_was_assumed_where_it_matters(root: Path) -> None:
    write(root, {"app.py": "import mcp.server\n\nserver = mcp.server.Server()\n", "uv.lock": UV.format("1.9")})
    assert analyse(Request(paths=(str(root),))).assumed == ("mcp 1.9 (uv.lock)",)
    write(root, {"app.py": "import json\n"})
    assert analyse(Request(paths=(str(root),))).assumed == ()
