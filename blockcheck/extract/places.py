"""Where code stands: from the parser's UTF-8 byte offsets to columns in characters, and which lines hold what."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator

from blockcheck.facts import Span

Node = ast.expr | ast.stmt | ast.pattern
"""A piece of syntax that has a place."""


class Places:
    """The places of one file's code."""

    def __init__(self, text: str) -> None:
        self.span: Callable[[Node], Span] = _ascii_span if text.isascii() else _span_in(text)
        """Where a node stands."""
        self.binding = _lines_with((":=",), text)
        """The lines where an expression may bind a name."""
        self.yielding = _lines_with(("yield",), text)
        """The lines where an expression may yield."""
        self.awaiting = _lines_with(("await", "async"), text)
        """The lines where an expression may await."""


def _ascii_span(node: Node) -> Span:
    return Span(node.lineno, node.col_offset + 1, node.end_lineno or node.lineno, (node.end_col_offset or 0) + 1)


def _span_in(text: str) -> Callable[[Node], Span]:
    """What gives spans in a text of which some lines are not ASCII."""
    wide = {number: line.encode() for number, line in enumerate(text.split("\n"), 1) if not line.isascii()}

    def column(line: int, offset: int) -> int:
        return len(wide[line][:offset].decode("utf-8", "ignore")) + 1 if line in wide else offset + 1

    def span(node: Node) -> Span:
        line, end_line = node.lineno, node.end_lineno or node.lineno
        if line in wide or end_line in wide:
            return Span(line, column(line, node.col_offset), end_line, column(end_line, node.end_col_offset or 0))
        return Span(line, node.col_offset + 1, end_line, (node.end_col_offset or 0) + 1)

    return span


def lines_matching(pattern: re.Pattern[str], text: str) -> set[int]:
    """The numbers of the lines in which something is found."""
    return _lines_at((match.start() for match in pattern.finditer(text)), text)


def _lines_with(words: Iterable[str], text: str) -> frozenset[int]:
    """The numbers of the lines in which one of the words stands."""
    return frozenset().union(*(_lines_at(_positions(word, text), text) for word in words))


def _positions(word: str, text: str) -> Iterator[int]:
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + 1)


def _lines_at(positions: Iterable[int], text: str) -> set[int]:
    found = set()
    line, before = 1, 0
    for position in positions:
        line += text.count("\n", before, position)
        before = position
        found.add(line)
    return found
