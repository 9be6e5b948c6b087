"""One run of a command as a process of its own: time, memory and output."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

import msgspec

LAUNCH = Path(__file__).with_name("launch.py")
INTERVAL = 0.02  # seconds between looks at the memory of a process and its children


class Sample(msgspec.Struct, frozen=True):
    """What one run took: seconds, and the bytes of the largest process.

    `problem` is empty, or why the run says nothing: it took too long, or failed.
    """

    wall: float
    user: float
    memory: int
    output: str = ""
    problem: str = ""


def measure(command: Sequence[str], cwd: Path, environment: Mapping[str, str], timeout: float) -> Sample:
    """Run a linter to its end, or until the time is over.  Exit status 0 and 1 are its answers, others are failures."""
    with (
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
        tempfile.NamedTemporaryFile() as report,
    ):
        launched = [sys.executable, "-I", "-S", str(LAUNCH), report.name, *command]
        process = subprocess.Popen(
            launched, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=errors,
            start_new_session=True,
        )  # fmt: skip
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # not waited for yet, so the number is still its own
            process.wait()
            return Sample(timeout, 0.0, 0, problem=f"over {timeout:g} s")
        took = _text(report).split()
        if not took:
            return Sample(0.0, 0.0, 0, problem=f"not started: {_last_line(_text(errors))}")
        wall, user, memory, status = map(float, took)
        unit = 1 if sys.platform == "darwin" else 1024
        return Sample(wall, user, int(memory) * unit, _text(output), _failure(int(status), _text(errors)))


def memory_together(
    command: Sequence[str], cwd: Path, environment: Mapping[str, str], timeout: float
) -> int | None:  # fmt: skip
    """The most bytes that a command and all its children have at one time; None where the system does not tell.

    Shared pages count once.  Looking costs time, so this is a run of its own, whose time does not count.
    """
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    process = subprocess.Popen(
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    most, until = 0, time.monotonic() + timeout
    while process.poll() is None:
        most = max(most, sum(map(_own_and_share, _tree(process.pid))))
        if time.monotonic() > until:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None
        time.sleep(INTERVAL)
    return most


def _failure(status: int, errors: str) -> str:
    if status in (0, 1):
        return ""
    return f"exit status {status}" + (f": {_last_line(errors)}" if errors.strip() else "")


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2][:200]


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def _tree(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = listing.read_text(encoding="ascii").split()
        except OSError:  # the thread has ended
            continue
        for child in children:
            yield from _tree(int(child))


def _own_and_share(pid: int) -> int:
    """The bytes of a process, with its share of those that others have as well; 0 of one that has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
