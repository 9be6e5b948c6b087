"""What is installed works alone: the wheel carries the rules, the sdist builds, an editable install holds no copy."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPLICATION = """
import requests
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def index():
    return requests.get("https://example.org").text
"""


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command; what it printed."""
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)


def build(target: str, project: Path, into: Path) -> Path:
    """Build one archive of `project` with hatchling."""
    done = run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", into, cwd=project)
    assert done.returncode == 0, done.stderr
    (archive,) = into.iterdir()
    return archive


def contents(wheel: Path) -> dict[str, bytes]:
    """The files of a wheel with their text."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def empty_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a fresh environment in which the wheel alone is installed."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    return python


def test_wheel_carries_every_rule_and_nothing_but_the_package(wheel: Path) -> None:
    names = contents(wheel).keys()
    rules = {path.relative_to(ROOT) for path in (ROOT / "rules").rglob("*.toml")}
    generated = {path.relative_to(ROOT) for path in (ROOT / "rules").rglob("*.json")}
    wanted = {f"blockcheck/{path.as_posix()}" for path in rules | generated if path.parts[1] != "generate"}

    assert wanted
    assert wanted == {name for name in names if name.startswith("blockcheck/rules/")}
    assert {name.split("/")[0].split("-")[0] for name in names} == {"blockcheck"}


def test_sdist_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    sdist = build("sdist", ROOT, tmp_path / "sdist")
    shutil.unpack_archive(sdist, tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()

    assert contents(build("wheel", source, tmp_path / "wheel")) == contents(wheel)


def test_editable_install_leaves_no_copy_behind(tmp_path: Path) -> None:
    code = "import sys, hatchling.build; hatchling.build.build_editable(sys.argv[1])"
    done = run(sys.executable, "-c", code, tmp_path, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    (editable,) = tmp_path.iterdir()

    installed = [name for name in contents(editable) if ".dist-info/" not in name]
    assert [Path(name).suffix for name in installed] == [".pth"]


def test_installed_alone_it_tells_its_version(empty_environment: Path, wheel: Path, tmp_path: Path) -> None:
    done = run(empty_environment, "-m", "blockcheck", "--version", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert wheel.name.split("-")[1] in done.stdout


def test_installed_alone_it_explains_a_rule(empty_environment: Path, tmp_path: Path) -> None:
    done = run(empty_environment, "-m", "blockcheck", "rule", "BLC102", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "blocking-http" in done.stdout


def test_installed_alone_it_finds_a_blocking_call(empty_environment: Path, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(APPLICATION, encoding="utf-8")
    script = empty_environment.with_name("blockcheck")
    done = run(script, "check", "--output-format", "concise", cwd=tmp_path)

    assert done.returncode == 1, done.stderr
    assert "app.py:10:12: BLC102" in done.stdout
