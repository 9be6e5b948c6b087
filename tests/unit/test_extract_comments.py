"""Comments that silence: told from strings that look like them, with the lines of the statement that they end."""

from __future__ import annotations

import ast
import io
import tokenize
from pathlib import Path

import pytest

from blockcheck.extract import extract
from blockcheck.facts import Suppression
from tests.properties.projects import ROOT, sources


def suppressions(source: str) -> tuple[Suppression, ...]:
    facts, problems = extract(source.encode(), "file.py")
    assert facts is not None, problems
    return facts.suppressions


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("x = 1  # noqa\n", [(1, 1, 1)]),
        ('x = "# noqa"\n', []),
        ('x = """\n# noqa\n"""\n', []),
        ('x = """\n# noqa\n"""; y = 1  # noqa\n', [(3, 3, 3)]),
        ('é = 1; x = "é # noqa"; y = (\n    2)  # noqa\n', [(2, 1, 2)]),
        ('x = ("a"  # noqa\n     "# noqa")\n', [(1, 1, 2)]),
        ("f(\n    1,  # noqa\n)\n", [(2, 1, 3)]),
        ("def f(\n    a,  # noqa\n):\n    return a\n", [(2, 1, 3)]),
        ('def f():\n    """\n    # noqa\n    """  # noqa\n    return 1\n', [(4, 1, 4)]),
        ('"""\n# noqa\n"""\n', []),
        ('@deco("""\n# noqa\n""")\ndef f(): pass\n', []),
        ("try:\n    f()\nfinally:  # noqa\n    g()\n", [(3, 3, 3)]),
        ('match x:\n    case (  # noqa\n        "# noqa"\n    ):  # noqa\n        f()\n', [(2, 1, 2), (4, 3, 4)]),
        ("f()  # noqa\nmatch x:  # noqa\n    case 1:  # noqa\n        g()\n", [(1, 1, 1), (2, 2, 2), (3, 3, 3)]),
        ('match x:\n    case 1: pass\n    case (  # noqa\n        "# noqa"\n    ): pass\n', [(3, 3, 3)]),
        ("# noqa\nif x:\n    pass\n# blockcheck: ignore[blocking-http] why\n", [(1, 1, 1), (4, 4, 4)]),
        ("x = 1 + \\\n    2  # noqa\n", [(2, 1, 2)]),
    ],
)
def test_which_comments_there_are_and_what_they_end(source: str, lines: list[tuple[int, int, int]]) -> None:
    assert [(entry.line, entry.first, entry.last) for entry in suppressions(source)] == lines


@pytest.mark.parametrize("path", [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in sources()])
def test_comments_are_those_that_the_tokenizer_finds(path: Path) -> None:
    """A comment at the end of each line: in a string it is none, behind a backslash it would be an error."""
    lines = path.read_text(encoding="utf-8").splitlines()
    text = "".join(line + ("\n" if line.endswith("\\") else "  # noqa\n") for line in lines)
    try:
        ast.parse(text)
    except SyntaxError:
        pytest.skip("needs another Python")
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)

    found = [entry.line for entry in suppressions(text)]

    assert found == [token.start[0] for token in tokens if token.type == tokenize.COMMENT and "# noqa" in token.string]
