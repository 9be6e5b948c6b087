"""Comments are added where they silence, and nothing else about the file changes."""

from __future__ import annotations

import ast
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blockcheck.extract.comments import find_suppressions
from blockcheck.silence import places, silenced, write_comments

Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("source", "line", "expected"),
    [
        ("load()\n", 1, "load()  # noqa: BLC102\n"),
        ("load()", 1, "load()  # noqa: BLC102"),
        ("load()\r\n", 1, "load()  # noqa: BLC102\r\n"),
        ("load()  # a word\n", 1, "load()  # a word  # noqa: BLC102\n"),
        ("load()  # type: ignore[x]\n", 1, "load()  # type: ignore[x]  # noqa: BLC102\n"),
        ("load()  # noqa: E501\n", 1, "load()  # noqa: E501, BLC102\n"),
        ("load()  # noqa:E501,W291 too long\n", 1, "load()  # noqa:E501,W291, BLC102 too long\n"),
        ("load()  # blockcheck: ignore[BLC110] why\n", 1, "load()  # blockcheck: ignore[BLC110, BLC102] why\n"),
        ("load()  # blockcheck: ignore[]\n", 1, "load()  # blockcheck: ignore[BLC102]\n"),
        ("load(\n    url,\n)\n", 1, "load(  # noqa: BLC102\n    url,\n)\n"),
        ('load("""\nurl\n""")\n', 1, 'load("""\nurl\n""")  # noqa: BLC102\n'),
        ("x = \\\n    load()\n", 1, "x = \\\n    load()  # noqa: BLC102\n"),
        ("with load() as x:\n    pass\n", 1, "with load() as x:  # noqa: BLC102\n    pass\n"),
        ("x = '#'; load()\n", 1, "x = '#'; load()  # noqa: BLC102\n"),
        ("\tload()\f\n".lstrip(), 1, "load()\f  # noqa: BLC102\n"),
    ],
    ids=range(15),
)
def test_where_the_comment_goes(source: str, line: int, expected: str) -> None:
    result = silenced(source, {line: ["BLC102"]})

    assert result == expected
    comments = find_suppressions(result, ast.parse(result))
    assert any("BLC102" in comment.codes and comment.first <= line <= comment.last for comment in comments)


def test_several_rules_and_lines() -> None:
    result = silenced("a()\nb()\nc()\n", {3: {"BLC110", "BLC102"}, 1: {"BLC101"}})

    assert result == "a()  # noqa: BLC101\nb()\nc()  # noqa: BLC102, BLC110\n"


def test_two_lines_that_share_the_place_for_a_comment() -> None:
    result = silenced('f(a(), """\n""", b())\n', {1: {"BLC101"}, 2: {"BLC102"}})

    assert result == 'f(a(), """\n""", b())  # noqa: BLC101, BLC102\n'


def test_a_reason() -> None:
    assert silenced("a()\n", {1: {"BLC101"}}, "moves in spring") == "a()  # noqa: BLC101 -- moves in spring\n"
    assert silenced("a()  # noqa: E1\n", {1: {"BLC101"}}, "why") == "a()  # noqa: E1, BLC101\n"


@given(st.lists(st.sampled_from(["a()", "x = [\n    b(),\n]", "def f():\n    return c()", "# …", "s = '''\n'''; d()"])))
def test_what_the_code_means_stays(parts: list[str]) -> None:
    source = "\n".join(parts) + "\n"
    lines = {line: {"BLC102"} for line in range(1, source.count("\n") + 1)}
    result = silenced(source, lines, "because")

    assert ast.dump(ast.parse(result)) == ast.dump(ast.parse(source))
    assert result.count("\n") == source.count("\n")


def test_files_keep_their_encoding_and_permissions(tmp_path: Path) -> None:
    latin = tmp_path / "latin.py"
    latin.write_bytes("# coding: latin-1\nload('ü')\n".encode("latin-1"))
    latin.chmod(0o755)
    (tmp_path / "bom.py").write_bytes(b"\xef\xbb\xbfload()\r\n")

    assert write_comments(tmp_path, {"latin.py": {2: {"BLC102"}}, "bom.py": {1: {"BLC102"}}}, "größer") == 2
    assert latin.read_bytes() == "# coding: latin-1\nload('ü')  # noqa: BLC102 -- größer\n".encode("latin-1")
    assert stat.S_IMODE(latin.stat().st_mode) == 0o755
    assert (tmp_path / "bom.py").read_bytes() == b"\xef\xbb\xbfload()  # noqa: BLC102 -- gr\xc3\xb6\xc3\x9fer\r\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bom.py", "latin.py"]


def test_nothing_is_written_when_one_file_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text("load()\n")
    (tmp_path / "bad.py").write_text("def f(:\n")

    for bad, error in (("bad.py", ValueError), ("nowhere.py", OSError)):
        with pytest.raises(error, match=bad):
            write_comments(tmp_path, {"good.py": {1: {"BLC102"}}, bad: {1: {"BLC102"}}})
    assert (tmp_path / "good.py").read_text() == "load()\n"


def test_the_cause_is_silenced_once(make_finding: Make, make_boundary: Make) -> None:
    found = make_finding("service.py", 5, make_boundary("app.py", 3), make_boundary("app.py", 9))

    assert places([found], [found]) == {"service.py": {5: {"BLC102"}}}


def test_what_is_reported_in_part_is_silenced_where_it_starts(make_finding: Make, make_boundary: Make) -> None:
    found = make_finding("service.py", 5, make_boundary("app.py", 3), make_boundary("app.py", 9))
    part = msgspec.structs.replace(found, boundaries=found.boundaries[1:])

    assert places([part], [found]) == {"app.py": {9: {"BLC102"}}}


def test_what_is_said_of_a_comment_is_left_alone(make_finding: Make) -> None:
    unused = msgspec.structs.replace(make_finding("app.py", 1, rule="BLC903"), boundaries=())

    assert places([unused], []) == {}
