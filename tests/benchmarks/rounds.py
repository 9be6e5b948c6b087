"""The runs themselves: all tools side by side on one application, and on programs of growing size."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median

import msgspec

from tests.benchmarks.copies import Copy, edit, multiply, sources
from tests.benchmarks.figures import Point, Row, Scenario
from tests.benchmarks.measure import Sample, measure, memory_together
from tests.benchmarks.tools import Target, Tool, environment

Say = Callable[[str], None]


class Bench(msgspec.Struct, frozen=True):
    """How to measure: with which tools, how often, for how long at the most, and in which empty folder.

    `python` is an interpreter with nothing installed; `say` hears of every run.
    """

    tools: Sequence[Tool]
    rounds: int
    timeout: float
    scratch: Path
    python: Path
    say: Say

    def target(self, folder: Path, tool: Tool, scenario: Scenario) -> Target:
        """What a tool is given in a scenario; a cold run neither reads nor writes a cache."""
        cache = None if scenario is Scenario.COLD else self.scratch / f"{folder.name}-cache-of-{tool.name}"
        return Target(folder, self.python, cache)

    def run(self, folder: Path, tool: Tool, scenario: Scenario) -> Sample:
        """One run of a tool."""
        command = tool.command(self.target(folder, tool, scenario))
        sample = measure(command, self.scratch, environment(), self.timeout)
        self.say(f"{folder.name}: {tool.name}, {scenario.value}: {sample.problem or f'{sample.wall:.2f} s'}")
        return sample


def side_by_side(bench: Bench, copy: Copy) -> tuple[Row, ...]:
    """Every tool in every scenario, one tool after the other in each round.

    What once took too long, or failed, is not tried again.
    """
    samples: dict[tuple[Tool, Scenario], list[Sample]] = {}
    # Twice, because a tool that keeps its cache among the files changes their folder for those that ran before it.
    for tool in 2 * [tool for tool in bench.tools if tool.cached]:
        bench.run(copy.folder, tool, Scenario.UNCHANGED)
    for number in range(bench.rounds):
        for scenario in Scenario:
            if scenario in (Scenario.LEAF, Scenario.HUB):
                edit(copy.leaf if scenario is Scenario.LEAF else copy.hub, number)
            for tool in _able(bench.tools, scenario):
                so_far = samples.setdefault((tool, scenario), [])
                if not any(sample.problem for sample in so_far):
                    so_far.append(bench.run(copy.folder, tool, scenario))
    return tuple(_row(bench, copy.folder, *key, each) for key, each in samples.items())


def scaling(bench: Bench, source: Path, sizes: Iterable[int]) -> tuple[Point, ...]:
    """Each tool that follows calls through the whole program, cold, on about so many files.

    A tool that took too long for one size is not tried with a larger one.
    """
    tools = [tool for tool in bench.tools if tool.whole]
    per_copy = sum(1 for _ in sources(source))
    points: list[Point] = []
    for size in sizes:
        folder = bench.scratch / f"{source.name}-{size}-files"
        files = multiply(source, folder, max(1, round(size / per_copy)))
        points += _points(bench, folder, files, tools)
        tools = [tool for tool in tools if not any(each.tool == tool.name and each.problem for each in points)]
        shutil.rmtree(folder)
    return tuple(points)


def _able(tools: Sequence[Tool], scenario: Scenario) -> Iterator[Tool]:
    """Those for which a scenario is not the same as a cold run."""
    return (tool for tool in tools if tool.cached or scenario is Scenario.COLD)


def _points(bench: Bench, folder: Path, files: int, tools: Sequence[Tool]) -> Iterator[Point]:
    samples: dict[str, list[Sample]] = {tool.name: [] for tool in tools}
    for _ in range(bench.rounds):
        for tool in tools:
            if not any(sample.problem for sample in samples[tool.name]):
                samples[tool.name].append(bench.run(folder, tool, Scenario.COLD))
    for name, each in samples.items():
        problem = next((sample.problem for sample in each if sample.problem), "")
        yield Point(name, files, None if problem else median(sample.wall for sample in each), problem)


def _row(bench: Bench, folder: Path, tool: Tool, scenario: Scenario, samples: Sequence[Sample]) -> Row:
    good = [sample for sample in samples if not sample.problem]
    together = None
    if good and scenario is Scenario.COLD:
        command = tool.command(bench.target(folder, tool, scenario))
        together = memory_together(command, bench.scratch, environment(), bench.timeout)
    return Row(
        tool=tool.name,
        scenario=scenario,
        wall=tuple(sample.wall for sample in good),
        user=tuple(sample.user for sample in good),
        memory=tuple(sample.memory for sample in good),
        findings=tool.count(good[-1].output) if good else None,
        together=together,
        problem=next((sample.problem for sample in samples if sample.problem), ""),
    )
