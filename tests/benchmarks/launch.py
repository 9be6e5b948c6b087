"""Runs a command and writes down what it took: `launch.py REPORT COMMAND…`.

A process of its own, that imports next to nothing: the system counts a child's memory from that of the process that
starts it.
"""

from __future__ import annotations

import os
import sys
import time


def main(report: str, command: list[str]) -> None:
    """Run the command to its end; seconds, user seconds, peak memory and exit status are written."""
    started = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - started
    with open(report, "w", encoding="ascii") as file:  # noqa: PTH123 -- pathlib alone is megabytes
        file.write(f"{wall} {usage.ru_utime} {usage.ru_maxrss} {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
