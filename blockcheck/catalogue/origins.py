"""Which file, and which line of it, says what is known of a name."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from blockcheck.catalogue.load import TABLES, line_of_row, load_codes, load_rule_file, load_user_rules, rules_folder
from blockcheck.catalogue.schema import RuleFile


class Origins:
    """The rows of the shipped files and of the user's own, by what they say."""

    def __init__(self, own: Iterable[Path] = ()) -> None:
        """`own` are the user's files.  Raises RuleError where one cannot be used."""
        shipped = sorted(path for path in rules_folder().rglob("*.toml") if path.name != "codes.toml")
        known = [word for code in load_codes() for word in (code.name, code.code)]
        self.files: dict[Path, RuleFile] = {path: load_user_rules(path, known) for path in own}
        self.files.update((path, load_rule_file(path)) for path in shipped)
        self._rows: defaultdict[Any, list[tuple[Path, str, int]]] = defaultdict(list)
        for path, rules in self.files.items():
            for table, number, row in _rows(rules):
                self._rows[row].append((path, table, number))

    def files_of(self, row: Any) -> list[tuple[Path, RuleFile]]:
        """The files in which a row stands: more than one where two ranges of versions say the same."""
        return [(path, self.files[path]) for path, _, _ in self._rows[row]]

    def places_of(self, row: Any) -> tuple[str, ...]:
        """`rules/http/requests.toml:5`, for each file in which the row stands."""
        return tuple(f"{shown(path)}:{line_of_row(path, table, number)}" for path, table, number in self._rows[row])


def shown(path: Path) -> str:
    """A rule file as people find it: those of blockcheck below `rules/`, their own relative to the current folder."""
    folder = rules_folder()
    if path.is_relative_to(folder):
        return (Path(folder.name) / path.relative_to(folder)).as_posix()
    relative = os.path.relpath(path)
    return str(path) if relative.startswith(os.pardir) else Path(relative).as_posix()


def _rows(rules: RuleFile) -> Iterator[tuple[str, int, Any]]:
    for table in TABLES:
        for number, row in enumerate(getattr(rules, table)):
            yield table, number, row
