"""Finds the comments that silence findings: `# noqa…`, `# blockcheck: ignore[…] …`, `# blockcheck: ignore-file`."""

from __future__ import annotations

import ast
import io
import re
import tokenize

from blockcheck.extract.scopes import body_of
from blockcheck.facts import Suppression

_NOQA = re.compile(r"#\s*noqa(?::[\s]?(?P<codes>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*))?", re.IGNORECASE)
_OWN = re.compile(r"#\s*blockcheck:\s*(?P<what>ignore-file|ignore)\b(?:\[(?P<codes>[^\]]*)\])?")


def find_suppressions(text: str, tree: ast.Module) -> tuple[Suppression, ...]:
    """The suppressions of a file, in order; `text` is its source and `tree` what it parses to."""
    if "noqa" not in text.lower() and "blockcheck:" not in text:
        return ()
    comments = [token for token in _tokens(text) if token.type == tokenize.COMMENT]
    found = [_parse(token) for token in comments]
    lines = _statement_lines(tree, {line for line, *_ in filter(None, found)})
    return tuple(_made(entry, lines) for entry in found if entry is not None)


_Entry = tuple[int, int, tuple[str, ...], bool, str, str]


def _tokens(text: str) -> list[tokenize.TokenInfo]:
    tokens = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            tokens.append(token)
    except (tokenize.TokenError, SyntaxError):
        pass  # what was read so far counts: the parser has already accepted the file
    return tokens


def _parse(token: tokenize.TokenInfo) -> _Entry | None:
    line, column = token.start[0], token.start[1]
    own = _OWN.search(token.string)
    if own is not None:
        codes = tuple(re.split(r"[,\s]+", (own["codes"] or "").strip())) if (own["codes"] or "").strip() else ()
        return line, column + own.start() + 1, codes, own["what"] == "ignore-file", "blockcheck", own.group(0)
    noqa = _NOQA.search(token.string)
    if noqa is None:
        return None
    codes = tuple(re.split(r"[,\s]+", noqa["codes"].strip())) if noqa["codes"] else ()
    return line, column + noqa.start() + 1, tuple(code.upper() for code in codes if code), False, "noqa", noqa.group(0)


def _statement_lines(tree: ast.Module, wanted: set[int]) -> dict[int, tuple[int, int]]:
    """For each line, those of the innermost simple statement or header of a compound one that it is part of."""
    found: dict[int, tuple[int, int]] = {}
    nodes = [*body_of(tree)]
    for node in nodes:
        first = getattr(node, "lineno", 0)
        body = (
            body_of(node)
            if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
            else getattr(node, "body", None)
        )
        if isinstance(body, list):
            nodes += body
        for kind in ("handlers", "orelse", "finalbody", "cases"):
            nodes += getattr(node, kind, ())
        last = body[0].lineno - 1 if isinstance(body, list) and body else getattr(node, "end_lineno", first)
        for line in wanted.intersection(range(first, max(last, first) + 1)):
            found[line] = (first, max(last, first))
    return found


def _made(entry: _Entry, lines: dict[int, tuple[int, int]]) -> Suppression:
    line, column, codes, whole_file, style, text = entry
    first, last = lines.get(line, (line, line))
    return Suppression(line, column, first, last, codes, whole_file, style, text)
