"""What a rule means, as a page to read or as JSON."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from blockcheck.catalogue.schema import Code


def page(rule: Code) -> str:
    """The rule's page in Markdown."""
    default = "off" if rule.severity == "off" else f"on, {rule.severity}"
    sections = [
        f"# {rule.name} ({rule.code})\n\nBy default: {default}.",
        f"## What it does\n\n{rule.what.strip()}",
        f"## Why is this bad?\n\n{rule.why.strip()}",
        *([f"## Example\n\n```python\n{rule.example.strip()}\n```"] if rule.example else []),
        *([f"## Use instead\n\n```python\n{rule.instead.strip()}\n```"] if rule.instead else []),
        *(
            ["## References\n\n" + "\n".join(f"- {reference}" for reference in rule.references)]
            if rule.references
            else []
        ),
    ]
    return "\n\n".join(sections) + "\n"


def pages(rules: Iterable[Code]) -> str:
    """The pages of several rules, one after the other."""
    return "\n".join(page(rule) for rule in rules)


def as_json(rules: Code | Iterable[Code]) -> str:
    """A rule, or a list of them, as JSON with the keys of `rules/codes.toml`."""
    data = rules if isinstance(rules, Code) else list(rules)
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"
