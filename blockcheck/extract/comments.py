"""Finds the comments that silence findings: `# noqa…`, `# blockcheck: ignore[…] …`, `# blockcheck: ignore-file`."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from blockcheck.extract.places import lines_matching
from blockcheck.extract.scopes import body_of
from blockcheck.facts import Suppression

_NOQA = re.compile(r"#\s*noqa(?::[\s]?(?P<codes>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*))?", re.IGNORECASE)
_OWN = re.compile(r"#\s*blockcheck:\s*(?P<what>ignore-file|ignore)\b(?:\[(?P<codes>[^\]]*)\])?")
_EITHER = re.compile(r"#[^\S\n]*(?:noqa|blockcheck:)", re.IGNORECASE)


def find_suppressions(text: str, tree: ast.Module) -> tuple[Suppression, ...]:
    """The suppressions of a file, in order; `text` is its source and `tree` what it parses to."""
    wanted = sorted(lines_matching(_EITHER, text))
    if not wanted:
        return ()
    found = [_parse(*comment) for comment in _comments(text, tree, wanted)]
    lines = _statement_lines(tree, wanted)
    return tuple(_made(entry, lines) for entry in sorted(filter(None, found)))


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


def _comments(text: str, tree: ast.Module, wanted: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """Line, column from 0 and text of the comments on these lines."""
    groups: dict[tuple[int, int], list[int]] = {}
    starts = _starts(tree, wanted)
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


def _starts(tree: ast.Module, wanted: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each line that a statement has a part on, where the innermost such statement, or header of one, begins."""
    found: dict[int, tuple[int, int]] = {}
    for node in (*tree.body[:1], *_statements(tree)):
        place = node.pattern if isinstance(node, ast.match_case) else node
        if decorators := getattr(node, "decorator_list", None):
            place = decorators[0]
        for line in _within(wanted, place.lineno, _last_line(node, place.lineno)):
            found[line] = (place.lineno, place.col_offset)
    return found


# Statements


def _statements(tree: ast.Module) -> Iterator[Any]:
    """Statements, `except` and `case` clauses, outer ones first; docstrings count as part of a header."""
    nodes: list[Any] = [*body_of(tree)]
    for node in nodes:
        yield node
        nodes += _body(node)
        for part in ("handlers", "orelse", "finalbody", "cases"):
            nodes += getattr(node, part, ())


def _body(node: Any) -> list[ast.stmt]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return body_of(node)
    body: list[ast.stmt] = getattr(node, "body", [])
    return body


def _last_line(node: Any, first: int) -> int:
    """The last line of a simple statement, or of the header of a compound one."""
    body = _body(node)
    last: int = body[0].lineno - 1 if body else node.end_lineno
    return max(first, last)


def _within(wanted: Sequence[int], first: int, last: int) -> Sequence[int]:
    return wanted[bisect_left(wanted, first) : bisect_right(wanted, last)]


def _statement_lines(tree: ast.Module, wanted: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each line, those of the innermost simple statement or header of a compound one that it is part of."""
    found: dict[int, tuple[int, int]] = {}
    for node in _statements(tree):
        first = getattr(node, "lineno", 0)
        last = _last_line(node, first)
        for line in _within(wanted, first, last):
            found[line] = (first, last)
    return found


def _made(entry: _Entry, lines: dict[int, tuple[int, int]]) -> Suppression:
    line, column, codes, whole_file, style, text = entry
    first, last = lines.get(line, (line, line))
    return Suppression(line, column, first, last, codes, whole_file, style, text)
