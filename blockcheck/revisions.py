"""What git knows: which lines the working tree has touched since a revision."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from blockcheck.changes import EVERY_LINE, Changes, prefixed_changes_in
from blockcheck.config import SettingsError
from blockcheck.discovery.files import display

_DIFF = (
    "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--find-renames", "--ignore-submodules",
    "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip
"""Whatever the user's own configuration of git makes of a diff."""
_AS_IT_IS = ("-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", "diff.relative=false")
_FETCH = "check its spelling, or fetch it: in a GitHub workflow, check out with `fetch-depth: 0`"


def changes_since(revision: str, folder: Path) -> Changes:
    """What was touched since the working tree of `folder` and `revision` went separate ways, new files included.

    Raises SettingsError where there is no repository, no such revision or no git.
    """
    outside = f"no revision `{revision}` can be looked up: {display(str(folder))} lies in no git repository"
    _git(folder, "rev-parse", "--git-dir", otherwise=outside)
    top = Path(os.path.normpath(folder / _git(folder, "rev-parse", "--show-cdup").rstrip("\n")))
    commit = _commit(revision, top)
    diff = _git(top, *_AS_IT_IS, *_DIFF, _base(commit, top), "--")
    changes = prefixed_changes_in(diff, top, "what git prints")
    new = filter(None, _git(top, "ls-files", "-z", "--others", "--exclude-standard").split("\0"))
    return Changes({**changes.lines, **{display(str(top / path)): (EVERY_LINE,) for path in new}})


def _commit(revision: str, folder: Path) -> str:
    unknown = SettingsError(f"git knows no revision `{revision}`", _FETCH)
    if revision.startswith("-"):  # git would take it for an option
        raise unknown
    try:
        return _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").strip()
    except _CommandError:
        raise unknown from None


def _base(commit: str, folder: Path) -> str:
    """Where the two ways part; of a repository that has not enough history to tell, the commit itself."""
    try:
        return _git(folder, "merge-base", commit, "HEAD").strip()
    except _CommandError:
        return commit


class _CommandError(SettingsError):
    """A git command that did not do its work."""


def _git(folder: Path, *command: str, otherwise: str = "") -> str:
    """What a command prints.  Raises SettingsError, with `otherwise` as its text."""
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(["git", *command], cwd=folder, env=environment, capture_output=True, check=False)
    except OSError as error:
        raise SettingsError(f"git cannot be run: {error.strerror}", "install git, or use --diff") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "backslashreplace").strip().partition("\n")[0]
        raise _CommandError(otherwise or f"`git {command[0]}` has failed", f"git says: {said}" if said else "")
    return done.stdout.decode("utf-8", "surrogateescape")
