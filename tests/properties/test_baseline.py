"""A baseline holds: what does not change the program is no news, and one more cause or start always is."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from blockcheck.analysis import Request, analyse
from blockcheck.baseline import Baseline, accepted
from blockcheck.findings import Report

SINKS = ("requests.get(url)", "requests.post(url, json=data)", "time.sleep(1)", "open(url).read()")
IMPORTS = "import requests\nimport time\n"

SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@dataclass(frozen=True)
class Helper:
    """A function of service.py: which calls it makes, by their index in SINKS."""

    calls: tuple[int, ...]


@dataclass(frozen=True)
class Program:
    """Helpers, and for each `async def` of app.py the helpers that it calls; and how all of it is written."""

    helpers: tuple[Helper, ...]
    starts: tuple[tuple[int, ...], ...]
    order: int = 0
    """The seed of the order of functions."""
    local: str = "data"
    """What local variables are called."""
    gaps: tuple[int, ...] = field(default=(0,))
    """How many lines are put in front of each line, in turn."""

    def files(self) -> dict[str, str]:
        """The program as source."""
        service = [f"def helper{number}(url):\n{self._body(helper)}" for number, helper in enumerate(self.helpers)]
        app = [
            f"async def start{number}(url):\n    {self.local} = url\n"
            + "".join(f"    service.helper{called}({self.local})\n" for called in calls)
            for number, calls in enumerate(self.starts)
        ]
        return {
            "service.py": self._written(IMPORTS, service),
            "app.py": self._written("import service\n", app),
        }

    def _body(self, helper: Helper) -> str:
        lines = [f"    {self.local} = url\n"]
        lines += [f"    {re.sub('url|data', self.local, SINKS[call])}\n" for call in helper.calls]
        return "".join(lines)

    def _written(self, head: str, functions: list[str]) -> str:
        shuffled = list(functions)
        if self.order:
            random.Random(self.order).shuffle(shuffled)
        lines = "\n\n".join([head, *shuffled]).split("\n")
        gaps = [self.gaps[number % len(self.gaps)] for number in range(len(lines))]
        indented = [line[: len(line) - len(line.lstrip())] for line in lines]
        return "\n".join(f"{indent}# …\n" * gap + line for line, gap, indent in zip(lines, gaps, indented, strict=True))


@st.composite
def programs(draw: st.DrawFn) -> Program:
    helpers = draw(st.lists(st.lists(st.integers(0, 3), max_size=3).map(tuple), min_size=1, max_size=4))
    called = st.lists(st.integers(0, len(helpers) - 1), max_size=3).map(tuple)
    return Program(tuple(map(Helper, helpers)), tuple(draw(st.lists(called, min_size=1, max_size=3))))


@st.composite
def rewritten(draw: st.DrawFn, program: Program) -> Program:
    """The same program with other line numbers, names of variables and order of functions."""
    return replace(
        program,
        order=draw(st.integers(1, 1000)),
        local=draw(st.sampled_from(["data", "x", "address"])),
        gaps=tuple(draw(st.lists(st.integers(0, 2), min_size=1, max_size=5))),
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report_on(folder: Path, program: Program, baseline: Baseline | None = None) -> Report:
    for file in folder.iterdir():
        file.unlink()
    for name, text in program.files().items():
        (folder / name).write_text(text, encoding="utf-8")
    report = analyse(Request(paths=(".",), baseline=baseline))
    assert not report.problems
    return report


def baseline_of(folder: Path, program: Program) -> Baseline:
    return accepted(report_on(folder, program).findings, str(folder))


@SLOW
@given(data=st.data())
def test_what_is_written_differently_is_no_news(folder: Path, data: st.DataObject) -> None:
    program = data.draw(programs())
    before = report_on(folder, program)
    other = data.draw(rewritten(program))
    report = report_on(folder, other, accepted(before.findings, str(folder)))

    assert report.findings == ()
    assert report.resolved == ()
    fingerprints = [found.fingerprint for found in before.findings]
    assert len(set(fingerprints)) == len(fingerprints)
    assert sorted(found.fingerprint for found in report_on(folder, other).findings) == sorted(fingerprints)


@SLOW
@given(data=st.data())
def test_a_new_cause_is_always_news(folder: Path, data: st.DataObject) -> None:
    program = data.draw(programs())
    reached = sorted({called for calls in program.starts for called in calls})
    assume(reached)
    number = data.draw(st.sampled_from(reached))
    calls = list(program.helpers[number].calls)
    calls.insert(data.draw(st.integers(0, len(calls))), data.draw(st.integers(0, 3)))
    helpers = [Helper(tuple(calls)) if n == number else helper for n, helper in enumerate(program.helpers)]
    baseline = baseline_of(folder, program)
    report = report_on(folder, data.draw(rewritten(replace(program, helpers=tuple(helpers)))), baseline)

    assert [found.function for found in report.findings] == [f"service.helper{number}"]


@SLOW
@given(data=st.data())
def test_a_new_start_is_always_news(folder: Path, data: st.DataObject) -> None:
    program = data.draw(programs())
    blocking = [number for number, helper in enumerate(program.helpers) if helper.calls]
    assume(blocking)
    called, start = data.draw(st.sampled_from(blocking)), data.draw(st.integers(0, len(program.starts) - 1))
    starts = [(*calls, called) if number == start else calls for number, calls in enumerate(program.starts)]
    baseline = baseline_of(folder, program)
    report = report_on(folder, data.draw(rewritten(replace(program, starts=tuple(starts)))), baseline)

    assert len(report.findings) == len(program.helpers[called].calls)
    assert {found.function for found in report.findings} == {f"service.helper{called}"}
    assert {boundary.function for found in report.findings for boundary in found.boundaries} == {f"app.start{start}"}


@SLOW
@given(data=st.data())
def test_what_is_gone_is_resolved_and_can_be_dropped(folder: Path, data: st.DataObject) -> None:
    program = data.draw(programs())
    kept = data.draw(st.integers(0, len(program.starts)))
    baseline = baseline_of(folder, program)
    smaller = replace(program, starts=program.starts[:kept])
    report = report_on(folder, smaller, baseline)

    assert report.findings == ()
    assert baseline.without(report.resolved) == baseline_of(folder, smaller)
