"""Facts depend on a file's bytes alone, go through MessagePack unchanged, and no input is too strange for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blockcheck.extract import extract
from blockcheck.facts import Function, Guard, ModuleFacts
from tests.properties.projects import ROOT, sources

SOURCES = sources()
quick = settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


def read(source: bytes) -> ModuleFacts | None:
    """The facts of a text; where it has none, there is a problem that says what to do."""
    facts, problems = extract(source, "some/file.py")
    if facts is None:
        assert [problem.file for problem in problems] == ["some/file.py"]
        assert problems[0].code in ("BLC901", "BLC902")
        assert problems[0].message
        assert problems[0].help
    else:
        assert problems == ()
        check(facts)
    return facts


def check(facts: ModuleFacts) -> None:
    """Every index leads somewhere, and what is read back is the same."""
    encoded = msgspec.msgpack.encode(facts)
    assert msgspec.msgpack.decode(encoded, type=ModuleFacts) == facts
    assert [function.index for function in facts.functions] == list(range(len(facts.functions)))
    for function in facts.functions:
        assert -1 <= function.parent < len(facts.functions)
        assert -1 <= function.owner < len(facts.classes)
        for op in function.ops:
            assert set(operands(op)) <= set(range(-1, len(function.ops)))
            assert 0 <= getattr(op, "guard", 0) < len(function.guards)
        check_guards(function)
    for cls in facts.classes:
        assert facts.functions[cls.body].kind == "class"


def check_guards(function: Function) -> None:
    """Guards are about tests, and each stands under an earlier one: no circles."""
    assert function.guards[0] == Guard(-1, True, 0)
    for number, guard in enumerate(function.guards[1:], 1):
        assert 0 <= guard.outer < number
        assert type(function.ops[guard.test]).__name__ == "Test"


OPERANDS = (
    "base", "func", "left", "right", "value", "other", "operand", "operands", "options", "items", "parts", "test",
    "defaults", "annotations", "annotation", "returns", "bases",
)  # fmt: skip


def operands(op: Any) -> list[int]:
    """The operations that an operation names, wherever it names them."""
    found: list[int] = []
    for field in op.__struct_fields__:
        value = getattr(op, field)
        if field in ("arguments", "keywords"):
            found += [argument.value for argument in value]
        elif field in OPERANDS and type(op).__name__ != "Const":
            found += value if isinstance(value, tuple) else [value]
    return found


@pytest.mark.parametrize("path", [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in SOURCES])
def test_same_bytes_same_facts(path: Path) -> None:
    source = path.read_bytes()
    facts = read(source)

    assert facts is not None or "requires: python" in path.read_text(encoding="utf-8")
    assert extract(source, "elsewhere/under_another_name.py")[0] == facts


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"x = 1\ny = f(x)\n", b"x = 1\r\ny = f(x)\r\n"),
        (b"x = 1\ny = f(x)\n", b"\xef\xbb\xbfx = 1\ny = f(x)\n"),
        ("# coding: utf-8\nx = 'é'\ny = f(x)\n".encode(), "# coding: latin-1\nx = 'é'\ny = f(x)\n".encode("latin-1")),
    ],
    ids=["line ends", "byte order mark", "encoding"],
)
def test_how_a_text_is_stored_does_not_matter(before: bytes, after: bytes) -> None:
    assert read(before) == read(after)


@given(st.binary())
@quick
def test_any_bytes(source: bytes) -> None:
    read(source)


@given(st.text(st.characters(codec="utf-8")))
@quick
def test_any_text(text: str) -> None:
    read(text.encode())


FRAGMENTS = st.sampled_from(
    ["(", ")", "[", "]", "{", "}", ":", "\n", "    ", "await ", "yield ", "async ", "lambda: ", "*", "**", "=", ":=",
     "@", "def f():\n", "class C:\n", "return\n", "global x\n", "nonlocal x\n", "import ", "from . import *\n",
     "del x\n", "if x:\n", "else:\n", "try:\n", "finally:\n", "f'{x", "'", '"""', "\\", "é", "\0", "\u2028", "\f",
     "del ", "not ", "1 < 2 < ", "..."]
)  # fmt: skip
EDITS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.one_of(st.none(), FRAGMENTS)), min_size=1, max_size=4)


def edited(text: str, edits: list[tuple[float, float, str | None]]) -> str:
    """The text with fragments put into it, or stretches of it moved elsewhere."""
    for where, whence, fragment in edits:
        at, source = int(where * len(text)), int(whence * len(text))
        piece = text[source : source + 60] if fragment is None else fragment
        rest = text if fragment is not None else text[:source] + text[source + 60 :]
        text = rest[:at] + piece + rest[at:]
    return text


@given(st.sampled_from(SOURCES), EDITS)
@quick
def test_damaged_code(path: Path, edits: list[tuple[float, float, str | None]]) -> None:
    read(edited(path.read_text(encoding="utf-8"), edits).encode())


@given(st.sampled_from(SOURCES), st.data())
@quick
def test_code_with_lines_left_out(path: Path, data: st.DataObject) -> None:
    """Often still valid: definitions lose their bodies, names their assignments, branches their ends."""
    lines = path.read_text(encoding="utf-8").splitlines()
    dropped = data.draw(st.sets(st.integers(0, max(0, len(lines) - 1)), max_size=6))
    read("\n".join(line for number, line in enumerate(lines) if number not in dropped).encode())


@pytest.mark.parametrize("number", ["-9223372036854775809", "-18446744073709551617", "-1e999", "2 ** 64", f"{2**64}"])
def test_numbers_that_messagepack_cannot_hold(number: str) -> None:
    assert read(f"f({number}, {{{number}: 1}})\n".encode()) is not None


@pytest.mark.parametrize("test", ["sys.platform < 3", "os.name >= None", "sys.version_info >= (3, ())"])
def test_comparisons_that_would_fail(test: str) -> None:
    assert read(f"if {test}:\n    f()\n".encode()) is not None


@pytest.mark.parametrize("opening", ["(", "[", "{1: ", "f(", "not ", "-", "lambda: ", "x if x else "])
def test_nesting_that_no_parser_follows(opening: str) -> None:
    assert read((opening * 20_000).encode()) is None


@pytest.mark.parametrize("depth", [90, 800, 5000])
@pytest.mark.parametrize("shape", ["a.b", "a()", "1 + a", "if a:\n"])
def test_deep_but_valid_code(shape: str, depth: int) -> None:
    texts = {
        "a.b": "a" + ".b" * depth,
        "a()": "a" + "()" * depth,
        "1 + a": "a" + " + a" * depth,
        "if a:\n": "".join(" " * level + "if a:\n" for level in range(min(depth, 95))) + " " * 96 + "b\n",
    }
    read(texts[shape].encode())
