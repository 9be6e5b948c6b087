"""A Python file of the project: where it is, what people see of its path, what it is called as a module."""

from __future__ import annotations

import os

import msgspec


class SourceFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file to read.

    `path` is absolute; `display` is what people see: relative to the current folder where it lies below it, with
    forward slashes; `root` is the folder that `module` counts from, `roots` are all that may be it, innermost first.
    """

    path: str
    display: str
    module: str
    is_package: bool
    is_test: bool
    root: str
    roots: tuple[str, ...]


def display(path: str) -> str:
    """A path for people: relative to the current folder where it lies below it, every byte of it printable as UTF-8."""
    here = os.path.join(os.getcwd(), "")
    return os.fsencode(path.removeprefix(here).replace(os.sep, "/")).decode("utf-8", "backslashreplace")


def module_name(path: str, root: str) -> str:
    """The dotted name under which a file is imported from `root`."""
    parts = path[len(os.path.join(root, "")) :].removesuffix(".py").split(os.sep)
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
