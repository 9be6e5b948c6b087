"""What a rule means, as a page to read or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from blockcheck.catalogue.counts import Library
from blockcheck.catalogue.schema import Code


def page(rule: Code, libraries: Sequence[Library] = ()) -> str:
    """The rule's page in Markdown; with the libraries of which something falls under it, where they are given."""
    default = "off" if rule.severity == "off" else f"on, {rule.severity}"
    sections = [
        f"# {rule.name} ({rule.code})\n\nBy default: {default}.",
        f"## What it does\n\n{rule.what.strip()}",
        f"## Why is this bad?\n\n{rule.why.strip()}",
        *([f"## Example\n\n```python\n{rule.example.strip()}\n```"] if rule.example else []),
        *([f"## Use instead\n\n```python\n{rule.instead.strip()}\n```"] if rule.instead else []),
        *([f"## Libraries\n\n{_covered(libraries)}"] if libraries else []),
        *([f"## References\n\n{_list(rule.references)}"] if rule.references else []),
    ]
    return "\n\n".join(sections) + "\n"


def pages(rules: Iterable[Code], libraries: Mapping[str, Sequence[Library]]) -> str:
    """The pages of several rules, one after the other."""
    return "\n".join(page(rule, libraries[rule.code]) for rule in rules)


def _covered(libraries: Sequence[Library]) -> str:
    """Each library with its own async ways; the modules of the standard library in one line."""
    standard = sorted({name for library in libraries if not library.package for name in library.names})
    packages = sorted((library for library in libraries if library.package), key=lambda each: each.package.lower())
    lines = [f"standard library: {_code(standard)}"] if standard else []
    lines += dict.fromkeys(map(_library, packages))
    return f"Each with what it has in its place. {_MORE}\n\n{_list(lines)}"


def _library(library: Library) -> str:
    name = f"`{library.package}`"
    shown = name if library.names == (library.package,) else f"{name} (imported as {_code(library.names)})"
    ways = library.asynchronous[:_MOST_WAYS]
    more = ", …" if len(library.asynchronous) > _MOST_WAYS else ""
    return f"{shown}: {_code(ways)}{more}" if ways else f"{shown}: in a thread"


_MOST_WAYS = 4
_MORE = "`blockcheck catalogue NAME` tells which calls of a library these are, and why."


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def as_json(rules: Code | Iterable[Code]) -> str:
    """A rule, or a list of them, as JSON with the keys of `rules/codes.toml`."""
    data = rules if isinstance(rules, Code) else list(rules)
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"
