"""What an analysis says: findings with their paths and fixes, and the report that holds them.

Everything here is frozen data that every reporter can render and that reads back from JSON unchanged.  Lines and
columns count from 1, columns in characters, ends are exclusive; paths are relative to `Report.root` where they lie
below it, with forward slashes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum

import msgspec

from blockcheck.facts import Problem

INTERNAL_ERROR = "BLC900"
"""The code of a problem that is a fault of blockcheck itself, and no rule."""
PROBLEM_NAMES = {INTERNAL_ERROR: "internal-error", "BLC901": "syntax-error", "BLC902": "unreadable-file"}


class Severity(str, Enum):
    """How much a finding weighs.  `OFF` findings are reported only when their rule is selected by name."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"

    @property
    def rank(self) -> int:
        """0 for the worst; findings are ordered by it."""
        return _SEVERITY_ORDER.index(self)

    def lowered(self) -> Severity:
        """One level less, for what runs only while an application starts or stops."""
        return _SEVERITY_ORDER[min(self.rank + 1, len(_SEVERITY_ORDER) - 1)]


_SEVERITY_ORDER = (Severity.ERROR, Severity.WARNING, Severity.OFF)


class Confidence(str, Enum):
    """How a path was resolved: by definitions, imports and annotations only, or also by hierarchy and callbacks."""

    CERTAIN = "certain"
    LIKELY = "likely"


class Location(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of source text."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Step(Location, frozen=True, kw_only=True):
    """One call on the way from loop code to the blocking call: where it stands, in which function, its text."""

    function: str
    code: str


class EntryPoint(msgspec.Struct, frozen=True, kw_only=True):
    """Code that something outside the project runs: `GET /users/{id}`, a middleware, a task, an `async def`."""

    label: str
    file: str
    line: int
    function: str


class Boundary(Location, frozen=True, kw_only=True):
    """The call site in loop code at which the blocking work is started, with the path from there to the cause.

    `path` starts at the boundary itself and ends at the cause; where the two are one place it has one step.
    """

    function: str
    entry_points: tuple[EntryPoint, ...]
    path: tuple[Step, ...]


class Edit(Location, frozen=True, kw_only=True):
    """Replace the text between the two positions (an insertion where they are equal)."""

    replacement: str


class Fix(msgspec.Struct, frozen=True, kw_only=True):
    """What to write in place of the blocking call: a sentence, and edits where they can be made mechanically."""

    title: str
    safe: bool = False
    edits: tuple[Edit, ...] = ()


class Finding(Location, frozen=True, kw_only=True):
    """One cause (the project line that makes the blocking call) with every boundary that reaches it, worst path first.

    `rule` is the code (`BLC102`), `name` its name (`blocking-http`), `sink` the library name that blocks, `message`
    one sentence without a final full stop, `advice` what to do, `fingerprint` an identity that does not depend on
    line numbers.
    """

    rule: str
    name: str
    severity: Severity
    confidence: Confidence
    function: str
    code: str
    sink: str
    message: str
    advice: str
    fixes: tuple[Fix, ...] = ()
    fingerprint: str
    boundaries: tuple[Boundary, ...]


class Unresolved(Location, frozen=True, kw_only=True):
    """A call in loop code of which it is not known what it calls, and why not, in a few words."""

    function: str
    code: str
    reason: str


class AcceptedBoundary(msgspec.Struct, frozen=True, kw_only=True):
    """Where accepted blocking work is started: the call's function and text, without a line."""

    file: str
    function: str
    code: str


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that a baseline has; its files are relative to the baseline, its functions to their modules."""

    rule: str
    sink: str
    file: str
    function: str
    code: str
    boundaries: tuple[AcceptedBoundary, ...]


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What the run looked at, in counts.

    `call_sites` are the calls in loop code, `unresolved` those of them of which it is not known what they call.
    `suppressed`, `baselined` and `untouched` are the findings that comments silence, that the baseline has, and that
    do not concern the changes that were asked about.
    """

    files: int = 0
    functions: int = 0
    entry_points: int = 0
    call_sites: int = 0
    unresolved: int = 0
    suppressed: int = 0
    baselined: int = 0
    untouched: int = 0
    errors: int = 0
    warnings: int = 0


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The result of one run: findings by severity, then path and line; problems with the input; counts.

    `root` is the folder that paths are relative to; it is for reading source lines and no part of the JSON document.
    `unresolved` is there when it was asked for; `resolved` is what the baseline has and the program has not any more.
    `assumed` tells which versions of libraries were taken, where that matters, and `warnings` which files should have
    told and cannot be used; both are for the people who look on, and no part of the JSON document either.
    """

    root: str
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    resolved: tuple[Accepted, ...] = ()
    assumed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    summary: Summary = Summary()


def line_mark(file: str, line: int) -> str:
    """The number of a line for the middle of a sentence, in a form in which it can still be told from other text."""
    return f"\0{file}\0{line}\0"


_LINE_MARK = re.compile("\0([^\0]*)\0([0-9]+)\0")


def with_lines(text: str, told: Callable[[str, int], str] = lambda file, line: str(line)) -> str:
    """The text with what `told` makes of the file and number of each mark: as people read it, the number."""
    return _LINE_MARK.sub(lambda mark: told(mark[1], int(mark[2])), text) if "\0" in text else text


def local_name(function: str, file: str) -> str:
    """A function's name without its module, which the file says already: `Store.load` of `app.store.Store.load`."""
    names = function.split(".")
    folders = file.removesuffix(".py").removesuffix("/__init__").split("/")
    for length in range(len(names), 0, -1):
        if names[:length] == folders[-length:]:
            return ".".join(names[length:]) or "<module>"
    return function


class InternalError(Exception):
    """A fault of blockcheck itself; the report has a problem in place of what was not found."""

    def __init__(self, problem: Problem, report: Report) -> None:
        super().__init__(problem.message)
        self.help = problem.help
        self.report = report
