"""Module names, as the project's own import statements have them."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from blockcheck.discovery.files import SourceFile, module_name
from blockcheck.facts import ImportedModule


def name_modules(
    files: Sequence[SourceFile], imports: Mapping[str, Iterable[ImportedModule]]
) -> tuple[SourceFile, ...]:
    """The files with the root from which most of their modules are really imported; custom decides where none is.

    What is imported below a root decides.  Where nothing there is (packages of a repository that only others of it
    import), what the others import does, if its name has several parts: a single one may well be a library's.
    `imports` holds the import statements of each file by its path.  Files with the same possible roots (those of a
    package, or of a folder without one) keep together.
    """
    groups: dict[tuple[str, ...], list[SourceFile]] = defaultdict(list)
    for file in files:
        groups[file.roots].append(file)
    imported = _imported_below({root for roots in groups if len(roots) > 1 for root in roots}, imports)
    everywhere = {name for path in imports for name in _imported_by(imports[path]) if "." in name}
    chosen = {roots: _root(group, imported, everywhere) for roots, group in groups.items()}
    return tuple(_with_root(file, chosen[file.roots]) for file in files)


def _imported_below(roots: set[str], imports: Mapping[str, Iterable[ImportedModule]]) -> dict[str, set[str]]:
    """For each root the dotted names that files below it import."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, statements in imports.items():
        names = _imported_by(statements)
        for folder in _folders(path):
            if folder in roots:
                found[folder] |= names
    return found


def _imported_by(statements: Iterable[ImportedModule]) -> set[str]:
    return {name for statement in statements for name in _names(statement)}


def _names(statement: ImportedModule) -> Iterator[str]:
    if not statement.level:
        yield statement.module
        yield from (f"{statement.module}.{name}" for name in statement.names)


def _root(group: Sequence[SourceFile], imported: Mapping[str, set[str]], everywhere: set[str]) -> str:
    """The root under whose names most files of the group are imported."""
    by_custom = group[0].root
    if len(group[0].roots) == 1:
        return by_custom
    counts = {root: _count(group, root, imported.get(root, set())) for root in group[0].roots}
    if not any(counts.values()):
        counts = {root: _count(group, root, everywhere) for root in group[0].roots}
    return max(counts, key=lambda root: (counts[root], root == by_custom))


def _count(group: Iterable[SourceFile], root: str, imported: set[str]) -> int:
    return sum(module_name(file.path, root) in imported for file in group)


def _with_root(file: SourceFile, root: str) -> SourceFile:
    if root == file.root:
        return file
    return msgspec.structs.replace(file, root=root, module=module_name(file.path, root))


def _folders(path: str) -> Iterator[str]:
    while (parent := os.path.dirname(path)) != path:
        yield parent
        path = parent
