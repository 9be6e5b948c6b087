"""The virtual environment of the real packages: installing, unpacking and asking the probes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.catalogue.verify.judging import Things

HERE = Path(__file__).resolve().parent


class ProbeError(Exception):
    """A probe that gave no answer; the message is its last line."""


class NoEnvironmentError(Exception):
    """There is no environment, and none may be made."""


class Environment:
    """A virtual environment into which packages are installed, and whose Python describes their names."""

    def __init__(self, folder: Path, *, install: bool) -> None:
        self.folder = folder
        self.install_missing = install
        self.variables = dict(os.environ)
        self.python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        if not self.python.exists():
            if not install:
                raise NoEnvironmentError(f"{folder} is no virtual environment: leave out --no-install to make one")
            venv.create(folder, with_pip=True)
        self._versions = self._installed()

    def _installed(self) -> dict[str, str]:
        code = (
            "import json, importlib.metadata as m;"
            "print(json.dumps({d.metadata['Name'].lower().replace('_', '-'): d.version for d in m.distributions()}))"
        )
        out = subprocess.run([self.python, "-c", code], capture_output=True, text=True, check=True).stdout
        return dict(json.loads(out))

    def version(self, requirement: str) -> str:
        """The installed version of the distribution that a requirement names; empty where there is none."""
        name = re.split(r"[\[<>=!~; ]", requirement)[0]
        return self._versions.get(name.lower().replace("_", "-"), "")

    def reaches_index(self) -> bool:
        """Whether pip finds a package index."""
        with tempfile.TemporaryDirectory() as folder:
            options = ["--quiet", "--no-deps", "--retries", "0", "--timeout", "10", "--dest", folder]
            command: list[str | Path] = [self.python, "-m", "pip", "download", *options, "griffe"]
            return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def provide(self, requirements: Iterable[str]) -> str:
        """Installs the newest versions, or only looks whether all are there; says what is wrong, or nothing.

        What is there already is brought up to date: packages installed in between may have wanted an older one.
        """
        wanted = list(requirements)
        if not self.install_missing:
            missing = [requirement for requirement in wanted if not self.version(requirement)]
            return f"not installed: {', '.join(missing)}" if missing else ""
        if not wanted:
            return ""
        command: list[str | Path] = [self.python, "-m", "pip", "install", "-q", "--upgrade", "--only-binary", ":all:"]
        done = subprocess.run([*command, *wanted], capture_output=True, text=True, check=False)
        self._versions = self._installed()
        return "" if done.returncode == 0 else f"pip install {' '.join(wanted)}: {done.stderr.strip()[-300:]}"

    def source_of(self, requirement: str) -> Path | str:
        """The folder with the unpacked wheel or source of a distribution; what went wrong, where there is none."""
        target = self.folder / "sources" / requirement
        if not target.is_dir():
            if not self.install_missing:
                return f"not unpacked: {requirement}"
            with tempfile.TemporaryDirectory() as folder:
                command: list[str | Path] = [
                    self.python,
                    "-m",
                    "pip",
                    "download",
                    "-q",
                    "--no-deps",
                    "-d",
                    folder,
                    requirement,
                ]
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                if done.returncode:
                    return f"pip download {requirement}: {done.stderr.strip()[-300:]}"
                unpack(next(Path(folder).iterdir()), target)
        return target

    def describe(self, request: dict[str, Any], probe: str = "probe.py") -> Things:
        """What the probe says of the names."""
        done = subprocess.run(
            [self.python, "-W", "ignore", HERE / probe],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
            env=self.variables,
        )
        if done.returncode:
            raise ProbeError(f"{probe} failed: {done.stderr.strip().splitlines()[-1][:300]}")
        return dict(json.loads(done.stdout))


def unpack(archive: Path, target: Path) -> None:
    """A wheel, or the one folder in a source archive, as a folder."""
    if archive.suffix == ".whl":
        shutil.unpack_archive(archive, target, "zip")
        for stub in target.glob("*.pyi"):  # of a module in C; griffe looks for stubs in packages only
            (target / stub.stem).mkdir(exist_ok=True)
            stub.rename(target / stub.stem / "__init__.pyi")
        return
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        shutil.move(next(Path(folder).iterdir()), target)
