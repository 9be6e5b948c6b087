"""Writes docs/where-code-runs.md from rules/frameworks: `python -m tests.truth.document`.

Which rows were seen by running them, and which only by reading the framework's source, follows from the applications
of the truth tests.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

from blockcheck.catalogue.schema import Context, Hook, Marker, RuleFile, Runs
from tests.truth.rows import RULES, Row, read, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = RULES.parent
DOCUMENT = ROOT / "docs" / "where-code-runs.md"
APPS = Path(__file__).parent / "apps"

FIRST = ["fastapi", "starlette", "starlette-0", "pydantic", "asyncio", "concurrent", "anyio", "asgiref", "asyncer"]
"""The files that stand at the top; the others follow by name."""

WORDS = {
    "loop": "loop",
    "own-loop": "its loop",
    "thread": "thread",
    "process": "process",
    "startup": "loop, at start and stop",
    "import": "before the loop",
    "caller": "in the call",
    "none": "not at all",
}

HEAD = """\
# Where code runs

Whether a blocking call hurts depends on where it runs, and that is for the framework to say. This page lists what
blockcheck knows of it: the rows of `rules/frameworks/*.toml`, from which it is written
(`python -m tests.truth.document`). Under each heading stand the versions that the rows are for, and the one that they
were seen in.

- **loop**: on the application's event loop: a blocking call stops everything else.
- **its loop**: on the loop that the caller runs on; in a thread that is one of its own, which nothing else waits for.
- **thread**, **process**: beside the loop; here blocking is fine.
- **loop, at start and stop**: on the loop, but only while the application starts or stops; findings weigh less.
- **before the loop**: while modules are imported.
- **in the call**: where the call (or the construction, the log line, the rendering) is that makes it run.
- **not at all**: the framework does not take such a function, or nobody awaits the coroutine.

The last column says how it was seen: **run** by a small application of `tests/truth/apps`, which hands functions of
one kind or both to the framework and compares the row with the place where they really ran; or **read** in the
framework's source, where it needs a server, a connection or a device.
"""


def constant(text: str, name: str) -> object:
    """The literal that a module assigns to a name."""
    assigned = [statement for statement in ast.parse(text).body if isinstance(statement, ast.Assign)]
    return next(ast.literal_eval(one.value) for one in assigned if ast.unparse(one.targets[0]) == name)


def driven() -> dict[str, set[str]]:
    """The rule files that an application drives, and the titles of the rows that it leaves out."""
    found: dict[str, set[str]] = {}
    for path in sorted(APPS.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        rules, left_out = constant(text, "RULES"), constant(text, "NOT_DRIVEN")
        assert isinstance(rules, tuple)
        assert isinstance(left_out, dict)
        for file in rules:
            found.setdefault(file, set()).update(left_out)
    return found


def rows_of(file: RuleFile) -> Iterator[Row]:
    """The rows of a file that say where something runs."""
    yield from file.runs
    yield from file.markers
    yield from file.hooks


def lines(row: Row, seen: str) -> Iterator[str]:
    """A row of the table, and further ones for what the framework does besides calling the function."""
    yield line(row.about, row.async_, row.sync, seen)
    if isinstance(row, (Runs, Hook)) and row.then:
        yield line("… what it returns, when that is called", row.then, row.then, seen)
    if isinstance(row, (Runs, Marker)) and row.parameters:
        yield line("… the models of its parameters (validators)", row.parameters, row.parameters, seen)
    if isinstance(row, Runs) and row.result:
        yield line("… the model of its result (validators): where it ran", row.async_, row.sync, seen)
    if isinstance(row, Runs) and row.output:
        yield line("… its output (serializers, computed fields)", row.output, row.output, seen)


def line(about: str, async_: Context, sync: Context, seen: str) -> str:
    """One line of the table."""
    cells = [about, WORDS[async_], WORDS[sync], seen]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def section(name: str, file: RuleFile, left_out: set[str] | None) -> str:
    """The heading, the remarks and the table of one file."""
    package = file.package or f"standard library: {', '.join(file.library)}"
    head = [f"## {package}", ""]
    said = [f"for {file.versions}"] if file.versions else []
    said += [f"seen in {file.seen}"] if file.seen else []
    head.append(f"`rules/frameworks/{name}.toml`; {'; '.join(said)}.")
    if file.notes:
        head += ["", " ".join(re.sub(r"\s+", " ", file.notes).split())]
    table = ["", "| | `async def` | `def` | |", "|---|---|---|---|"]
    for row in rows_of(file):
        is_run = left_out is not None and title_of(row) not in left_out
        if row.about:
            table += lines(row, "run" if is_run else "read")
    return "\n".join([*head, *table]) + "\n"


def document() -> str:
    """The whole page."""
    names = sorted(path.stem for path in (RULES / "frameworks").glob("*.toml"))
    ordered = FIRST + [name for name in names if name not in FIRST]
    seen = driven()
    parts = [section(name, read(f"frameworks/{name}"), seen.get(f"frameworks/{name}")) for name in ordered]
    return "\n".join([HEAD, *parts])


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
