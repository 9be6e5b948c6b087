"""Finds the comments that speak to us: `# noqa…`, `# blockcheck: ignore[…] …`, `ignore-file`, and contracts.

A contract, `# blockcheck: blocking` or `nonblocking` on the header of a function, declares what no analysis can know.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from blockcheck.extract.places import lines_matching
from blockcheck.extract.scopes import body_of
from blockcheck.facts import Suppression

_NOQA = re.compile(r"#\s*noqa(?::[\s]?(?P<codes>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*))?", re.IGNORECASE)
_OWN = re.compile(r"#\s*blockcheck:\s*(?P<what>ignore-file|ignore)\b(?:\[(?P<codes>[^\]]*)\])?")
_CONTRACT = re.compile(r"#\s*blockcheck:\s*(?P<what>blocking|nonblocking)\b")
_EITHER = re.compile(r"#[^\S\n]*(?:noqa|blockcheck:)", re.IGNORECASE)


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_PARTS: dict[type[ast.AST], tuple[str, ...]] = {
    **dict.fromkeys((*_DEFINITIONS, ast.With, ast.AsyncWith, ast.ExceptHandler, ast.match_case), ()),
    **dict.fromkeys((ast.If, ast.For, ast.AsyncFor, ast.While), ("orelse",)),
    **dict.fromkeys((ast.Try, getattr(ast, "TryStar", ast.Try)), ("handlers", "orelse", "finalbody")),
    ast.Match: ("cases",),
}
"""What compound statements have besides a body."""

_Statement = tuple[Any, list[ast.stmt]]
"""A statement or clause, and its body."""
_Start = tuple[int, int]
"""A line, and an offset in it in bytes."""


def find_suppressions(text: str, tree: ast.Module) -> tuple[Suppression, ...]:
    """The suppressions of a file, in order; `text` is its source and `tree` what it parses to."""
    wanted = sorted(lines_matching(_EITHER, text))
    if not wanted:
        return ()
    statements = _statements(tree)
    starts = _starts([(docstring, []) for docstring in tree.body[:1]] + statements, wanted)
    found = [_parse(*comment) for comment in _comments(text, starts, wanted)]
    lines = _statement_lines(statements, wanted)
    return tuple(_made(entry, lines) for entry in sorted(filter(None, found)))


def find_contracts(text: str, tree: ast.Module) -> dict[int, str]:
    """By the line of its `def`, what a comment on the header of a function declares it to be."""
    wanted = sorted(lines_matching(_CONTRACT, text))
    if not wanted:
        return {}
    statements = _statements(tree)
    comments = list(_comments(text, _starts(statements, wanted), wanted))
    found: dict[int, str] = {}
    for node, body in statements:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            last = max(node.lineno, body[0].lineno - 1 if body else node.lineno)
            for line, _, comment in comments:
                declared = _CONTRACT.search(comment)
                if declared is not None and node.lineno <= line <= last:
                    found[node.lineno] = declared["what"]
    return found


_Entry = tuple[int, int, tuple[str, ...], bool, str, str]


def _parse(line: int, column: int, comment: str) -> _Entry | None:
    own = _OWN.search(comment)
    if own is not None:
        codes = tuple(re.split(r"[,\s]+", (own["codes"] or "").strip())) if (own["codes"] or "").strip() else ()
        return line, column + own.start() + 1, codes, own["what"] == "ignore-file", "blockcheck", own.group(0)
    noqa = _NOQA.search(comment)
    if noqa is None:
        return None
    codes = tuple(re.split(r"[,\s]+", noqa["codes"].strip())) if noqa["codes"] else ()
    return line, column + noqa.start() + 1, tuple(code.upper() for code in codes if code), False, "noqa", noqa.group(0)


# Comments.  Only the statements around lines that may have one are cut into tokens: that a `#` begins a comment and
# stands in no string can be told from the beginning of its statement on.


def _comments(text: str, starts: Mapping[int, _Start], wanted: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """Line, column from 0 and text of the comments on these lines."""
    groups: dict[_Start, list[int]] = {}
    for line in wanted:
        groups.setdefault(starts.get(line, (line, 0)), []).append(line)
    lines = text.split("\n")
    for (first, offset), group in groups.items():
        rest = lines[first - 1].encode()[offset:].decode()
        piece = "\n".join([rest, *lines[first : group[-1]]])
        for token in _tokens(piece):
            if token.type == tokenize.COMMENT and token.start[0] + first - 1 in group:
                column = token.start[1] + (len(lines[first - 1]) - len(rest) if token.start[0] == 1 else 0)
                yield token.start[0] + first - 1, column, token.string


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    with suppress(tokenize.TokenError, SyntaxError):  # it may end within a statement: what was read so far counts
        yield from tokenize.generate_tokens(io.StringIO(text).readline)


def _starts(statements: Iterable[_Statement], wanted: Sequence[int]) -> dict[int, _Start]:
    """For each line that a statement has a part on, where the innermost such statement, or header of one, begins."""
    found: dict[int, _Start] = {}
    for node, body in statements:
        decorators = getattr(node, "decorator_list", None)
        place = decorators[0] if decorators else _place(node)
        for line in _within(wanted, place.lineno, _last_line(node, body)):
            found[line] = (place.lineno, place.col_offset)
    return found


# Statements


def _statements(tree: ast.Module) -> list[_Statement]:
    """Statements, `except` and `case` clauses, outer ones first; docstrings count as part of a header."""
    found: list[_Statement] = []
    nodes: list[Any] = [*body_of(tree)]
    for node in nodes:
        parts = _PARTS.get(type(node))
        if parts is None:
            found.append((node, []))
            continue
        body = body_of(node) if isinstance(node, _DEFINITIONS) else getattr(node, "body", [])
        found.append((node, body))
        nodes += body
        for part in parts:
            nodes += getattr(node, part)
    return found


def _place(node: Any) -> ast.stmt | ast.pattern:
    """What tells where a statement or clause begins: `case` has no place of its own."""
    place: ast.stmt | ast.pattern = node.pattern if isinstance(node, ast.match_case) else node
    return place


def _last_line(node: Any, body: list[ast.stmt]) -> int:
    """The last line of a simple statement, or of the header of a compound one."""
    if isinstance(node, ast.Match):
        last = node.cases[0].pattern.lineno - 1
    else:
        last = body[0].lineno - 1 if body else node.end_lineno
    return max(_place(node).lineno, last)


def _within(wanted: Sequence[int], first: int, last: int) -> Sequence[int]:
    return wanted[bisect_left(wanted, first) : bisect_right(wanted, last)]


def _statement_lines(statements: Iterable[_Statement], wanted: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each line, those of the innermost simple statement or header of a compound one that it is part of."""
    found: dict[int, tuple[int, int]] = {}
    for node, body in statements:
        first, last = _place(node).lineno, _last_line(node, body)
        for line in _within(wanted, first, last):
            found[line] = (first, last)
    return found


def _made(entry: _Entry, lines: dict[int, tuple[int, int]]) -> Suppression:
    line, column, codes, whole_file, style, text = entry
    first, last = lines.get(line, (line, line))
    return Suppression(line, column, first, last, codes, whole_file, style, text)
