"""Where the time of a run went: phase by phase, and to which files."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from blockcheck.analysis import Progress

_MOST_FILES = 10


class Timing:
    """Listens to the analysis, and passes on what it hears; `lines` tell it to people."""

    def __init__(self, listener: Progress) -> None:
        self._listener = listener
        self._began = self._since = perf_counter()
        self._phase = "starting"
        self._phases: dict[str, float] = {}
        self._files: list[tuple[float, str]] = []

    def __call__(self, phase: str, done: int, total: int) -> None:
        """So much of a phase is done."""
        if phase != self._phase:
            self._end()
            self._phase = phase
        self._listener(phase, done, total)

    def file(self, name: str, seconds: float) -> None:
        """A file was extracted."""
        self._files.append((seconds, name))

    def lines(self) -> list[str]:
        """The phases up to now, and the slowest files."""
        self._end()
        total = perf_counter() - self._began
        rows = [*self._phases.items(), ("together", total)]
        lines = [f"{seconds:8.2f} s  {name}" for name, seconds in rows]
        slowest = sorted(self._files, reverse=True)[:_MOST_FILES]
        if slowest:
            count = f"{len(self._files)} files were" if len(self._files) > 1 else "1 file was"
            lines.append(f"{count} not known from earlier runs; what took longest to read:")
        return [*lines, *(f"{seconds:8.2f} s  {name}" for seconds, name in slowest)]

    def _end(self) -> None:
        now = perf_counter()
        self._phases[self._phase] = self._phases.get(self._phase, 0.0) + now - self._since
        self._since = now
