"""What GitHub tells a step of a workflow, and the page that it shows for it."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from blockcheck.config import SettingsError

if TYPE_CHECKING:
    from blockcheck.changes import Changes
    from blockcheck.findings import Report

_logger = logging.getLogger("blockcheck")


class Commit(msgspec.Struct, frozen=True):
    """A commit that an event names."""

    sha: str


class PullRequest(msgspec.Struct, frozen=True):
    """The pull request of an event."""

    base: Commit


class MergeGroup(msgspec.Struct, frozen=True):
    """Pull requests in a merge queue."""

    base_sha: str


class Event(msgspec.Struct, frozen=True):
    """The part of the event file that says what the workflow runs for."""

    pull_request: PullRequest | None = None
    merge_group: MergeGroup | None = None

    @property
    def base(self) -> str:
        """The commit that the changes are proposed for; empty where none are."""
        if self.pull_request is not None:
            return self.pull_request.base.sha
        return self.merge_group.base_sha if self.merge_group is not None else ""


def in_workflow() -> bool:
    """Whether this process is part of a workflow."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def folder_in_workspace(root: str) -> str:
    """Where a folder lies in the repository that the workflow has checked out."""
    workspace = os.environ.get("GITHUB_WORKSPACE", "")
    if not workspace or not Path(root).is_relative_to(workspace) or root == workspace:
        return ""
    return Path(root).relative_to(workspace).as_posix()


def proposed_changes() -> Changes | None:
    """The lines of the pull request that the workflow runs for; None without one, or without its history."""
    from blockcheck.revisions import changes_since

    file = os.environ.get("GITHUB_EVENT_PATH", "")
    if not file:
        return None
    try:
        base = msgspec.json.decode(Path(file).read_bytes(), type=Event).base
        return changes_since(base, Path.cwd()) if base else None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError, SettingsError) as error:
        _logger.debug("the lines of the pull request are not known: %s", error)
        return None


def write_summary(report: Report) -> str:
    """Adds the report to the page that GitHub shows for the job, if it asks for one; what went wrong, or nothing."""
    from blockcheck.reporters import summary

    name = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if not name:
        return ""
    try:
        with Path(name).open("ab") as file:
            room = summary.MOST_BYTES - file.tell()
            text = summary.render(report, room=room, folder=folder_in_workspace(report.root), source=_source())
            file.write(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        return f"GITHUB_STEP_SUMMARY: {name} cannot be written: {error.strerror}: the job gets no summary"
    return ""


def _source() -> str:
    """The address of the commit's files in a browser."""
    parts = [os.environ.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "SHA")]
    server, repository, commit = parts
    return f"{server}/{repository}/blob/{commit}" if all(parts) else ""
