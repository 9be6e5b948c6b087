"""What the catalogue knows of a name, and how much it knows, as text and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from blockcheck.catalogue.counts import Counts, Share
from blockcheck.catalogue.knowledge import Blocking, Knowledge, Members, Running
from blockcheck.reporters.json import encoded
from blockcheck.reporters.styled import Line, plain, render_lines
from blockcheck.reporters.wording import counted

_WIDTH = 100
_CONTEXTS = {
    "loop": "on the event loop",
    "own-loop": "on the loop of whoever calls it",
    "thread": "in a worker thread",
    "process": "in another process",
    "startup": "on the event loop, while the application starts or stops",
    "import": "while modules are imported",
    "caller": "in the very call",
    "none": "not at all",
}
_PUBLIC_NAMES = "every public method but those that only prepare something"


def render(known: Knowledge, *, colour: bool = False) -> str:
    """What is known of one name, for people."""
    lines: list[Line] = [((known.name, "title"), (f"  {', '.join(_about(known))}", "faint")), ()]
    if known.kind == "callable" and not known.blocks:
        lines += [plain("It is not said to block."), ()]
    for row in known.blocks:
        lines += [*_row(row), ()]
    for group in known.members:
        lines += [*_group(group), ()]
    if known.kind != "callable" and not known.members:
        lines += [plain(f"Nothing in this {known.kind} is said to block."), ()]
    for running in known.runs:
        lines += [*_running(running), ()]
    lines += [_fact("returns", known.returns)] if known.returns else []
    lines += [_fact("bases", ", ".join(known.bases))] if known.bases else []
    lines += [_fact("package", "; ".join(known.packages))] if known.packages else []
    while lines and not lines[-1]:
        lines.pop()
    return render_lines(lines, colour)


def as_json(data: Knowledge | Counts) -> str:
    """The same as a JSON document."""
    return encoded({"version": 1, "name" if isinstance(data, Knowledge) else "statistics": data})


def statistics(counts: Counts, names: Mapping[str, str], *, colour: bool = False) -> str:
    """Tables by rule and folder; `names` are the names of the rules by code."""
    packages, total = counts.packages, counts.total
    lines: list[Line] = [
        plain(f"{_share(total)}; without the standard library, {_share(packages)}."),
        (),
        *_table("rule", {f"{code} {names[code]}": share for code, share in counts.rules.items()}),
        (),
        *_table("folder", {f"rules/{folder}": share for folder, share in counts.folders.items()}),
    ]
    return render_lines(lines, colour)


def _about(known: Knowledge) -> Iterator[str]:
    yield known.kind
    if known.defined != known.name:
        yield f"defined as {known.defined}"


def _row(row: Blocking) -> Iterator[Line]:
    yield (("Blocks", row.severity if row.severity != "off" else "faint"), (f": it {row.why}.", ""))
    yield from _facts(row)


def _group(group: Members) -> Iterator[Line]:
    """The names that one reason is for."""
    whole = len(group.names) == 1 and group.names[0].endswith(".*")
    number = _PUBLIC_NAMES if whole else f"{counted(len(group.names), 'name')}"
    for row in group.blocks:
        yield (("Blocking", row.severity if row.severity != "off" else "faint"), (f", {number}: it {row.why}.", ""))
        yield from _facts(row)
    for line in textwrap.wrap(", ".join(group.names), _WIDTH - 4, break_long_words=False, break_on_hyphens=False):
        yield plain(f"    {line}")


def _facts(row: Blocking) -> Iterator[Line]:
    level = "off by default" if row.severity == "off" else row.severity
    yield _fact("rule", f"{row.name} ({row.rule}), {level}")
    if row.only_if:
        yield _fact("only if", " and ".join(row.only_if))
    if row.unless:
        yield _fact("unless", " or ".join(row.unless))
    if row.advice or row.async_:
        package = f", of the package {row.package}" if row.package and row.async_ else ""
        yield _fact("instead", row.advice or f"{row.async_}{package}")
    yield _fact("said by", ", ".join(row.files))


def _running(running: Running) -> Iterator[Line]:
    yield (("Runs", "help"), (f" what it is handed: {running.what}.", ""))
    yield _fact("async def", _CONTEXTS[running.async_])
    yield _fact("def", _CONTEXTS[running.sync])
    yield _fact("said by", ", ".join(running.files))


def _fact(word: str, text: str) -> Line:
    return ((f"  {word:<9} ", "faint"), (text, ""))


def _share(share: Share) -> str:
    libraries = "1 library" if share.libraries == 1 else f"{share.libraries:,} libraries"
    return f"{share.names:,} names that block, in {libraries}"


def _table(title: str, rows: Mapping[str, Share]) -> Iterator[Line]:
    width = max(map(len, rows), default=0)
    yield ((f"{title:<{width}}  libraries    names", "title"),)
    for name, share in rows.items():
        yield plain(f"{name:<{width}}  {share.libraries:>9,}  {share.names:>7,}")
