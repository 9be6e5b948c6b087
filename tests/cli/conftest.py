"""A project to run the command line on, in an environment that says nothing of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from blockcheck.cli import cli

ROOT = Path(__file__).parents[2]

APP = """\
import requests
from fastapi import FastAPI

from service import load

app = FastAPI()


@app.get("/news")
async def news():
    return load()


@app.get("/weather")
async def weather():
    return requests.get("https://weather.example").json()
"""
SERVICE = """\
import requests


def load():
    return requests.get("https://news.example").json()
"""

Blockcheck = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def silent_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(("GITHUB_", "BLOCKCHECK_")) or name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "CI"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("BLOCKCHECK_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small application with two blocking calls, which is the current folder."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").touch()
    (folder / "app.py").write_text(APP)
    (folder / "service.py").write_text(SERVICE)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def blockcheck(project: Path) -> Blockcheck:
    """Runs the command line in this process; a str or bytes as `input` is its standard input."""

    def run(*arguments: str, input: str | bytes | None = None) -> Result:  # noqa: A002 -- as click calls it
        return CliRunner().invoke(cli, arguments, input=input, prog_name="blockcheck", catch_exceptions=False)

    return run


@pytest.fixture
def process(project: Path) -> Process:
    """Runs the command line as people do, in a process of its own."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "blockcheck", *arguments]
        env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
        return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False, cwd=project)

    return run
