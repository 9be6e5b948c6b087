"""Invariants of docs/architecture.md that reading the source can prove (import-linter and ruff hold the others)."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tomli

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "blockcheck"
MODULES = sorted(PACKAGE.rglob("*.py"))
DATA_AND_FRONTS = {"__init__", "__main__", "catalogue", "cli", "config", "discovery", "reporters"}
"""What is not the engine: it reads the rules, or the user's words, or writes for other tools."""

PART_OF_THE_LANGUAGE = {"builtins", "typing", "types", "abc", "enum", "functools", "contextlib", "collections"}
"""Standard modules that the engine may name: what they define changes the meaning of the code itself."""

WHAT_THE_CODE_RUNS_ON = {"sys.version_info", "sys.platform", "os.name"}
"""Names that decide which branch of the analysed code exists at all."""

ORDINARY_WORDS = {"attr", "git", "serial"}
"""Import roots that programmers use as words: they count in dotted names only."""

MOST_LINES_OF_A_FUNCTION = 80
MOST_LINES_OF_A_MODULE = 800


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def known_libraries() -> set[str]:
    """The import roots that rules/ speaks of."""
    files = [tomli.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "rules").glob("*/*.toml")]
    return {library.partition(".")[0] for file in files for library in file["library"]}


def engine_modules() -> list[Path]:
    return [path for path in MODULES if path.relative_to(PACKAGE).parts[0].removesuffix(".py") not in DATA_AND_FRONTS]


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """Strings that stand alone as a statement: documentation, of which a library may be the example."""
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    return {statement.value for statement in statements if isinstance(statement.value, ast.Constant)}


def strings(tree: ast.AST) -> Iterator[str]:
    """Every string that the code works with."""
    constants = {node for node in ast.walk(tree) if isinstance(node, ast.Constant)} - docstrings(tree)
    for constant in constants:
        if isinstance(constant.value, str) and constant.value not in WHAT_THE_CODE_RUNS_ON:
            yield constant.value


def identifiers(tree: ast.AST) -> Iterator[str]:
    """Every name that the code defines or uses."""
    for node in ast.walk(tree):
        for field in ("id", "attr", "name", "arg", "module"):
            if isinstance(name := getattr(node, field, None), str):
                yield name


def libraries_named(source: str, libraries: set[str]) -> set[str]:
    """The libraries that a piece of code knows by name, in dotted strings or in words of its identifiers."""
    tree = ast.parse(source)
    dotted = {text.partition(".")[0] for text in strings(tree) if re.fullmatch(r"\w+(\.\w+)*\.\w*", text)}
    words = {word for name in identifiers(tree) for word in re.split(r"[_.]", name.lower())}
    words |= set(strings(tree))
    return (dotted | words - sys.stdlib_module_names - ORDINARY_WORDS) & libraries - PART_OF_THE_LANGUAGE


@pytest.mark.parametrize("path", engine_modules(), ids=name_of)
def test_engine_names_no_library(path: Path) -> None:
    own = {"astroid", "msgspec"}
    assert libraries_named(path.read_text(encoding="utf-8"), known_libraries() - own) == set()


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ('if name == "requests.get": pass', {"requests"}),
        ('if root == "requests": pass', {"requests"}),
        ("def is_requests_call(): pass", {"requests"}),
        ('if name.startswith("asyncio."): pass', {"asyncio"}),
        ('"""Such as requests.get."""', set()),
        ('raise ValueError("the requests are many")', set()),
        ('if name == "functools.partial": pass', set()),
        ("import asyncio", set()),
    ],
)
def test_the_search_for_names_finds_them(source: str, named: set[str]) -> None:
    assert libraries_named(source, {"requests", "asyncio", "functools"}) == named


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_fit_on_a_screen_or_two(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    lines = {f"{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: count for name, count in lines.items() if count > MOST_LINES_OF_A_FUNCTION} == {}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_have_one_purpose(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES_OF_A_MODULE


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_say_their_purpose_in_one_line(path: Path) -> None:
    documentation = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first, _, rest = documentation.partition("\n")
    assert first.endswith((".", ":", "…"))
    assert not rest or rest.startswith("\n")
