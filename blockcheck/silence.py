"""Comments that silence findings, written into the source: `# noqa: BLC102 -- reason` at the end of a line."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Mapping
from pathlib import Path

from blockcheck import atomic
from blockcheck.findings import Finding, Location

Places = dict[str, dict[int, set[str]]]
"""By file and line, the rules to be silenced."""

_OWN = re.compile(r"#\s*blockcheck:\s*ignore\[[^\]]*")
_NOQA = re.compile(r"#\s*noqa:\s?[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*", re.IGNORECASE)


def places(reported: Iterable[Finding], found: Iterable[Finding]) -> Places:
    """Where comments are due to silence what was reported.

    That is at the cause, once for everything that starts there, unless only some of the boundaries that were `found`
    are reported: then at each of these.  What is said of a comment cannot be silenced by another.
    """
    starts = {finding.fingerprint: len(finding.boundaries) for finding in found}
    wanted: Places = {}
    for finding in reported:
        whole = len(finding.boundaries) == starts.get(finding.fingerprint)
        spots: tuple[Location, ...] = (finding,) if whole else finding.boundaries
        for spot in spots:
            wanted.setdefault(spot.file, {}).setdefault(spot.line, set()).add(finding.rule)
    return wanted


def write_comments(folder: Path, wanted: Places, reason: str = "") -> int:
    """Adds the comments to the files, which are named from `folder` on; the number of lines that were changed.

    No file is changed before it is known that all can be read.  Raises OSError, and ValueError for one that has
    changed since it was analysed and is no Python any more.
    """
    changed = {folder / name: _silenced_bytes(folder / name, lines, reason) for name, lines in wanted.items()}
    for file, data in changed.items():
        atomic.write(file, data)
    return sum(map(len, wanted.values()))


def _silenced_bytes(file: Path, lines: Mapping[int, Iterable[str]], reason: str) -> bytes:
    data = file.read_bytes()
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return silenced(data.decode(encoding), lines, reason).encode(encoding)
    except (SyntaxError, tokenize.TokenError, UnicodeError) as error:
        raise ValueError(f"{file}: {error}") from None


def silenced(text: str, wanted: Mapping[int, Iterable[str]], reason: str = "") -> str:
    """The text with comments for some lines: at the end of the line, or of the next one at which there can be one.

    Raises SyntaxError or TokenError for what is no Python.
    """
    lines = text.split("\n")
    comments = _comments(text)
    ends = sorted(comments)
    for line, rules in wanted.items():
        end = next((end for end in ends if end >= line), 0)
        if end:
            start, width = comments[end]
            code, comment, newline = lines[end - 1][:start], lines[end - 1][start:width], lines[end - 1][width:]
            lines[end - 1] = f"{code}{_with_rules(comment, rules, reason)}{newline}"
            comments[end] = start, len(lines[end - 1]) - len(newline)
    result = "\n".join(lines)
    if ast.dump(ast.parse(result)) != ast.dump(ast.parse(text)):
        raise SyntaxError("a comment would change what the code means")
    return result


def _comments(text: str) -> dict[int, tuple[int, int]]:
    """For each line at whose end a comment can stand: where the comment there starts and ends, also if it is empty."""
    starts: dict[int, int] = {}
    found: dict[int, tuple[int, int]] = {}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        line, column = token.start
        if token.type == tokenize.COMMENT:
            starts[line] = column
        elif token.type in (tokenize.NEWLINE, tokenize.NL):
            found[line] = starts.get(line, column), column
    return found


def _with_rules(comment: str, rules: Iterable[str], reason: str) -> str:
    """A comment that names these rules as well."""
    codes = ", ".join(sorted(rules))
    known = _OWN.search(comment) or _NOQA.search(comment)
    if known is not None:
        separator = "" if known[0].endswith("[") else ", "
        return f"{comment[: known.end()]}{separator}{codes}{comment[known.end() :]}"
    why = f" -- {reason}" if reason else ""
    return f"{comment}  # noqa: {codes}{why}"
