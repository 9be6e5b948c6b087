"""Run the project's checks, all of them or those named: what the README, .ci/run and pre-commit share."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sysconfig.get_path("scripts"))

STEPS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "imports": ["lint-imports", "--no-logo"],
    "tests": ["pytest"],
}


def run(step: str) -> bool:
    """Run one step with the tools of the environment that runs this script; whether it passed."""
    tool, *arguments = STEPS[step]
    print(f"\n== {step}: {' '.join(STEPS[step])}", flush=True)
    started = time.monotonic()
    passed = subprocess.run([BIN / tool, *arguments], cwd=ROOT, check=False).returncode == 0
    print(f"== {step}: {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return passed


def main(steps: list[str]) -> int:
    """Run the steps named (none: all) to the end; 0 when all passed, 1 when one failed, 2 for an unknown step."""
    unknown = [step for step in steps if step not in STEPS]
    if unknown:
        print(f"unknown step: {', '.join(unknown)} (there are: {', '.join(STEPS)})", file=sys.stderr)
        return 2
    failed = [step for step in steps or STEPS if not run(step)]
    print(f"\n{'failed: ' + ', '.join(failed) if failed else 'all passed'}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
