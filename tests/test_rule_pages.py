"""docs/rules/ has the page of each rule, as `blockcheck rule` prints it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from blockcheck.catalogue import load_codes
from blockcheck.cli import cli
from scripts.generate_docs import FOLDER, main, pages, stale, write


def test_pages_are_up_to_date() -> None:
    assert stale(FOLDER, pages()) == [], "run python -m scripts.generate_docs"
    assert main(["--check"]) == 0


def test_a_stale_page_is_told_and_mended(tmp_path: Path) -> None:
    wanted = {"A.md": "a", "B.md": "b", "C.md": "c"}
    write(tmp_path, wanted)
    (tmp_path / "A.md").write_text("changed")
    (tmp_path / "B.md").unlink()
    (tmp_path / "OLD.md").write_text("of a rule that is gone")
    assert stale(tmp_path, wanted) == ["A.md", "B.md", "OLD.md"]
    write(tmp_path, wanted)
    assert stale(tmp_path, wanted) == []


@pytest.mark.parametrize("code", [code.code for code in load_codes()])
def test_the_command_prints_the_page(code: str) -> None:
    assert CliRunner().invoke(cli, ["rule", code]).stdout == (FOLDER / f"{code}.md").read_text("utf-8")


def test_libraries_are_on_the_pages_of_their_rules() -> None:
    found = pages()
    assert "- `requests`: `httpx.AsyncClient`" in found["BLC102.md"]
    assert "`PyMySQL` (imported as `pymysql`): `aiomysql.connect`" in found["BLC103.md"]
    assert "- standard library: `sqlite3`\n" in found["BLC103.md"]
    assert "`boto3`" not in found["BLC103.md"]
    assert "## Libraries" not in found["BLC903.md"]
