"""A progress bar for runs that take more than a moment, on a terminal and nowhere else."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds before the bar appears."""


class ProgressBar:
    """Shows which part of the work goes on.  Call it as the analysis calls its `progress`."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._started = monotonic()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, phase: str, done: int, total: int) -> None:
        """So much of a phase is done; 0 of 0 where that is not known."""
        if not self._shown or monotonic() - self._started < PATIENCE:
            return
        if self._bar is None or self._task is None:
            self._bar, self._task = _bar(phase)
        self._bar.update(
            self._task, description=_title(phase), completed=done, total=total or None, count=_count(done, total)
        )


def wanted(quiet: bool) -> bool:
    """Whether somebody watches: both streams are a terminal, and nobody asked for silence."""
    return not quiet and sys.stderr.isatty() and sys.stdout.isatty()


def _title(phase: str) -> str:
    """A phase with its place among all."""
    from blockcheck.analysis import PHASES

    return f"{PHASES.index(phase) + 1}/{len(PHASES)} {phase}" if phase in PHASES else phase


def _count(done: int, total: int) -> str:
    return f"{done:,} of {total:,}" if total else ""


def _bar(phase: str) -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}"), TimeElapsedColumn()
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(_title(phase), total=None, count="")
    bar.start()
    return bar, task
