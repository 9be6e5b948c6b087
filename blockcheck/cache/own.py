"""What every result depends on besides its input: blockcheck itself, its rules, its libraries, Python."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator

from blockcheck import __version__
from blockcheck.disk import digest_of

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_LIBRARIES = ("site-packages", "dist-packages")


def own_state() -> bytes:
    """What stands for this blockcheck and what it runs on.

    A working copy changes without a new version, so the files count; and to install another version of a library
    changes the folder that libraries lie in.
    """
    rules = os.path.join(os.path.dirname(_PACKAGE), "rules")
    lines = [__version__, sys.version, sys.platform, *_files(_PACKAGE), *_files(rules)]
    for folder in sys.path:
        if os.path.basename(folder) in _LIBRARIES:
            lines.append(f"{folder} {_changed(folder)}")
    return digest_of(os.fsencode("\n".join(lines)))


def extraction_state() -> bytes:
    """What stands for all that the facts of a file depend on, besides the file: the same on every machine."""
    from blockcheck.facts import FACTS_VERSION  # noqa: PLC0415 -- of no use to a run that needs no facts

    code = [os.path.join(_PACKAGE, name) for name in ("facts.py", "shapes.py", "reading.py")]
    code += sorted(_python_files(os.path.join(_PACKAGE, "extract")))
    parser = importlib.util.find_spec("astroid")
    for folder in (parser and parser.submodule_search_locations) or ():
        code.append(os.path.join(folder, "__pkginfo__.py"))
    return digest_of(b"\0".join([str(FACTS_VERSION).encode(), sys.version.encode(), *map(_content, code)]))


def _files(folder: str) -> Iterator[str]:
    """Each file with its state, in the order of the folder; nothing for a folder that is not there."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir():
            yield from _files(entry.path) if entry.name != "__pycache__" else ()
        else:
            about = entry.stat()
            yield f"{entry.path} {about.st_size} {about.st_mtime_ns}"


def _python_files(folder: str) -> list[str]:
    return [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".py")]


def _changed(folder: str) -> int:
    try:
        return os.stat(folder).st_mtime_ns
    except OSError:
        return 0


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
