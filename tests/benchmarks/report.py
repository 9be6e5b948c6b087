"""The page of benchmarks, in Markdown, from what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from tests.benchmarks.figures import (
    Measured,
    Point,
    Row,
    Scenario,
    growth,
    memory_ratio,
    middle,
    ratio,
    spread,
    worst_doubling,
)

OWN, REFERENCE = "blockcheck", "hydroid"
NOTHING = "-"
GOALS = {Scenario.COLD: 1.0, Scenario.UNCHANGED: 1.0, Scenario.LEAF: 0.25, Scenario.HUB: 0.25}
MEMORY_GOAL = 1.0
DOUBLING_GOAL = 2.2

METHOD = f"""\
Every figure is that of a whole process, from its start to its end, on a copy of the application's Python files in a
temporary folder. Nothing that the applications need is installed: the linters are given an interpreter of an empty
environment. In each round every linter runs once, one after the other, so that what slows the machine down for a while
slows all of them down; the tables give the median of the rounds, and behind it how far the rounds are apart.

- *cold*: no cache is read or written. *unchanged*: nothing has changed since the last run. *leaf edited*, *hub edited*:
  a function was added to one file since the last run, an async one that hardly any other imports, and the one that most
  others import. A linter that keeps no cache does the same work each time, and is measured once.
- *x {REFERENCE}*: how many times as long it takes as {REFERENCE} in the same rounds.
- *user*: processor seconds outside of the system, of all processes; more than the time on the clock where several
  processors work.
- *memory*: the most that the largest process has at one time, as the system counts it, or that all processes have
  together, where that is more. Nothing is seen below some 10 MB, which the process that starts the linter has itself.
- *findings*: what the linter reports. Each means something else by one: ruff and flake8-async look at one function at a
  time and have rules about other mistakes in async code, too; the others follow calls."""


class Page(msgspec.Struct, frozen=True):
    """All there is to write down."""

    command: str
    machine: Mapping[str, str]
    versions: Mapping[str, str]
    rounds: int
    timeout: float
    applications: Sequence[Measured]
    scaled: str = ""
    """The application that the larger programs are made of."""
    points: Sequence[Point] = ()
    plot: str = ""
    """The file name of the plot, beside the page."""


def render(page: Page) -> str:
    """The whole page."""
    parts = [
        "# Benchmarks",
        f"Written by `{page.command}`; what to measure, and how often, are options of that command.",
        "## In short",
        _summary(page),
        "## How it is measured",
        METHOD,
        f"Rounds: {page.rounds}. A command that takes more than {page.timeout:g} s is ended, and not tried again.",
        table(["", ""], [*page.machine.items(), *page.versions.items()]),
    ]
    for application in page.applications:
        parts += _application(application)
    if page.points:
        parts += _scaling(page)
    return "\n\n".join(parts) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table: the first column is text, the others are figures."""
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    lines = [head, ["---", *["---:" for _ in head[1:]]], *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def times(value: float | None) -> str:
    """A factor."""
    return NOTHING if value is None else f"{value:.2f} x"


def megabytes(value: float | None) -> str:
    """A size."""
    return NOTHING if value is None else f"{value / 1e6:.0f} MB"


def seconds(values: Sequence[float]) -> str:
    """The median of some times, and how far they are apart."""
    value, apart = middle(values), spread(values)
    if value is None:
        return NOTHING
    return f"{value:.2f} s" + (f" ± {apart / 2:.0%}" if apart is not None else "")


def _summary(page: Page) -> str:
    head = [f"{OWN} against {REFERENCE}", *(application.name for application in page.applications), "goal"]
    rows = [
        [scenario.value, *(times(_against(each, scenario)) for each in page.applications), f"≤ {goal:.2f} x"]
        for scenario, goal in GOALS.items()
    ]
    memory = [
        times(memory_ratio(each.row(OWN, Scenario.COLD), each.row(REFERENCE, Scenario.COLD)))
        for each in page.applications
    ]
    rows.append(["memory, cold", *memory, f"≤ {MEMORY_GOAL:.2f} x"])
    return table(head, rows)


def _against(application: Measured, scenario: Scenario) -> float | None:
    return ratio(application.row(OWN, scenario), application.row(REFERENCE, scenario))


def _application(measured: Measured) -> Iterator[str]:
    yield f"## {measured.name}"
    yield (
        f"{measured.source}: {measured.files:,} files, {measured.size / 1e6:.1f} MB. "
        f"Leaf: `{measured.leaf}`; hub: `{measured.hub}`."
    )
    head = ["time", *(scenario.value for scenario in Scenario), f"cold, x {REFERENCE}"]
    tools = list(dict.fromkeys(row.tool for row in measured.rows))
    yield table(head, (_times_of(measured, tool) for tool in tools))
    yield table(["cold", "user", "memory", "findings"], (_cold(measured, tool) for tool in tools))


def _times_of(measured: Measured, tool: str) -> list[str]:
    cells = [_time(measured.row(tool, scenario)) for scenario in Scenario]
    against = ratio(measured.row(tool, Scenario.COLD), measured.row(REFERENCE, Scenario.COLD))
    return [tool, *cells, times(against)]


def _time(row: Row | None) -> str:
    if row is None:
        return "as cold"
    return row.problem or seconds(row.wall)


def _cold(measured: Measured, tool: str) -> list[str]:
    row = measured.row(tool, Scenario.COLD)
    if row is None or not row.wall:
        return [tool, *[NOTHING] * 3]
    findings = NOTHING if row.findings is None else f"{row.findings:,}"
    return [tool, seconds(row.user), megabytes(row.peak), findings]


def _scaling(page: Page) -> Iterator[str]:
    sizes = sorted({point.files for point in page.points})
    tools = list(dict.fromkeys(point.tool for point in page.points))
    of = {(point.tool, point.files): point for point in page.points}
    yield "## Growth"
    yield (
        f"Programs made of several copies of {page.scaled}, each under a name of its own; cold. The goal is at most "
        f"{DOUBLING_GOAL} times the time for twice the files."
    )
    yield f"![Time by number of files; both axes are logarithmic]({page.plot})"
    rows = [[f"{files:,} files", *(_point(of.get((tool, files))) for tool in tools)] for files in sizes]
    by_tool = {tool: [point for point in page.points if point.tool == tool] for tool in tools}
    rows.append(["twice the files, on the whole", *(times(growth(by_tool[tool])) for tool in tools)])
    rows.append(["twice the files, at the worst", *(times(worst_doubling(by_tool[tool])) for tool in tools)])
    yield table(["", *tools], rows)


def _point(point: Point | None) -> str:
    if point is None:
        return "not tried"
    return point.problem or seconds([point.wall] if point.wall is not None else [])
