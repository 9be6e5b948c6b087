"""Where the cache of a project lies, and the secret that belongs to it."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from blockcheck import atomic
from blockcheck.cache.sealed import SECRET_BYTES, Cache

FOLDER = ".blockcheck_cache"
"""The folder beside a project."""
VARIABLE = "BLOCKCHECK_CACHE_DIR"
"""The environment variable that names another one."""

_SECRET = "secret"
_TAG = "CACHEDIR.TAG"
_TAG_TEXT = b"Signature: 8a477f597d28d172789f06886806bc55\n# blockcheck keeps results here; it can be removed.\n"
_GIT_IGNORE = b"*\n"
_MOST_PROJECTS = 32
_MARK = re.compile("[0-9a-f]{16}")


class Place(NamedTuple):
    """A folder, and the file that holds the secret of its seals."""

    folder: str
    secret: str


def open_cache(project: str, named: str = "") -> Cache | None:
    """The cache of the project in a folder, made where there is none; None where nothing can be written.

    `named` is the folder that the user has named for all caches, and vouches for: then the secret lies in it, so that
    both can be carried to another machine together.
    """
    for place in _places(project, named):
        if _prepare(place) and (secret := _secret(place.secret) or _new_secret(place.secret)):
            return Cache(place.folder, secret)
    return None


def readable_caches(project: str, named: str = "") -> Iterator[Cache]:
    """The caches of the project that are there."""
    for place in _places(project, named):
        if _is_plain_folder(place.folder) and (secret := _secret(place.secret)):
            yield Cache(place.folder, secret)


def clean(project: str, named: str = "") -> list[tuple[str, int, int]]:
    """Removes the caches of the project: the folder of each, how many files it had and of how many bytes.

    Raises OSError for a folder that cannot be removed.
    """
    removed = []
    for place in _places(project, named):
        if _is_ours(place.folder):
            removed.append((place.folder, *_remove(place.folder)))
    return removed


def _places(project: str, named: str) -> tuple[Place, ...]:
    """The folder that was named; else the one beside the project, and where that cannot be, one of the user's."""
    mark = hashlib.blake2b(os.fsencode(project), digest_size=8).hexdigest()
    if named:
        folder = os.path.join(os.path.abspath(named), mark)
        return (Place(folder, os.path.join(folder, _SECRET)),)
    own = _user_folder()
    if not own:
        return ()
    secret = os.path.join(own, _SECRET)
    return Place(os.path.join(project, FOLDER), secret), Place(os.path.join(own, "projects", mark), secret)


def _user_folder() -> str:
    """The user's own folder for caches; empty where there is none."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        caches = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        caches = os.path.join(home, "Library", "Caches")
    else:
        caches = os.environ.get("XDG_CACHE_HOME", "") or os.path.join(home, ".cache")
    return os.path.join(caches, "blockcheck") if os.path.isabs(caches) else ""


def _is_plain_folder(folder: str) -> bool:
    """A link in its place leads to what somebody else has chosen."""
    return os.path.isdir(folder) and not os.path.islink(folder)


def _prepare(place: Place) -> bool:
    """Makes the folder, if need be; whether files can be written into it."""
    try:
        if not os.path.isdir(place.folder):
            _make_room(place.folder)
            os.makedirs(place.folder, exist_ok=True)
        if not _is_plain_folder(place.folder) or not os.access(place.folder, os.W_OK | os.X_OK):
            return False
        for name, text in ((".gitignore", _GIT_IGNORE), (_TAG, _TAG_TEXT)):
            if not os.path.lexists(file := os.path.join(place.folder, name)):
                atomic.write(Path(file), text, follow=False)
    except OSError:
        return False
    return True


def _secret(file: str) -> bytes:
    try:
        with open(file, "rb") as opened:
            secret = opened.read(SECRET_BYTES + 1)
    except OSError:
        return b""
    return secret if len(secret) == SECRET_BYTES else b""


def _new_secret(file: str) -> bytes:
    """Of two processes that make one at the same time the first wins: what the other seals must be believed, too."""
    secret = os.urandom(SECRET_BYTES)
    draft = Path(f"{file}.{os.getpid()}-{secret[:4].hex()}.tmp")
    try:
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        atomic.write(draft, secret, follow=False, mode=0o600)
        try:
            os.link(draft, file)
        except OSError:  # somebody was faster; or the file is damaged, or the file system knows no links
            if not _secret(file):
                draft.replace(file)
        draft.unlink(missing_ok=True)
    except OSError:
        return b""
    return _secret(file)


def _is_ours(folder: str) -> bool:
    """Other tools tag their caches as well, each with its own words."""
    try:
        with open(os.path.join(folder, _TAG), "rb") as tag:
            return _is_plain_folder(folder) and tag.read() == _TAG_TEXT
    except OSError:
        return False


def _make_room(folder: str) -> None:
    """Where the caches of many projects lie side by side, those that were not used for longest go."""
    above, name = os.path.split(folder)
    if name == FOLDER or not os.path.isdir(above):
        return
    others = [os.path.join(above, other) for other in os.listdir(above) if _MARK.fullmatch(other)]
    ours = sorted(filter(_is_ours, others), key=os.path.getmtime)
    for other in ours[: max(0, len(ours) - _MOST_PROJECTS + 1)]:
        _remove(other)


def _remove(folder: str) -> tuple[int, int]:
    """Removes the folder with its files, and nothing that lies deeper."""
    files = size = 0
    with os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        if not entry.is_dir(follow_symlinks=False):
            size += entry.stat(follow_symlinks=False).st_size
            files += 1
            os.unlink(entry.path)
    os.rmdir(folder)
    return files, size
