"""Small projects that say in comments what is to be found in them.

A case is a file `<topic>/<case>.py`, or a folder `<topic>/<case>/` that is a project.  It is analysed with every rule
on, or as its own `blockcheck.toml` says.  The comments (CONTRIBUTING.md, "A finding is wrong, or one is missing"):

    # expect: blocking-http                    the call that begins on this line is found; several names: commas
    # expect: blocking-http via GET /users     … and this is the label of one of its entry points; `not via`: of none.
    # boundary                                 a path to one of the findings starts on this line
    # todo-expect: … -- why                    should be found, and is not yet
    # todo-ok: … -- why                        is found, and should not be

A line without a comment must stay silent.  A case may begin with `# requires: python 3.12`.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from blockcheck.analysis import Request, analyse
from blockcheck.config import Settings, load_settings
from blockcheck.findings import Finding, Report

HERE = Path(__file__).parent
MARK = re.compile(r"#\s*(expect|todo-expect|todo-ok):\s*(?P<names>[a-z-]+(?:,\s*[a-z-]+)*)(?P<labels>[^#]*)")
LABEL = re.compile(r"(not )?via (.+?)(?=,? not via |,? via | -- |$)")
BOUNDARY = re.compile(r"#\s*boundary\b")
REQUIRES = re.compile(r"#\s*requires: python (\d+)\.(\d+)")


@dataclass(frozen=True)
class Mark:
    """One rule in a comment: the kind of comment, its place, and labels with whether they are to be there."""

    kind: str
    file: str
    line: int
    name: str
    labels: tuple[tuple[str, bool], ...]

    @property
    def place(self) -> tuple[str, int, str]:
        return self.file, self.line, self.name

    def is_met(self, report: Report) -> bool:
        """Whether the report has such a finding."""
        found = [finding for finding in report.findings if place_of(finding) == self.place]
        known = {entry.label for finding in found for boundary in finding.boundaries for entry in boundary.entry_points}
        return bool(found) and all((label in known) is wanted for label, wanted in self.labels)

    def complaint(self, report: Report) -> str:
        """What is wrong, as far as this mark goes; nothing where all is as it says."""
        met, where = self.is_met(report), f"{self.file}:{self.line}: {self.name}"
        if self.kind == "expect" and not met:
            labels = "".join(f" {'via' if wanted else 'not via'} {label}" for label, wanted in self.labels)
            return f"{where}{labels} is not found"
        if self.kind == "todo-expect" and met:
            return f"{where} is found now: make it `expect`"
        if self.kind == "todo-ok" and not met:
            return f"{where} is not found any more: take the mark off"
        return ""


def cases() -> Iterator[Path]:
    """All cases, by topic and name."""
    for topic in sorted(path for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__"):
        for case in sorted(topic.iterdir()):
            if case.suffix == ".py" or (case.is_dir() and case.name != "__pycache__"):
                yield case


def place_of(finding: Finding) -> tuple[str, int, str]:
    return finding.file, finding.line, finding.name


def marks_of(file: str, text: str) -> Iterator[Mark]:
    for number, line in enumerate(text.splitlines(), 1):
        for mark in MARK.finditer(line):
            labels = tuple((label.strip(), not denied) for denied, label in LABEL.findall(mark["labels"].strip()))
            for name in mark["names"].split(","):
                yield Mark(mark[1], file, number, name.strip(), labels)


def boundaries_of(file: str, text: str) -> Iterator[tuple[str, int]]:
    for number, line in enumerate(text.splitlines(), 1):
        if BOUNDARY.search(line):
            yield file, number


def copied(case: Path, folder: Path) -> dict[str, str]:
    """The case by itself, where no project lies around it: its sources by name."""
    if case.is_dir():
        shutil.copytree(case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(case, folder)
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))
    }


def complaints(sources: dict[str, str], report: Report) -> list[str]:
    """Every way in which the report differs from what the comments say."""
    marks = [mark for file, text in sources.items() for mark in marks_of(file, text)]
    starts = {(boundary.file, boundary.line) for finding in report.findings for boundary in finding.boundaries}
    named = {mark.place for mark in marks}
    found = [f"{problem.file}:{problem.line}: {problem.message}" for problem in report.problems]
    found += [complaint for mark in marks if (complaint := mark.complaint(report))]
    found += [
        f"{file}:{line}: no path starts here"
        for name, text in sources.items()
        for file, line in boundaries_of(name, text)
        if (file, line) not in starts
    ]
    found += [
        f"{finding.file}:{finding.line}: {finding.name} is found, but not expected: {finding.code}"
        for finding in report.findings
        if place_of(finding) not in named
    ]
    return found


@pytest.mark.parametrize("case", [pytest.param(case, id=case.relative_to(HERE).as_posix()) for case in cases()])
def test_case(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = copied(case, tmp_path)
    needed = [tuple(map(int, found)) for text in sources.values() for found in REQUIRES.findall(text)]
    if needed and max(needed) > sys.version_info[:2]:
        pytest.skip(f"needs Python {'.'.join(map(str, max(needed)))}")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)  # what is installed here says nothing of the case
    configured = (tmp_path / "blockcheck.toml").exists()
    settings = load_settings(str(tmp_path)).settings if configured else Settings(select=("ALL",))

    report = analyse(Request(paths=(str(tmp_path),), settings=settings))

    if wrong := complaints(sources, report):
        pytest.fail("\n".join(wrong), pytrace=False)
