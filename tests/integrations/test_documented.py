"""What docs/integrations.md offers for copying exists: inputs of the action, commands of blockcheck.

The block for pre-commit is run by test_pre_commit.py.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = (ROOT / "docs" / "integrations.md").read_text(encoding="utf-8")
BLOCKS: list[dict[Any, Any]] = [
    yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL)
]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


FLAKE8 = re.findall(r"```ini\n(.*?)```", DOCUMENT, re.DOTALL)
ADOPTION = [
    line.partition("#")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", DOCUMENT, re.DOTALL)
    for line in block.splitlines()
]


def steps() -> Iterator[dict[str, Any]]:
    """The steps of the documented workflows."""
    for block in BLOCKS:
        for job in block.get("jobs", {}).values():
            yield from job["steps"]


def commands() -> list[str]:
    """The documented command lines that run blockcheck."""
    scripts = [line for block in BLOCKS for line in block.get("blockcheck", {}).get("script", [])]
    lines = [*scripts, *(step["run"] for step in steps() if "run" in step)]
    return [line for line in lines if line.startswith("blockcheck ")]


def test_the_action_has_the_inputs_that_are_set() -> None:
    used = [step["with"].keys() for step in steps() if step.get("uses", "").startswith("OWNER/blockcheck@")]

    assert used
    assert all(names <= ACTION["inputs"].keys() for names in used)


@pytest.mark.parametrize("command", commands())
def test_commands_run(command: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("async def main():\n    pass\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_documented_commands_are_seen() -> None:
    assert len(commands()) == 2


APP = """\
import time
from pathlib import Path


async def main():
    time.sleep(1)
    Path("x").exists()
    open("x")
"""


def test_the_configuration_of_flake8(tmp_path: Path) -> None:
    (block,) = FLAKE8
    (tmp_path / ".flake8").write_text(block, encoding="utf-8")
    for folder in ("app", "scripts", "vendored"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "main.py").write_text(APP, encoding="utf-8")
    command = [sys.executable, "-m", "flake8"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)

    assert done.stderr == ""
    found = [line.split(" ")[:2] for line in done.stdout.splitlines()]
    assert found == [["./app/main.py:6:5:", "BLC101"], ["./app/main.py:7:5:", "BLC111"]]


def test_adoption(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(APP, encoding="utf-8")
    for command in ADOPTION:
        done = subprocess.run(
            [sys.executable, "-m", *shlex.split(command)],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert [command.split()[1] for command in ADOPTION] == ["baseline", "check", "baseline"]
    assert (tmp_path / ".blockcheck-baseline.json").is_file()
