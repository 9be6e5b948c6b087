"""How a file of rules/types is laid out."""

from __future__ import annotations

import msgspec

from blockcheck.catalogue.schema import GeneratedTypes


def layout(facts: GeneratedTypes) -> str:
    """JSON with one line for each name, so that a new version shows as a readable difference."""
    parts = [
        f'{{"generator":{_json(facts.generator)},"package":{_json(facts.package)},"version":{_json(facts.version)}'
    ]
    for table in ("aliases", "classes", "functions", "variables"):
        rows = getattr(facts, table)
        if rows:
            lines = ",\n".join(f"{_json(name)}:{_json(rows[name])}" for name in sorted(rows))
            parts.append(f'"{table}":{{\n{lines}\n}}')
    return ",\n".join(parts) + "}\n"


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()
