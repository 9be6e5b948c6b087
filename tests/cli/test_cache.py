"""What earlier runs have kept: when it is used, when it is not, and that a run from it is a short one."""

from __future__ import annotations

import ast
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from blockcheck import replay
from blockcheck.cache import FOLDER, Cache, readable_caches
from blockcheck.cache.results import Kept
from tests.cli.conftest import ROOT, Blockcheck, Process

HEAVY = ("astroid", "click", "pathspec", "rich", "tomli", "blockcheck.analysis", "blockcheck.cli", "blockcheck.extract")


@pytest.fixture
def cache(project: Path, tmp_path: Path) -> Cache:
    """The cache of the project, when a run has made it."""
    (found,) = readable_caches(str(project), str(tmp_path / "cache"))
    return found


def kept(cache: Cache) -> list[Kept]:
    """What runs have printed."""
    contents = [cache.read(entry.name) for entry in cache.entries("result-")]
    results = [msgspec.msgpack.decode(content, type=Kept) for content in contents if content is not None]
    return [each for each in results if b"\xa6status" in each.result]


def replays(process: Process, *arguments: str, **environment: str) -> bool:
    """Whether a run imports nothing that it takes to analyse."""
    done = process(*arguments, **environment, PYTHONPROFILEIMPORTTIME="1")
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time")}
    assert "blockcheck.replay" in imported
    return imported.isdisjoint(HEAVY)


def test_a_run_from_the_cache_imports_next_to_nothing_and_prints_the_same(process: Process) -> None:
    first, second = process("check"), process("check")

    assert (second.stdout, second.returncode, second.stderr) == (first.stdout, 1, "")
    assert replays(process, "check")


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--output-format", "json"),
        ("check", "app.py"),
        ("check", "--statistics"),
        ("check", "--show-unresolved", "-q"),
        ("check", "--exit-zero"),
        ("check", "--no-baseline", "--isolated", "--color", "always"),
    ],
)
def test_what_is_replayed(process: Process, arguments: tuple[str, ...]) -> None:
    first = process(*arguments)
    assert replays(process, *arguments)
    second = process(*arguments)

    assert (second.stdout, second.returncode) == (first.stdout, first.returncode)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--no-cache"),
        ("check", "-n"),
        ("check", "-v"),
        ("check", "--timing"),
        ("check", "--output-file", "report.txt"),
        ("check", "--since", "HEAD"),
        ("check", "--diff", "changes.diff"),
        ("check", "--show-files"),
        ("check", "nowhere"),
        ("check", "--wrong"),
        ("check", "empty"),
        ("config",),
        ("routes",),
        ("graph",),
    ],
)
def test_what_is_not(project: Path, process: Process, arguments: tuple[str, ...]) -> None:
    (project / "changes.diff").write_text("--- a/app.py\n+++ b/app.py\n@@ -1 +1 @@\n-x\n+import requests\n")
    (project / "empty").mkdir()
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@b.c"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True, cwd=project)
    process(*arguments)

    assert not replays(process, *arguments)


def test_the_standard_input_is_not_replayed(project: Path, blockcheck: Blockcheck) -> None:
    for text in ("import time\nasync def f():\n    time.sleep(1)\n", "x = 1\n"):
        result = blockcheck("check", "-", "--stdin-filename", "app.py", input=text)
        assert result.exit_code == ("sleep" in text)


@pytest.mark.parametrize(
    "environment",
    [
        {"NO_COLOR": "1"},
        {"FORCE_COLOR": "1"},
        {"TERM": "dumb"},
        {"GITHUB_ACTIONS": "true"},
        {"HOME": "/"},
        {"VIRTUAL_ENV": "/"},
    ],
)
def test_another_environment_is_another_run(process: Process, environment: dict[str, str]) -> None:
    process("check")

    assert not replays(process, "check", **environment)


def test_a_workflow_is_told_each_time(project: Path, process: Process, tmp_path: Path) -> None:
    for _ in range(2):
        process("check", GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))

    assert (tmp_path / "summary.md").read_text(encoding="utf-8").count("## ") == 2


def test_another_folder_is_another_run(project: Path, process: Process) -> None:
    (project / "sub").mkdir()
    process("check", str(project))
    command = [sys.executable, "-m", "blockcheck", "check", str(project)]
    done = subprocess.run(
        command, cwd=project / "sub", env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )

    assert str(project / "app.py") in done.stdout.decode()


def environment_reads() -> Iterator[str]:
    """The names of variables that the program reads, wherever it does."""
    for path in (ROOT / "blockcheck").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            key = None
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("environ.get", "environment.get")):
                key = node.args[0]
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith(("environ", "environment")):
                key = node.slice
            if isinstance(key, ast.Constant):
                yield str(key.value)


def test_every_variable_that_is_read_is_part_of_the_key() -> None:
    """Those of GitHub are read in workflows only, of which nothing is kept; the others say where the cache lies."""
    elsewhere = {"LOCALAPPDATA", "XDG_CACHE_HOME"}
    read = set(environment_reads())

    assert {"NO_COLOR", "GITHUB_ACTIONS", "XDG_CACHE_HOME"} <= read
    assert {name for name in read - {*replay.ENVIRONMENT} - elsewhere if not name.startswith("GITHUB_")} == set()


LISTENER = """\
import os, sys
opened = set()
def hear(event, arguments):
    if event in ("open", "os.scandir", "os.listdir") and isinstance(arguments[0], str):
        opened.add(os.path.abspath(arguments[0]))
sys.addaudithook(hear)
from blockcheck.cli import run
try:
    run(sys.argv[2:])
except SystemExit:
    print("\\n".join(sorted(path for path in opened if path.startswith(sys.argv[1]))), file=sys.stderr)
"""


def test_everything_that_is_read_is_checked_before_a_replay(project: Path, process: Process, tmp_path: Path) -> None:
    """What a run opens of the project, and does not note, could change unseen."""
    (project / "pyproject.toml").write_text("[tool.blockcheck]\nrules = ['acme.toml']\nsrc = ['l*']\n")
    (project / "acme.toml").write_text(
        'library = ["acme"]\n[[blocks]]\nnames = ["acme.wait"]\nrule = "blocking-wait"\nwhy = "waits"\n'
    )
    for name in (
        ".git/info/exclude",
        "lib/acme.py",
        "pkg/__init__.py",
        "pkg/.gitignore",
        "requirements.txt",
        "uv.lock",
        ".venv/pyvenv.cfg",
    ):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).touch()
    vendor = project / ".venv/lib/python3.11/site-packages/vendor.py"
    vendor.parent.mkdir(parents=True)
    vendor.write_text("from requests import get\n")
    (project / "calls.py").write_text("import vendor\nvendor.get('u')\n")
    process("baseline")
    command = [sys.executable, "-c", LISTENER, str(project), "check", "--show-unresolved"]
    done = subprocess.run(
        command, cwd=project, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    opened = set(done.stderr.decode().splitlines())
    (found,) = readable_caches(str(project), str(tmp_path / "cache"))
    (printed,) = kept(found)
    noted = {os.path.normpath(project / os.fsdecode(answer.path)) for answer in printed.answers}

    assert {str(project / name) for name in ("app.py", "acme.toml", "pyproject.toml", ".git/info/exclude")} <= opened
    assert str(vendor) in opened
    assert opened - noted == set()


def test_no_cache_leaves_nothing(project: Path, blockcheck: Blockcheck, tmp_path: Path) -> None:
    for command in ("check", "baseline", "routes", "graph"):
        blockcheck(command, "--no-cache")

    assert not (tmp_path / "cache").exists()
    assert not (project / FOLDER).exists()


@pytest.mark.parametrize("option", [("--cache-dir", "kept"), ("--cache-dir=kept",)])
def test_the_folder_can_be_named(project: Path, process: Process, option: tuple[str, ...], tmp_path: Path) -> None:
    process("check", *option)

    assert list(readable_caches(str(project), "kept"))
    assert not (tmp_path / "cache").exists()
    assert replays(process, "check", *option)
    assert not replays(process, "check")


def test_by_itself_it_lies_beside_the_project(
    project: Path, blockcheck: Blockcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BLOCKCHECK_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    (project / "sub").mkdir()
    blockcheck("check", "sub")
    assert (project / FOLDER / ".gitignore").exists()

    result = blockcheck("clean")
    assert result.output.startswith("Removed .blockcheck_cache: ")
    assert not (project / FOLDER).exists()
    assert blockcheck("clean").output == "There is nothing to remove for this project.\n"
    assert blockcheck("clean", "sub").exit_code == 0


def test_clean_tells_what_it_cannot_remove(project: Path, blockcheck: Blockcheck, cache_with_a_folder: Path) -> None:
    result = blockcheck("clean")

    assert result.exit_code == 2
    assert f"{cache_with_a_folder}: cannot be removed: Directory not empty" in result.output


@pytest.fixture
def cache_with_a_folder(project: Path, blockcheck: Blockcheck, tmp_path: Path) -> Path:
    blockcheck("check")
    (found,) = readable_caches(str(project), str(tmp_path / "cache"))
    Path(found.folder, "mine").mkdir()
    return Path(found.folder)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the user may write anywhere")
def test_a_folder_that_cannot_be_written_is_no_trouble(project: Path, process: Process) -> None:
    first = process("check")
    project.parent.joinpath("cache").chmod(stat.S_IRUSR | stat.S_IXUSR)
    second = process("check", "-q")

    assert second.returncode == first.returncode == 1
    assert second.stderr == ""


@pytest.mark.parametrize("folder", ["/dev/null", "app.py", "/dev/null/deep", "\udcff\udcfe"])
def test_a_folder_that_cannot_be_is_no_trouble(process: Process, folder: str) -> None:
    first, second = process("check", "--cache-dir", folder), process("check", "--cache-dir", folder)

    assert (first.returncode, first.stderr) == (1, "")
    assert (second.stdout, second.stderr) == (first.stdout, "")


def test_a_reader_that_has_seen_enough_is_no_trouble(project: Path, process: Process) -> None:
    (project / "many.py").write_text("import time\n" + "async def f():\n    time.sleep(1)\n" * 3000)
    process("check")
    assert replays(process, "check")
    command = f"{sys.executable} -m blockcheck check | head -n 1"
    done = subprocess.run(
        command, shell=True, cwd=project, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )

    assert done.stderr == b""
    assert done.stdout.count(b"\n") == 1


def test_timing_tells_the_phases_and_the_slowest_files(project: Path, process: Process) -> None:
    for number in range(12):
        (project / f"m{number}.py").write_text("x = 1\n" * (number + 1))
    first, second = process("check", "--timing"), process("check", "--timing")

    phases = ["looking for files", "reading files", "following calls", "searching for blocking calls", "printing"]
    assert [line.split("  ")[-1] for line in first.stderr.splitlines() if line.split("  ")[-1] in phases] == phases
    assert "14 files were not known from earlier runs; what took longest to read:" in first.stderr
    assert len([line for line in first.stderr.splitlines() if line.endswith(".py")]) == 10
    assert "not known" not in second.stderr
    assert second.stdout == first.stdout
