"""docs/looking-closer.md shows what the commands really print.

`BLOCKCHECK_UPDATE=1 pytest tests/test_looking_closer.py` writes the present output into it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "looking-closer.md"
BLOCK = re.compile(
    r"(?<=^```console\n)\$ blockcheck (?P<command>[^\n]*)\n(?P<output>.*?)(?=^```$)", re.DOTALL | re.MULTILINE
)
COMMANDS = [match["command"] for match in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))]


def output_of(command: str, folder: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if key not in {"GITHUB_ACTIONS", "COLUMNS"}}
    run = subprocess.run(
        [sys.executable, "-m", "blockcheck", *shlex.split(command)],
        cwd=folder,
        env={**environment, "NO_COLOR": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.stderr == ""
    return run.stdout


def test_there_is_a_block_for_each_command() -> None:
    assert [command.split()[0] for command in COMMANDS] == ["explain", "check", "routes", "graph"]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_output_is_real(command: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs" / "examples" / "announcements", tmp_path / "announcements")
    (tmp_path / "announcements" / "pyproject.toml").touch()

    output = output_of(command, tmp_path / "announcements")

    text = PAGE.read_text(encoding="utf-8")
    if os.environ.get("BLOCKCHECK_UPDATE"):
        written = f"$ blockcheck {command}\n{output}"
        PAGE.write_text(BLOCK.sub(lambda m: written if m["command"] == command else m[0], text), encoding="utf-8")
        return
    (shown,) = (match["output"] for match in BLOCK.finditer(text) if match["command"] == command)
    assert [line.rstrip() for line in shown.splitlines()] == [line.rstrip() for line in output.splitlines()]
