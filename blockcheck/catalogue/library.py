"""Which shipped files speak of which import root; a file is read when a name of its root is first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from blockcheck.catalogue.load import RuleError, read_text

_LIBRARY = re.compile(r"^library\s*=\s*\[(.*?)\]", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"[\"']([\w.]+)[\"']")


class Library:
    """The files below a rules folder by the import roots that they are for."""

    def __init__(self, folder: Path) -> None:
        self._waiting: dict[str, dict[str, list[Path]]] = {}
        self._given: set[Path] = set()
        self._roots: set[str] = set()
        self._parents: set[str] = set()
        for path in sorted(folder.rglob("*.toml")):
            if path.name != "codes.toml":
                for root in roots_of(path):
                    self._register(root, path)
        for path in sorted((folder / "types").rglob("*.json")):
            self._register(path.stem, path)

    def _register(self, root: str, path: Path) -> None:
        parts = root.split(".")
        self._waiting.setdefault(parts[0], {}).setdefault(root, []).append(path)
        self._roots.add(root)
        self._parents.update(_heads(root))

    def covers(self, name: str) -> bool:
        """Whether a file is for this dotted name, for one that it lies in, or for one that lies in it."""
        return name in self._parents or name in self._roots or any(head in self._roots for head in _heads(name))

    def take(self, name: str) -> list[Path]:
        """The files for a dotted name that were not given out before.

        Those of a module come with its half in C: `_asyncio.Task` is `asyncio.Task`.
        """
        if name.startswith("_"):
            return self._take(name) + self._take(name.lstrip("_"))
        return self._take(name)

    def _take(self, name: str) -> list[Path]:
        waiting = self._waiting.get(name.partition(".")[0])
        if not waiting:
            return []
        due = [root for root in waiting if name == root or name.startswith(f"{root}.")]
        return self._give(path for root in due for path in waiting.pop(root))

    def take_all(self, roots: frozenset[str] | None) -> list[Path]:
        """The files for these import roots and for what lies in them (`google`: `google.cloud.storage`); None: all."""
        every = [root for waiting in self._waiting.values() for root in waiting]
        wanted = [root for root in every if roots is None or any(_related(root, used) for used in roots)]
        return self._give(path for root in wanted for path in self._waiting[root.partition(".")[0]].pop(root))

    def _give(self, paths: Iterable[Path]) -> list[Path]:
        found = [path for path in dict.fromkeys(paths) if path not in self._given]
        self._given.update(found)
        return found


def roots_of(path: Path) -> list[str]:
    """The import roots that a rule file is for, from its first lines alone.

    Raises RuleError where it names none.
    """
    head = read_text(path).partition("[[")[0]
    match = _LIBRARY.search(head)
    if match is None:
        raise RuleError(f"{path}:1: a rule file begins with `library`, the import names that it is for")
    return _NAME.findall(match.group(1))


def _heads(name: str) -> list[str]:
    """The dotted names that a name lies in: `a.b.c` → `a`, `a.b`."""
    parts = name.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts))]


def _related(root: str, used: str) -> bool:
    return root == used or root.startswith(f"{used}.") or used.startswith(f"{root}.")
