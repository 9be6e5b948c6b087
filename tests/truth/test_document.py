"""docs/where-code-runs.md says what rules/frameworks says."""

from __future__ import annotations

from tests.truth.document import DOCUMENT, document


def test_the_page_is_not_stale() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run `python -m tests.truth.document`"


def test_rows_are_marked_by_how_they_were_seen() -> None:
    text = document()
    assert "| route: `@app.get(path)` | loop | thread | run |" in text
    assert "| `pool.map(f, items)` | process | not at all | read |" in text
