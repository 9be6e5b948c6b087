"""Findings of an earlier run: when they are taken over, and that they are then what would be found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from blockcheck.analysis import Aid, Request, analyse
from blockcheck.cache import Cache, open_cache
from blockcheck.changes import Changes
from blockcheck.config import Settings
from blockcheck.disk import Disk
from blockcheck.findings import Report
from tests.properties import edits

SETTINGS = Settings(select=("ALL",))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the program of `edits`, and the current one."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    (folder / "pyproject.toml").touch()
    for name, text in edits.PROGRAM.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def cache(tmp_path: Path, project: Path) -> Cache:
    found = open_cache(str(project), str(tmp_path / "cache"))
    assert found is not None
    return found


def run(cache: Cache | None, request: Request = Request(settings=SETTINGS)) -> tuple[Report, bool]:
    """The report, and whether no call was followed for it."""
    phases: list[str] = []
    disk = Disk()
    report = analyse(request, lambda phase, done, total: phases.append(phase), Aid(disk, cache))
    assert disk.answers is not None
    return report, "following calls" not in phases


def same(report: Report) -> bool:
    return msgspec.json.encode(report) == msgspec.json.encode(run(None)[0])


def test_the_program_speaks_of_lines_and_texts(cache: Cache) -> None:
    """Otherwise the tests below would prove little."""
    report, taken = run(cache)
    said = " ".join(f"{finding.message} {finding.advice}" for finding in report.findings)

    assert not taken
    assert "\0" not in said
    for text in (
        "service.aget(…)` (service.py:12)",
        "as app.py:32 does",
        "move the call in line 36",
        "service.get, number",
    ):
        assert text in said
    assert len(report.findings) == 6


@pytest.mark.parametrize("file", ["app.py", "service.py"])
@pytest.mark.parametrize("place", range(0, 20, 3))
@pytest.mark.parametrize("edit", edits.HARMLESS)
def test_what_moves_code_or_comments_follows_no_calls(
    project: Path, cache: Cache, file: str, place: int, edit: edits.Edit
) -> None:
    before, _ = run(cache)
    text = edits.PROGRAM[file]
    (project / file).write_text(edit(text, place))
    report, taken = run(cache)

    assert taken
    assert same(report)
    if edit is edits.comment and place == 0 and file == "service.py":
        assert report != before


def changed(file: str, old: str, new: str) -> Callable[[Path], object]:
    assert old in edits.PROGRAM[file]
    return lambda project: (project / file).write_text(edits.PROGRAM[file].replace(old, new))


CHANGES: dict[str, Callable[[Path], object]] = {
    "another call": changed("service.py", "time.sleep(number)", "time.ctime(number)"),
    "no call": changed("service.py", "time.sleep(number)", "pass"),
    "one more call": changed("service.py", "time.sleep(number)", "time.sleep(number)\n        time.sleep(2)"),
    "not async": changed("service.py", "async def aget", "def aget"),
    "name of the version": changed("service.py", "async def aget", "async def get_async"),
    "base": changed("service.py", "class Service", "class Service(Base)"),
    "function": changed("service.py", "def load", "def load(a): ...\n\n\ndef load"),
    "value": changed("service.py", "file.read()", "second"),
    "import": changed("service.py", "import requests\n", "import requests as http\n"),
    "contract": changed("service.py", "def get(self, number):", "def get(self, number):  # blockcheck: nonblocking"),
    "route": changed("app.py", "/plain", "/simple"),
    "condition": changed("app.py", "with lock:", "if lock:"),
    "one finding for a line": changed("app.py", '"f"); load(', '"f")\n    load('),
    "parameter": changed("app.py", "(number: int, service", "(number: int, *, service"),
    "rename": lambda project: (project / "service.py").rename(project / "services.py"),
    "deletion": lambda project: (project / "service.py").unlink(),
    "new file": lambda project: (project / "more.py").write_text("x = 1\n"),
    "versions": lambda project: (project / "requirements.txt").write_text("requests==2.31.0\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_may_change_findings_follows_the_calls(project: Path, cache: Cache, change: str) -> None:
    run(cache)
    CHANGES[change](project)
    report, taken = run(cache)

    assert not taken
    assert same(report)


@pytest.mark.parametrize("edit", edits.EDITS)
@pytest.mark.parametrize("place", [0, 7])
def test_whatever_is_edited_the_report_is_right(project: Path, cache: Cache, edit: edits.Edit, place: int) -> None:
    run(cache)
    for file in edits.PROGRAM:
        (project / file).write_text(edit((project / file).read_text(), place))

    assert same(run(cache)[0])


def test_what_a_sentence_was_made_of_must_read_the_same(project: Path, cache: Cache) -> None:
    """`service.get(number)` is part of the advice; with other text the advice may be another one."""
    run(cache)
    changed("app.py", "service.get(number)", "service.get(number, )")(project)
    report, taken = run(cache)

    assert not taken
    assert same(report)


def test_a_text_that_is_only_shown_is_shown_as_it_is_now(project: Path, cache: Cache) -> None:
    run(cache)
    changed("app.py", "subprocess.run([", "subprocess.run( [")(project)
    report, taken = run(cache)

    assert taken
    assert "subprocess.run([" not in {finding.code for finding in report.findings}
    assert same(report)


def test_the_whole_file_stands_where_it_stood(project: Path, cache: Cache) -> None:
    """A module's body has line 1 for its place: what stood there and has moved must not take it along."""
    (project / "app.py").write_text("async def f(): import slow\n")
    (project / "slow.py").write_text("import time; time.sleep(1)\n")
    run(cache)
    (project / "slow.py").write_text("# note\nimport time; time.sleep(1)\n")
    assert same(run(cache)[0])

    (project / "app.py").write_text("# note\nasync def f(): import slow\n")
    assert same(run(cache)[0])


def test_other_questions_about_the_same_code_follow_no_calls(project: Path, cache: Cache) -> None:
    run(cache)
    (project / "app.py").write_text("# note\n" + edits.PROGRAM["app.py"])
    for request in (
        Request(settings=Settings(ignore=("BLC102",))),
        Request(noqa=False),
        Request(paths=("app.py",)),
        Request(changes=Changes({"app.py": ((17, 17),)})),
        Request(stdin=b"# text\n" + edits.PROGRAM["app.py"].encode(), stdin_filename="app.py"),
    ):
        report, taken = run(cache, request)
        assert taken
        assert report == run(None, request)[0]
        assert report.findings
    for request in (Request(unresolved=True), Request(settings=Settings(include_tests=True))):
        report, taken = run(cache, request)
        assert not taken
        assert report == run(None, request)[0]


def test_texts_that_are_not_on_the_disk_leave_nothing(project: Path, cache: Cache) -> None:
    run(cache, Request(stdin=edits.PROGRAM["app.py"].encode(), stdin_filename="app.py"))

    assert cache.entries("found-") == []


def test_own_rules_are_part_of_what_findings_follow_from(project: Path, cache: Cache) -> None:
    rules = '[[blocks]]\nnames = ["acme.wait"]\nrule = "blocking-wait"\nwhy = "waits"\n'
    (project / "acme.toml").write_text('library = ["acme"]\n' + rules)
    request = Request(settings=Settings(rules=(str(project / "acme.toml"),)))
    run(cache, request)
    assert run(cache, request)[1]

    (project / "acme.toml").write_text('library = ["acme"]\n' + rules.replace("waits", "sleeps"))
    assert not run(cache, request)[1]


@pytest.mark.parametrize("lost", ["facts-", "found-"])
def test_without_what_was_kept_the_work_is_done(project: Path, cache: Cache, lost: str) -> None:
    run(cache)
    (project / "app.py").write_text("# note\n" + edits.PROGRAM["app.py"])
    for entry in cache.entries(lost):
        cache.remove(entry.name)
    report, taken = run(cache)

    assert not taken
    assert same(report)


def test_what_is_kept_and_means_nothing_is_not_believed(project: Path, cache: Cache) -> None:
    run(cache)
    (entry,) = cache.entries("found-")
    content = cache.read(entry.name)
    assert content is not None
    for damaged in (b"", b"\x80", bytes(content).replace(b"app.py", b"zpp.py"), bytes(content)[:-9]):
        cache.write(entry.name, damaged)
        assert same(run(cache)[0])
