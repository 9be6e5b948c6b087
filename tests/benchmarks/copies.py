"""Copies of an application that may be edited, and larger programs made of several copies."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

NOT_SOURCES = frozenset({"node_modules", "venv", "env", "build", "dist"})


class Copy(msgspec.Struct, frozen=True):
    """A copy of an application: its folder, how large it is, and the two files that are edited.

    The leaf is imported by hardly a module, and the hub by more than any other.
    """

    folder: Path
    files: int
    size: int
    leaf: Path
    hub: Path


def copy_application(source: Path, target: Path) -> Copy:
    """The application's Python files, and nothing else of it, in a new folder."""
    for path in sources(source):
        to = target / path.relative_to(source)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(path.read_bytes())
    files = list(sources(target))
    leaf, hub = leaf_and_hub(target)
    return Copy(target, len(files), sum(path.stat().st_size for path in files), leaf, hub)


def sources(folder: Path) -> Iterator[Path]:
    """The Python files of a folder, sorted."""
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") or part in NOT_SOURCES for part in parts):
            yield path


def edit(path: Path, number: int) -> None:
    """Append a function to a file, another one for each number, so that its facts change and its findings do not."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n\ndef edited_{number}(text):\n    return text.strip() + '{number}'\n")


# Which files to edit


def leaf_and_hub(folder: Path) -> tuple[Path, Path]:
    """The file of middle size among those with async code that hardly a module imports, and the one that most import.

    A router is such a leaf.  Where no file has async code, any file may be it.
    """
    modules = {_module(path, folder): path for path in sources(folder)}
    importers: Counter[Path] = Counter()
    for name, path in modules.items():
        importers.update({modules[used] for used in _imports(path, name) if used in modules} - {path})
    plain = [path for path in modules.values() if path.name != "__init__.py"] or list(modules.values())
    usual = [path for path in plain if b"async def" in path.read_bytes()] or plain
    few = max(1, min(importers[path] for path in usual))
    leaves = sorted((path for path in usual if importers[path] <= few), key=lambda path: path.stat().st_size)
    return leaves[len(leaves) // 2], max(plain, key=lambda path: importers[path])


def _module(path: Path, folder: Path) -> str:
    parts = path.relative_to(folder).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(path: Path, module: str) -> set[str]:
    """The modules that a file may import, by whole names; none of a file that this Python cannot parse."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return set()
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found.update([base, *(f"{base}.{alias.name}" for alias in node.names)])
    return found


# Larger programs


def multiply(source: Path, target: Path, copies: int) -> int:
    """Write an application several times under new names, each copy importing its own parts; how many files that is."""
    names = sorted({path.relative_to(source).parts[0].removesuffix(".py") for path in sources(source)})
    texts = {path.relative_to(source): path.read_bytes().decode("utf-8", "replace") for path in sources(source)}
    for number in range(1, copies + 1):
        for path, text in texts.items():
            first, *rest = path.parts
            renamed = Path(f"{first.removesuffix('.py')}_{number}{'' if rest else '.py'}", *rest)
            to = target / renamed
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_text(rename(text, names, number), encoding="utf-8")
    return len(texts) * copies


def rename(text: str, names: list[str], number: int) -> str:
    """A module's text with the number behind the names of these packages, where it imports or uses them."""
    packages = "|".join(map(re.escape, names))
    used = rf"(?<![\w.])(?:{packages})(?=\.\w|[ \t]+import\b)|(?<=^import )(?:{packages})(?=[ \t\n])"
    return re.sub(used, lambda match: f"{match[0]}_{number}", text, flags=re.MULTILINE)
