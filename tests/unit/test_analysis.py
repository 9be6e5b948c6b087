"""The spine carries what the user asked for through every part, and a fault in one part spares the others."""

from __future__ import annotations

import gc
import logging
from pathlib import Path

import msgspec
import pytest

from blockcheck import analysis
from blockcheck.analysis import PHASES, Request, analyse, exit_status
from blockcheck.catalogue import RuleError
from blockcheck.config import Settings, SettingsError
from blockcheck.facts import Problem
from blockcheck.findings import INTERNAL_ERROR, Report, Severity

HANGING = """\
import requests


async def fetch():
    requests.get("https://a.b")
"""
SERVICE = """\
import requests


def wait():
    requests.get("https://a.b")
"""
ROUTES = """\
from service import wait


async def slow():
    wait()
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, which is the current folder."""
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(**files: str) -> None:
    """Writes modules by their names."""
    for name, text in files.items():
        Path(f"{name}.py").write_text(text)


def found(report: Report) -> list[tuple[str, int, str]]:
    return [(finding.file, finding.line, finding.rule) for finding in report.findings]


def check(*paths: str, settings: Settings | None = None) -> Report:
    return analyse(Request(paths=paths or (".",), settings=settings or Settings()))


def test_a_finding_has_its_path_and_the_summary_its_counts() -> None:
    write(service=SERVICE, routes=ROUTES)

    report = check()

    assert found(report) == [("service.py", 5, "BLC102")]
    (boundary,) = report.findings[0].boundaries
    assert [(step.file, step.line) for step in boundary.path] == [("routes.py", 5), ("service.py", 5)]
    assert report.root == str(Path.cwd())
    summary = report.summary
    assert (summary.files, summary.functions, summary.errors, summary.warnings) == (2, 2, 1, 0)
    assert summary.call_sites == 2
    assert summary.entry_points == 1


def test_nothing_to_analyse_is_no_fault() -> None:
    report = check()

    assert (report.findings, report.problems, report.summary.files) == ((), (), 0)


def test_comments_and_settings_silence() -> None:
    write(app=HANGING.rstrip() + "  # noqa: BLC102\n", other=HANGING)

    report = check(settings=Settings(per_file_ignores={"other.py": ("BLC102",)}))

    assert (found(report), report.summary.suppressed) == ([], 1)


def test_an_unused_comment_is_found() -> None:
    write(app="x = 1  # blockcheck: ignore[blocking-http] no reason\n")

    assert found(check()) == [("app.py", 1, "BLC903")]


def test_async_tests_count_when_asked_for() -> None:
    write(test_app=HANGING)

    assert found(check()) == []
    assert found(check(settings=Settings(include_tests=True))) == [("test_app.py", 5, "BLC102")]


def test_modules_are_named_as_they_are_imported(project: Path) -> None:
    backend = project / "backend"
    backend.mkdir()
    (backend / "service.py").write_text(SERVICE)
    (backend / "routes.py").write_text(ROUTES)

    assert found(check()) == [("backend/service.py", 5, "BLC102")]


# Files


def test_of_a_file_its_project_is_read_and_what_concerns_it_reported() -> None:
    write(service=SERVICE, routes=ROUTES, other=HANGING, broken="def f(:\n")

    assert found(check("service.py")) == found(check("routes.py")) == [("service.py", 5, "BLC102")]
    assert check("routes.py").problems == ()
    assert [problem.file for problem in check("broken.py").problems] == ["broken.py"]
    assert found(check("other.py", "service.py")) == [("other.py", 5, "BLC102"), ("service.py", 5, "BLC102")]


def test_of_several_boundaries_those_in_the_file_are_reported() -> None:
    write(service=SERVICE, routes=ROUTES, more=ROUTES)

    (finding,) = check("routes.py").findings

    assert [boundary.file for boundary in finding.boundaries] == ["routes.py"]
    assert len(check("service.py").findings[0].boundaries) == 2


def text(source: str, name: str) -> Report:
    return analyse(Request(stdin=source.encode(), stdin_filename=name))


def test_a_text_stands_for_its_file_in_the_project() -> None:
    write(service=SERVICE, routes="", other=HANGING)

    (finding,) = text(ROUTES, "routes.py").findings

    assert (finding.file, finding.boundaries[0].file) == ("service.py", "routes.py")
    assert finding.boundaries[0].path[0].code == "wait()"
    assert found(text("", "routes.py")) == []
    assert found(text(ROUTES, "not_there_yet.py")) == [("service.py", 5, "BLC102")]


def test_a_text_without_a_name_is_analysed_alone() -> None:
    write(other=HANGING)

    assert found(text(HANGING, "")) == [("stdin", 5, "BLC102")]
    assert [problem.file for problem in text("def f(:", "").problems] == ["stdin"]


# Mistakes and faults


def test_a_file_that_cannot_be_parsed_spares_the_rest() -> None:
    write(app=HANGING, broken="def f(:\n")

    report = check()

    assert found(report) == [("app.py", 5, "BLC102")]
    assert [(problem.file, problem.code) for problem in report.problems] == [("broken.py", "BLC901")]
    assert report.summary.errors == 2


def test_mistakes_of_the_user_are_raised(project: Path) -> None:
    (project / "acme.toml").write_text("[[blocks]]\nnmaes = []\n")

    with pytest.raises(SettingsError, match="does not exist"):
        check("nowhere")
    with pytest.raises(SettingsError, match="there is no rule"):
        check(settings=Settings(select=("nope",)))
    with pytest.raises(RuleError, match=r"acme\.toml"):
        check(settings=Settings(rules=(str(project / "acme.toml"),)))


def test_rules_of_the_user_count(project: Path) -> None:
    (project / "acme.toml").write_text(
        'library = ["acme"]\n[[blocks]]\nnames = ["acme.wait"]\nrule = "custom-blocking"\nwhy = "waits for acme"\n'
    )
    write(app="import acme\n\n\nasync def f():\n    acme.wait()\n")

    assert found(check()) == []
    assert found(check(settings=Settings(rules=(str(project / "acme.toml"),)))) == [("app.py", 5, "BLC120")]


def test_a_fault_in_the_engine_keeps_what_is_known_besides(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write(app="x = 1  # blockcheck: ignore\n", broken="def f(:\n")

    def faulty(*_: object) -> None:
        raise LookupError("lost")

    monkeypatch.setattr(analysis, "build_call_graph", faulty)
    with caplog.at_level(logging.DEBUG, logger="blockcheck"):
        report = check()

    assert [(problem.file, problem.code) for problem in report.problems] == [
        ("broken.py", "BLC901"),
        (".", INTERNAL_ERROR),
    ]
    assert report.problems[1].message == "blockcheck failed while following calls: LookupError: lost"
    assert report.findings == ()  # whether a comment is of use is not known
    assert exit_status(report, "error") == 2
    assert "Traceback" in caplog.text


# What comes of it


@pytest.mark.parametrize(
    ("severities", "problems", "for_warning", "for_error"),
    [
        ([], 0, 0, 0),
        ([Severity.WARNING], 0, 1, 0),
        ([Severity.ERROR, Severity.WARNING], 0, 1, 1),
        ([], 1, 1, 1),
    ],
)
def test_exit_status(severities: list[Severity], problems: int, for_warning: int, for_error: int) -> None:
    write(app=HANGING)
    (finding,) = check().findings
    report = Report(
        root="/",
        findings=tuple(msgspec.structs.replace(finding, severity=severity) for severity in severities),
        problems=(Problem(file="a.py", code="BLC901", message="m"),) * problems,
    )

    assert (exit_status(report, "warning"), exit_status(report, "error")) == (for_warning, for_error)


def test_progress_names_each_part_of_the_work() -> None:
    write(app=HANGING)
    heard: list[tuple[str, int, int]] = []

    analyse(Request(), lambda *event: heard.append(event))

    assert tuple(dict.fromkeys(phase for phase, _, _ in heard)) == PHASES
    assert [event for event in heard if event[2]] == [("reading files", 1, 1)]


def test_the_collector_is_as_it_was() -> None:
    write(app=HANGING)
    for on in (True, False):
        (gc.enable if on else gc.disable)()
        try:
            analyse(Request())
            assert gc.isenabled() is on
        finally:
            gc.enable()


def test_times_are_told_to_those_who_debug(caplog: pytest.LogCaptureFixture) -> None:
    write(app=HANGING)

    with caplog.at_level(logging.DEBUG, logger="blockcheck"):
        check()

    assert [record.getMessage().split(":")[0] for record in caplog.records][:3] == [
        "looking for files",
        "reading rules",
        "reading files",
    ]
