"""Patterns of names: `redis.Redis.*`, `requests.{get,post}`."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PART = r"[A-Za-z_]\w*"
_PATTERN = re.compile(rf"(?:{_PART}\.)*(?:{_PART}|\*)")


def expand(patterns: Iterable[str]) -> list[str]:
    """The patterns without braces: one for each choice of alternatives, in the order written."""
    found: list[str] = []
    for pattern in patterns:
        head, brace, rest = pattern.partition("{")
        if not brace:
            found.append(pattern)
            continue
        choices, _, tail = rest.partition("}")
        found += expand(f"{head}{choice.strip()}{tail}" for choice in choices.split(","))
    return found


def problem_of_pattern(pattern: str) -> str:
    """Why a pattern is none, as a sentence; empty where it is fine."""
    if pattern.count("{") != pattern.count("}"):
        return f"`{pattern}`: a brace is not closed"
    for name in expand([pattern]):
        if not _PATTERN.fullmatch(name):
            return f"`{pattern}` is no name: write `package.name`, `package.Class.*` or `package.{{a,b}}`"
    return ""
