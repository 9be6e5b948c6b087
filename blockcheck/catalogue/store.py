"""What has been read of the catalogue so far: rows by name, generated types, and which spelling means which name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from blockcheck.catalogue.index import Index
from blockcheck.catalogue.library import Library
from blockcheck.catalogue.load import load_rule_file, load_types
from blockcheck.catalogue.names import expand
from blockcheck.catalogue.ranges import NOTHING_KNOWN, Assumed, Known, applying, assume, is_versioned
from blockcheck.catalogue.schema import (
    Block,
    GeneratedClass,
    GeneratedTypes,
    Hook,
    Intrinsic,
    Marker,
    Mount,
    RuleFile,
    Runs,
    Typed,
)

Named = TypeVar("Named", Runs, Marker, Mount, Intrinsic, Typed)
_SHIPPED = 0
_MOST_SPELLINGS = 32
"""More names that mean each other are a circle in which they grow."""
Describe = Callable[[str], GeneratedTypes | None]
"""Tells of a name what no rule file does, each thing once."""


class Store:
    """Grows as names of further libraries are asked for; what it holds of one library does not change any more."""

    def __init__(
        self,
        library: Library,
        own: Sequence[RuleFile],
        roots: frozenset[str] | None,
        versions: Known = NOTHING_KNOWN,
        describe: Describe | None = None,
    ) -> None:
        self.blocks: Index[Block] = Index()
        self.runs: Index[Runs] = Index()
        self.markers: Index[Marker] = Index()
        self.mounts: Index[Mount] = Index()
        self.intrinsics: Index[Intrinsic] = Index()
        self.returns: Index[Typed] = Index()
        self.attributes: Index[Typed] = Index()
        self.hooks: dict[str, list[Hook]] = {}
        self.bases: dict[str, tuple[str, ...]] = {}
        self.classes: dict[str, GeneratedClass] = {}
        self.functions: dict[str, str] = {}
        self.variables: dict[str, str] = {}
        self.spellings: dict[str, list[str]] = {}
        """By defining name: other names of the same root."""
        self.public: dict[str, str] = {}
        """By defining name: the spelling that a rule file uses."""
        self.triggers: set[str] = set()
        """Names, and last segments of names, whose calls run what a row with `via` was given."""
        self.offloads: dict[str, str] = {}
        """By framework: the callable that moves work into a thread."""
        self.wsgi: set[str] = set()
        """The frameworks that have no event loop, and the callables that mount them in one that has."""
        self.prefixes: set[str] = set()
        """The arguments of routers that stand before the paths of their routes."""
        self.remembered: set[str] = set()
        """Classes of which rules ask what an object was made with."""
        self.assumed: dict[str, Assumed] = {}
        """By package whose rules differ by its version: which one was taken."""
        self._versions = versions
        self._aliases: dict[str, str] = {}
        self._canonical: dict[str, str] = {}
        self._library = library
        self._describe = describe
        self._asked: set[str] = set()
        self._own_roots = {name.partition(".")[0] for rules in own for name in _names_in(rules)}
        for rules in own:
            self._add_written_aliases(rules)
        for rank, rules in enumerate(own, -len(own)):
            self._add_rules(rules, rank)
        self._read(library.take_all(roots))

    def ships(self, name: str) -> bool:
        """Whether a shipped file is for this import root."""
        return self._library.covers(name)

    def covers(self, name: str) -> bool:
        """Whether anything is known of this import root, or of this very name."""
        if self._library.covers(name) or name.partition(".")[0] in self._own_roots:
            return True
        return name in self.classes or name in self.functions

    def canonical(self, name: str) -> str:
        """The defining name of a name; itself where no other is known."""
        found = self._canonical.get(name)
        if found is None:
            found = self._canonical[name] = self._follow(name)
        return found

    def _follow(self, name: str) -> str:
        """Replaces the longest spelling that the name begins with, until none is left or one comes again."""
        seen = {name}
        while True:
            self.read(name)
            head, rest = name, ""
            while head and head not in self._aliases:
                head, _, last = head.rpartition(".")
                rest = f".{last}{rest}"
            if not head:
                return name
            name = self._aliases[head] + rest
            if name in seen or len(seen) > _MOST_SPELLINGS:
                return min(seen)
            seen.add(name)

    # Reading

    def read(self, name: str) -> None:
        """Reads the files for a dotted name that were not read yet."""
        if paths := self._library.take(name):
            self._read(paths)
        if self._describe is not None and name not in self._asked:
            self._asked.add(name)
            if "." in name and (types := self._describe(name)) is not None:
                self._add_types(types)

    def _read(self, paths: Iterable[Path]) -> None:
        """Reads files: first all names of things, since what the rules say is filed by defining name."""
        files = list(paths)
        ranked = self._ranked([load_rule_file(path) for path in files if path.suffix == ".toml"])
        for path in files:
            if path.suffix == ".json":
                self._add_types(load_types(path))
        for file, _ in ranked:
            self._add_written_aliases(file)
        for file, rank in ranked:
            self._add_rules(file, rank)

    def _ranked(self, files: Sequence[RuleFile]) -> list[tuple[RuleFile, int]]:
        """The files that hold for the version in use, with their ranks: of one package, the newest first."""
        packages: dict[str, list[RuleFile]] = {}
        for file in files:
            packages.setdefault(file.package, []).append(file)
        ranked = []
        for package, same in packages.items():
            if package and is_versioned(same):
                assumed = self.assumed[package] = assume(same, self._versions)
                ranked += [(file, _SHIPPED + rank) for rank, file in enumerate(applying(same, assumed))]
            else:
                ranked += [(file, _SHIPPED) for file in same]
        return ranked

    def _add_types(self, types: GeneratedTypes) -> None:
        self._add_aliases(types.aliases)
        self.classes.update(types.classes)
        self.functions.update(types.functions)
        self.variables.update(types.variables)

    def _add_aliases(self, aliases: dict[str, str]) -> None:
        self._aliases.update(aliases)
        for spelling, name in aliases.items():
            if spelling.partition(".")[0] == name.partition(".")[0]:
                self.spellings.setdefault(name, []).append(spelling)

    def _add_written_aliases(self, rules: RuleFile) -> None:
        """The aliases of a rule file, less those that only turn round what the source says."""
        for alias in rules.aliases:
            if self._aliases.get(alias.is_) != alias.name:
                self._add_aliases({alias.name: alias.is_})

    def _add_rules(self, rules: RuleFile, rank: int) -> None:
        for entry in rules.classes:
            for name in expand(entry.names):
                self.bases[self.canonical(name)] = entry.bases
        for block in rules.blocks:
            self.blocks.add(block, block.names, block.except_, rank, self._file_under)
            if any(condition.made for condition in (*block.unless, *block.only_if)):
                self.remembered.update(self.canonical(name.rpartition(".")[0]) for name in expand(block.names))
        self._add(self.runs, rules.runs, rank)
        self._add(self.markers, rules.markers, rank)
        self._add(self.mounts, rules.mounts, rank)
        self._add(self.intrinsics, rules.intrinsics, rank)
        self._add(self.returns, rules.returns, rank)
        self._add(self.attributes, rules.attributes, rank)
        for pattern in expand(pattern for row in rules.runs for pattern in row.via):
            self.triggers.update((self.canonical(pattern), pattern.rpartition(".")[2]))
        rows: list[Runs | Hook | Marker] = [*rules.runs, *rules.hooks, *rules.markers]
        frameworks = {row.framework for row in rows if row.framework}
        if rules.offload:
            self.offloads.update(dict.fromkeys(frameworks, rules.offload))
        if rules.server == "wsgi":
            self.wsgi |= frameworks | {self.canonical(name) for row in rules.mounts for name in expand(row.names)}
        self.prefixes.update(row.prefix for row in rules.runs if row.prefix)
        for hook in rules.hooks:
            self.hooks.setdefault(self.canonical(hook.base), []).append(hook)

    def _add(self, index: Index[Named], rows: Iterable[Named], rank: int) -> None:
        for row in rows:
            index.add(row, row.names, (), rank, self.canonical)

    def _file_under(self, name: str) -> str:
        """The defining name; and the spelling in the rule file is the one to show."""
        found = self.canonical(name)
        self.public.setdefault(found, name)
        owner, _, last = found.rpartition(".")
        spelt, _, spelt_last = name.rpartition(".")
        if last == spelt_last and owner != spelt:
            self.public.setdefault(owner, spelt)
        return found


def _names_in(rules: RuleFile) -> Iterable[str]:
    """Every name that a file speaks of."""
    yield from rules.library
    for rows in (rules.blocks, rules.returns, rules.attributes, rules.classes, rules.runs, rules.markers, rules.mounts):
        for row in rows:
            yield from row.names
    yield from (alias.name for alias in rules.aliases)
