"""Files that are written at once or not at all: a reader never sees half of one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def write(file: Path, data: bytes) -> None:
    """Puts the data in place of the file (the one that a link leads to), which keeps its permissions.

    What cannot be replaced, a device or a pipe, is written to.  Raises OSError.
    """
    target = Path(os.path.realpath(file))
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(data)
        if target.exists():
            shutil.copymode(target, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
