"""Source roots: the folders from which imports start, and so what a file is called as a module.

Python takes them from `sys.path`, which a reader of files does not see.  Three things speak of them: packages (a folder
with `__init__.py` is imported from the folder above the topmost one), the customs of projects (`src/`, the folder of
`pyproject.toml`), and what the project's own import statements say (`naming`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache

from blockcheck.disk import Disk
from blockcheck.project import PROJECT_MARKERS


class Roots:
    """The roots of files; `src` are those that the settings name (`*` allowed)."""

    def __init__(self, src: Iterable[str], disk: Disk) -> None:
        self._disk = disk
        named = {folder for pattern in src for folder in disk.glob(pattern)}
        self._named = sorted(map(os.path.normpath, named), key=len, reverse=True)
        self._is_project = cache(self._is_marked)
        self._is_import_root = cache(self._has_packages)
        self._limit = cache(self._limit_of)
        self.of = cache(self._of)
        """For a folder and the folder in which it was looked for: see `_of`."""

    def _of(self, folder: str, base: str) -> tuple[tuple[str, ...], str]:
        """The folders that may be the root of the files in `folder`, innermost first, and the one to take by custom.

        `base` is the folder in which they were looked for.
        """
        for root in self._named:
            if folder == root or folder.startswith(os.path.join(root, "")):
                return (root,), root
        candidates = self._candidates(folder, base)
        return candidates, self._by_custom(candidates, folder)

    def _candidates(self, folder: str, base: str) -> tuple[str, ...]:
        """Every folder from which all the names on the way down to `folder` can be imported.

        Inside a package nothing is a root, except that a project's own folder may hold an `__init__.py` by mistake.
        """
        way = self._way_up(folder, base)
        packages = [place for place, above in enumerate(way) if self._has(above, "__init__.py")]
        if not packages:
            return way
        mistaken = [way[place] for place in packages if self._is_project(way[place])]
        return (*mistaken, *way[packages[-1] + 1 :])

    def _way_up(self, folder: str, base: str) -> tuple[str, ...]:
        """The folder and those above it, as far as a dotted name can reach."""
        limit = self._limit(base if folder.startswith(os.path.join(base, "")) else folder)
        way = [folder]
        while way[-1] != limit and (os.path.basename(way[-1]).isidentifier() or self._has(way[-1], "__init__.py")):
            way.append(os.path.dirname(way[-1]))
        return tuple(way)

    def _limit_of(self, folder: str) -> str:
        """The project above the folder (itself, where there is none) and outside its packages: no name starts above."""
        above = folder
        while not self._is_project(above) and not self._has(above, ".git"):
            above, child = os.path.dirname(above), above
            if above == child:
                above = folder
                break
        while self._has(above, "__init__.py") and os.path.dirname(above) != above:
            above = os.path.dirname(above)
        return above

    def _by_custom(self, candidates: tuple[str, ...], folder: str) -> str:
        """`src/`; else the folder above the topmost package; else the nearest project or root of packages around."""
        sources = [root for root in candidates if os.path.basename(root) == "src"]
        if sources:
            return sources[-1]
        outside = [root for root in candidates if not self._has(root, "__init__.py")]
        if candidates[0] != folder or outside[0] != folder:
            return outside[0]
        return next(
            (root for root in candidates if self._is_project(root) or self._is_import_root(root)), candidates[-1]
        )

    def _is_marked(self, folder: str) -> bool:
        return any(self._has(folder, marker) for marker in PROJECT_MARKERS)

    def _has_packages(self, folder: str) -> bool:
        """Whether a package lies directly in the folder."""
        try:
            return any(self._has(entry.path, "__init__.py") for entry in self._disk.names(folder))
        except OSError:
            return False

    def _has(self, folder: str, name: str) -> bool:
        return self._disk.exists(os.path.join(folder, name))
