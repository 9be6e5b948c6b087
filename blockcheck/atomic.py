"""Files that are written at once or not at all: a reader never sees half of one."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path


def write(file: Path, data: bytes | Iterable[bytes | memoryview], *, follow: bool = True, mode: int = 0o666) -> None:
    """Puts the data, whole or in parts, in place of the file, which keeps its mode, or of the one that a link leads to.

    Where that is not to `follow`, it takes the place of the link.  A new file gets `mode`, less what the process's mask
    takes away.  What cannot be replaced, a device or a pipe, is written to.  Raises OSError.
    """
    parts = (data,) if isinstance(data, bytes) else data
    target = Path(os.path.realpath(file)) if follow else file
    if follow and target.exists() and not target.is_file():
        with target.open("wb") as opened:
            opened.writelines(parts)
        return
    draft = target.with_name(f".{target.name}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        with open(draft, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as opened:
            opened.writelines(parts)
        if follow and target.exists():
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
