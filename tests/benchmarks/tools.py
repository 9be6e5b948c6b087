"""The linters that are measured: how each is called, how its findings are counted, and which version it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

import blockcheck

PACKAGES = ("hydroid-cli", "ruff", "flake8", "flake8-async", "ty-async")
"""What the environment of the peers needs."""


class Target(msgspec.Struct, frozen=True):
    """What a linter is given: the folder, an interpreter with nothing installed, and where to keep its cache.

    Without a folder for the cache it works without one.
    """

    folder: Path
    python: Path
    cache: Path | None = None


class Tool(msgspec.Struct, frozen=True):
    """A linter.

    `whole` says whether it follows calls from one file to another; one that is not `cached` does the same work each
    time.
    """

    name: str
    program: tuple[str, ...]
    arguments: Callable[[Target], Sequence[str]]
    count: Callable[[str], int]
    cached: bool
    whole: bool

    def command(self, target: Target) -> list[str]:
        """The whole command line."""
        return [*self.program, *self.arguments(target)]


def tools(peers: Path) -> tuple[Tool, ...]:
    """blockcheck as this interpreter has it, and its peers from an environment's folder of programs."""
    return (
        Tool("blockcheck", (sys.executable, "-m", "blockcheck"), _blockcheck, _in_list("findings"), True, True),
        Tool("hydroid", (str(peers / "hydroid"),), _hydroid, _in_list("diagnostics"), True, True),
        Tool("ruff", (str(peers / "ruff"),), _ruff, lambda output: len(json.loads(output)), True, False),
        Tool("flake8-async", (str(peers / "flake8"),), _flake8, _lines, False, False),
        Tool("ty-async", (str(peers / "ty-async"),), _ty_async, _lines, False, True),
    )


def _blockcheck(target: Target) -> list[str]:
    cache = ["--cache-dir", str(target.cache)] if target.cache else ["--no-cache"]
    options = ["--isolated", "--output-format", "json", "--python", str(target.python)]
    return ["check", *options, *cache, str(target.folder)]


def _hydroid(target: Target) -> list[str]:
    cache = [] if target.cache else ["--no-cache"]  # it keeps its own in the folder
    return ["--format", "json", "--python", str(target.python), *cache, str(target.folder)]


def _ruff(target: Target) -> list[str]:
    cache = ["--cache-dir", str(target.cache)] if target.cache else ["--no-cache"]
    return ["check", "--isolated", "--select", "ASYNC", "--output-format", "json", *cache, str(target.folder)]


def _flake8(target: Target) -> list[str]:
    return ["--isolated", "--select", "ASYNC", str(target.folder)]


def _ty_async(target: Target) -> list[str]:
    return ["--async200-stdlib", "--async200-transitive", str(target.folder)]


def _in_list(key: str) -> Callable[[str], int]:
    """Counts the members of a list in a JSON document."""
    return lambda output: len(json.loads(output)[key])


def _lines(output: str) -> int:
    return sum(bool(line.strip()) for line in output.splitlines())


# Their environment


def environment() -> dict[str, str]:
    """The variables that linters run with: those of this process, but for what changes what they find or print."""
    unwanted = {"VIRTUAL_ENV", "CONDA_PREFIX", "GITHUB_ACTIONS", "BLOCKCHECK_CACHE_DIR"}
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def install_peers(folder: Path) -> Path:
    """The programs of the peers, in an environment that is made where there is none yet."""
    programs = folder / "bin"
    if not (programs / "ty-async").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(programs / "python"), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return programs


def empty_environment(folder: Path) -> Path:
    """The interpreter of a new environment with nothing in it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    return folder / "bin" / "python"


def versions(peers: Path, root: Path) -> dict[str, str]:
    """Which version each package is; of blockcheck the commit as well."""
    code = "import json, sys; from importlib.metadata import version\n"
    code += "print(json.dumps({package: version(package) for package in sys.argv[1:]}))"
    asked = subprocess.run([str(peers / "python"), "-c", code, *PACKAGES], check=True, capture_output=True, text=True)
    git = ["git", "-C", str(root), "describe", "--always", "--dirty", "--exclude", "*"]
    commit = subprocess.run(git, check=False, capture_output=True, text=True).stdout.strip()
    own = f"{blockcheck.__version__}{f' at {commit}' if commit else ''}"
    return {"blockcheck": own, **json.loads(asked.stdout)}
