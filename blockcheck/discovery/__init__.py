"""Which files a run looks at."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence

from blockcheck.config import Settings, SettingsError
from blockcheck.discovery.files import SourceFile, display, module_name
from blockcheck.discovery.patterns import is_pattern
from blockcheck.discovery.roots import Roots
from blockcheck.discovery.walk import Walk
from blockcheck.disk import Disk
from blockcheck.facts import Problem

_TEST_FOLDERS = frozenset({"test", "tests"})


def discover(
    paths: Iterable[str], settings: Settings, given: Iterable[str] = (), disk: Disk | None = None
) -> tuple[tuple[SourceFile, ...], tuple[Problem, ...]]:
    """The Python files under `paths`, by display name, and what could not be looked at.

    Folders are searched for `*.py`, without what git ignores, what `settings` exclude, environments and links that
    lead round in circles; a path to a file is taken whatever its name, and those of `given` need not exist.  Raises
    SettingsError for a path that does not, and for a pattern that is none.
    """
    disk = disk or Disk()
    excluded = (*settings.exclude, *settings.extend_exclude)
    for pattern in excluded:
        if not is_pattern(pattern):
            raise SettingsError(f"exclude: `{pattern}` is not a pattern", "write it as in a .gitignore file")
    walk = Walk(excluded, disk)
    bases: dict[str, str] = {}
    for file, base in _files(map(os.path.abspath, paths), walk, {os.path.abspath(path) for path in given}, disk):
        bases.setdefault(file, base)
    roots = Roots(settings.src, disk)
    files = [_source_file(file, base, roots) for file, base in bases.items()]
    problems = [Problem(file=display(path), code="BLC902", message=m, help=h) for path, m, h in walk.problems]
    return tuple(sorted(files, key=lambda f: f.display)), tuple(sorted(problems, key=lambda p: p.file))


def _files(paths: Iterable[str], walk: Walk, given: set[str], disk: Disk) -> Iterator[tuple[str, str]]:
    """Each file with the folder in which it was looked for."""
    for path in paths:
        if path in given or not _is_folder(path, disk):
            yield path, os.path.dirname(path)
        else:
            yield from ((file, path) for file in walk.files(path))


def _is_folder(path: str, disk: Disk) -> bool:
    kind = disk.kind(path)
    try:
        os.stat(path)
    except (OSError, ValueError) as error:
        raise SettingsError(f"{display(path)}: {_why_not(path, error)}", "check the spelling of the path") from None
    if kind not in (stat.S_IFDIR, stat.S_IFREG):
        raise SettingsError(f"{display(path)}: is neither a file nor a folder", "name a file or a folder")
    return kind == stat.S_IFDIR


def _why_not(path: str, error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and os.path.islink(path):
        return f"is a link to {os.readlink(path)}, which leads nowhere"
    if isinstance(error, FileNotFoundError | ValueError):
        return "does not exist"
    return f"cannot be read: {error.strerror}"


def _source_file(path: str, base: str, roots: Roots) -> SourceFile:
    candidates, root = roots.of(os.path.dirname(path), base)
    return SourceFile(
        path=path,
        display=display(path),
        module=module_name(path, root),
        is_package=os.path.basename(path) == "__init__.py",
        is_test=_is_test(os.path.relpath(path, base).split(os.sep)),
        root=root,
        roots=candidates,
    )


def _is_test(parts: Sequence[str]) -> bool:
    """Whether pytest would look for tests in it, or it stands among them."""
    name = parts[-1]
    named = name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
    return named or not _TEST_FOLDERS.isdisjoint(parts[:-1])
