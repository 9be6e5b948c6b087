"""The documents are true: the README shows what blockcheck really prints, and links lead somewhere.

`BLOCKCHECK_UPDATE=1 pytest tests/test_readme.py` writes the present output into the README.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import tomli

ROOT = Path(__file__).parent.parent
COMMAND = "check docs/examples/announcements"
SHOWN = re.compile(rf"(?<=^```console\n)\$ blockcheck {re.escape(COMMAND)}\n.*?(?=^```$)", re.DOTALL | re.MULTILINE)
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def real_output() -> str:
    """What the command prints into a pipe, with the prompt line above it."""
    quiet = {key: value for key, value in os.environ.items() if key not in {"GITHUB_ACTIONS", "COLUMNS"}}
    command = [sys.executable, "-m", "blockcheck", *COMMAND.split()]
    run = subprocess.run(
        command, cwd=ROOT, env={**quiet, "NO_COLOR": "1"}, capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 1, run.stderr
    return f"$ blockcheck {COMMAND}\n{run.stdout}"


def test_readme_opens_with_the_real_output() -> None:
    readme = ROOT / "README.md"
    text = read(readme)
    output = real_output()
    if os.environ.get("BLOCKCHECK_UPDATE"):
        readme.write_text(SHOWN.sub(lambda _: output, text), encoding="utf-8")
        return
    shown = SHOWN.search(text)
    assert shown is not None
    assert shown.group().rstrip() == output.rstrip()


def test_the_settings_shown_are_settings(tmp_path: Path) -> None:
    text = read(ROOT / "README.md")
    (settings,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    for file in re.findall(r"\w+/\w+\.toml", settings):
        (tmp_path / file).parent.mkdir()
        (tmp_path / file).write_text('library = ["acme"]\n', encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "blockcheck", "config"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.count("# pyproject.toml") == len(re.findall(r"^[\w\"*/-]+ = ", settings, re.MULTILINE))


def test_as_many_libraries_are_known_as_it_says() -> None:
    (claimed,) = re.findall(r"more than (\d+)", read(ROOT / "README.md"))
    files = [tomli.loads(read(path)) for path in (ROOT / "rules").glob("*/*.toml")]
    known = {file["package"] for file in files if file.get("package") and file.get("blocks")}
    assert len(known) > int(claimed)


def test_the_tests_that_documents_name_exist() -> None:
    named = [
        match
        for document in DOCUMENTS
        for match in re.findall(r"`(tests/[\w/]+)(?:\.py)?(?:::(\w+))?`", read(document))
    ]
    assert named
    for place, test in named:
        path = ROOT / place if (ROOT / place).is_dir() else ROOT / f"{place}.py"
        assert path.exists(), place
        assert not test or f"def {test}(" in read(path), test


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_relative_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", read(document))
    assert [target for target in targets if not (document.parent / target).exists()] == []
