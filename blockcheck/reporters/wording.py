"""The words that several formats share: who reaches a finding, through which functions, and how much was found."""

from __future__ import annotations

from blockcheck.facts import Problem
from blockcheck.findings import (
    PROBLEM_NAMES,
    Accepted,
    Boundary,
    EntryPoint,
    Finding,
    Location,
    Report,
    Step,
    Summary,
    Unresolved,
    local_name,
)

MOST_ENTRY_POINTS = 3
WIDEST_LABELS = 80


def place(location: Location | Problem) -> str:
    """`path:line:column`, which terminals and editors take for a link."""
    return f"{path(location.file)}:{location.line}:{location.column}"


def path(file: str) -> str:
    """A path that no log of GitHub's can take for a command (`::error::x.py`)."""
    return f"./{file}" if file.startswith("::") else file


def problem_name(problem: Problem) -> str:
    """The name that goes with the code of a problem."""
    return PROBLEM_NAMES.get(problem.code, "problem")


def short_function(place: Step | Boundary | EntryPoint) -> str:
    """A function's name without its module, which the file beside it says already."""
    return local_name(place.function, place.file)


def via(boundary: Boundary) -> str:
    """The functions between a boundary and the blocking call: `load → fetch`; empty where it is called at once."""
    return " → ".join(short_function(step) for step in boundary.path[1:])


def reached_from(finding: Finding) -> str:
    """The entry points by name, the first few of them: `GET /users/{id}, POST /users, + 29 more`.

    Those that a framework knows by a name of its own go before plain coroutine functions.
    """
    entries = (entry for boundary in finding.boundaries for entry in boundary.entry_points)
    named = sorted(entries, key=lambda entry: entry.function in entry.label)
    labels = list(dict.fromkeys(entry.label.replace(entry.function, short_function(entry)) for entry in named))
    shown = labels[:MOST_ENTRY_POINTS]
    while len(shown) > 1 and sum(map(len, shown)) > WIDEST_LABELS:
        shown.pop()
    more = len(labels) - len(shown)
    return ", ".join([*shown, *([f"+ {more} more"] if more else [])])


def advice_of(finding: Finding) -> str:
    """What to do about a finding."""
    return finding.advice or (finding.fixes[0].title if finding.fixes else "")


def total(report: Report) -> str:
    """One sentence on the whole run."""
    summary = report.summary
    where = f"in {counted(summary.files, 'file')}{_left_out(report)}{_followed(summary)}"
    parts = [counted(summary.errors, "error")] if summary.errors else []
    parts += [counted(summary.warnings, "warning")] if summary.warnings else []
    if parts:
        return f"Found {' and '.join(parts)} {where}."
    new = "new " if summary.baselined or summary.untouched else ""
    return f"No {new}blocking calls found {where}." if summary.files else "No Python files found."


def _left_out(report: Report) -> str:
    """What was found and is not shown, and what is not found any more."""
    summary = report.summary
    counts = {
        "suppressed": summary.suppressed,
        "in the baseline": summary.baselined,
        "untouched": summary.untouched,
        "resolved": len(report.resolved),
    }
    parts = [f"{number} {what}" for what, number in counts.items() if number]
    return f" ({', '.join(parts)})" if parts else ""


def _followed(summary: Summary) -> str:
    """The share of calls of which it is known what they call, rounded down: 100 % is all of them."""
    if not summary.call_sites:
        return ""
    share = 100 * (summary.call_sites - summary.unresolved) // summary.call_sites
    return f"; {share} % of the calls in loop code resolved"


def unresolved(call: Unresolved) -> str:
    """Why it is not known what a call calls."""
    return f"unresolved `{call.code}`: {call.reason}"


def resolved(entry: Accepted) -> str:
    """A finding of the baseline that is not there any more: what was called, where, started where."""
    starts = dict.fromkeys(
        f"{boundary.function} ({boundary.file})" for boundary in entry.boundaries if boundary.function
    )
    start = f", started by {', '.join(starts)}" if starts else ""
    return f"{entry.rule} `{entry.sink or entry.code}` in {entry.function} ({entry.file}){start}"


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
