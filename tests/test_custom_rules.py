"""docs/custom-rules.md is a project that works: its files are written, and its commands print what it shows.

`BLOCKCHECK_UPDATE=1 pytest tests/test_custom_rules.py` writes the present output into it.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import tomli

from blockcheck.catalogue import load_catalogue, load_codes
from blockcheck.catalogue.load import load_user_rules

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "custom-rules.md"
BLOCK = re.compile(r"(?:^`(?P<file>[^`\n]+)`\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


class Block(NamedTuple):
    file: str
    kind: str
    text: str


def blocks() -> list[Block]:
    return [Block(m["file"] or "", m["kind"], m["text"]) for m in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))]


def output_of(command: str, folder: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if key not in {"GITHUB_ACTIONS", "COLUMNS"}}
    run = subprocess.run(
        [sys.executable, "-m", "blockcheck", *shlex.split(command.removeprefix("blockcheck"))],
        cwd=folder,
        env={**environment, "NO_COLOR": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return (run.stdout + run.stderr).replace(f"{folder}/", "")


def printed(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Writes the files of the page as they come; for each command, what is shown and what it really prints."""
    for block in blocks():
        if block.file:
            (folder / block.file).parent.mkdir(exist_ok=True)
            (folder / block.file).write_text(block.text, encoding="utf-8")
        elif block.kind == "console":
            command, _, shown = block.text.removeprefix("$ ").partition("\n")
            yield command, shown, output_of(command, folder)


def test_the_output_is_real(tmp_path: Path) -> None:
    found = list(printed(tmp_path))
    assert [command.split()[1] for command, _, _ in found] == ["check", "catalogue", "check", "check", "check"]
    if os.environ.get("BLOCKCHECK_UPDATE"):
        text = PAGE.read_text(encoding="utf-8")
        new = iter(f"```console\n$ {command}\n{real}```" for command, _, real in found)
        PAGE.write_text(
            re.sub(r"^```console\n.*?^```$", lambda _: next(new), text, flags=re.DOTALL | re.MULTILINE), "utf-8"
        )
        return
    for command, shown, real in found:
        assert shown == real, command


def test_the_five_lines_are_enough(tmp_path: Path) -> None:
    """Without the return type, where the project says itself what the client is."""
    (rules,) = (block.text for block in blocks()[:2] if block.file == "rules/acme.toml")
    first_table = rules.partition("\n\n")[0]
    assert len(first_table.splitlines()) == 5
    (tmp_path / "acme.toml").write_text(first_table)
    assert load_catalogue((), [tmp_path / "acme.toml"]).method_blocks("acme.Client", "fetch")


def test_every_other_block_can_be_used(tmp_path: Path) -> None:
    """What stands without a file name is a rule file as well."""
    (more,) = (block for block in blocks() if block.kind == "toml" and not block.file)
    (tmp_path / "more.toml").write_text(more.text)
    rules = load_user_rules(tmp_path / "more.toml", [code.code for code in load_codes()])
    assert all((rules.blocks, rules.attributes, rules.classes, rules.runs))


def test_a_package_brings_its_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last block, as it looks once the package is installed; importing it would fail."""
    project = tomli.loads([block.text for block in blocks() if block.file == "pyproject.toml"][-1])["project"]
    (entry,) = project["entry-points"]["blockcheck.rules"].items()
    site = tmp_path / "site"
    metadata = site / f"{project['name']}-{project['version']}.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[blockcheck.rules]\n{entry[0]} = {entry[1]}\n")
    (site / "acme").mkdir()
    (site / "acme" / "__init__.py").write_text("raise SystemExit('imported')\n")
    (site / "acme" / "rules.toml").write_text(next(b.text for b in blocks() if b.file == "rules/acme.toml"))
    app = tmp_path / "app"
    app.mkdir()
    (app / "orders.py").write_text(blocks()[0].text)
    monkeypatch.setenv("PYTHONPATH", f"{ROOT}{os.pathsep}{site}")
    command = [sys.executable, "-m", "blockcheck", "check", "--output-format", "concise"]
    run = subprocess.run(command, cwd=app, capture_output=True, encoding="utf-8", check=False)
    assert "custom-blocking" in run.stdout, run.stderr
    assert run.returncode == 1
