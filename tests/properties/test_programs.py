"""Whatever a program looks like, the analysis comes to an end, and what it says depends on nothing but the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from blockcheck import callgraph
from blockcheck.findings import INTERNAL_ERROR, Finding
from tests.properties.projects import PROGRAMS, report_on, write

repeatable = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),  # making a program that fails smaller takes minutes: add Phase.shrink then
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
UNRELATED = {
    "aaa.py": """
import requests

class C:
    def f(self): return requests

def g(a): return a.f()

g(C())
""",
    "zzz.py": """
import time

class D:
    a = time.sleep

    async def get(self): return D().a
""",
}


def key(finding: Finding) -> tuple[str, int, int, str]:
    return finding.file, finding.line, finding.column, finding.name


@settings(repeatable, max_examples=50)
@given(files=PROGRAMS)
def test_every_program_comes_to_an_end(files: dict[str, str], tmp_path: Path) -> None:
    report = report_on(write(tmp_path / "program", files))

    assert not [problem for problem in report.problems if problem.code == INTERNAL_ERROR]


@settings(repeatable, max_examples=15)
@given(files=PROGRAMS)
def test_unrelated_files_take_nothing_away(files: dict[str, str], tmp_path: Path) -> None:
    alone = report_on(write(tmp_path / "program", files))
    among_others = report_on(write(tmp_path / "program", files | UNRELATED))

    found = {key(finding) for finding in among_others.findings if Path(finding.file).name not in UNRELATED}
    assert found == {key(finding) for finding in alone.findings}


@settings(repeatable, max_examples=15)
@given(files=PROGRAMS)
def test_the_order_of_modules_does_not_matter(files: dict[str, str], tmp_path: Path) -> None:
    folder = write(tmp_path / "program", files)
    forwards = report_on(folder)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(callgraph, "imports_first", lambda program: list(reversed(program.modules)))
        backwards = report_on(folder)

    assert backwards.findings == forwards.findings
