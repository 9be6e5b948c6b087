"""Results are handed out again exactly as long as they would be the same, and computed by one process at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from blockcheck import analysis, reading
from blockcheck.analysis import Request
from blockcheck.baseline import Baseline
from blockcheck.cache import Cache, open_cache
from blockcheck.changes import Changes
from blockcheck.config import Settings
from blockcheck.discovery.files import SourceFile
from blockcheck.findings import Report
from blockcheck.locks import locked
from blockcheck.results import Row, Rows, analysed, rows, rows_of
from tests.unit.conftest import boundary, finding

ROOT = Path(__file__).parents[2]
SLEEPY = "import time\n\n\nasync def f():\n    time.sleep(1)\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "app.py").write_text(SLEEPY)
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def cache_of(project: Path) -> Cache:
    cache = open_cache(str(project), str(project.parent / "cache"))
    assert cache is not None
    return cache


def shared(project: Path, request: Request = Request()) -> Rows:
    return rows(request, cache_of(project))


def results(project: Path) -> set[str]:
    return {entry.name for entry in cache_of(project).entries("result-")}


@pytest.fixture
def analyses(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """What was analysed, in place of being read from the cache."""
    made: list[Request] = []
    real = analysis.reported

    def reported(request: Request, *arguments: Any, **more: Any) -> Any:
        made.append(request)
        return real(request, *arguments, **more)

    monkeypatch.setattr(analysis, "reported", reported)
    return made


def test_rows_are_told_by_file_in_the_order_of_lines() -> None:
    way = boundary("app.py", 9, "GET /")
    one, other = finding("service.py", 5, way, boundary("app.py", 3)), finding("app.py", 1, way)
    report = Report(root="/nowhere", findings=(one, other, other))

    text = "`requests.get` blocks the event loop: it waits for the server's answer"
    assert rows_of(report) == {"app.py": (Row(3, 5, "BLC102", text), Row(9, 5, "BLC102", text))}


def edit_unseen(project: Path) -> None:
    """Another text of the same size at the same time."""
    about = (project / "app.py").stat()
    (project / "app.py").write_text(SLEEPY.replace("sleep(1)", "ctime(1)"))
    os.utime(project / "app.py", ns=(about.st_atime_ns, about.st_mtime_ns))


@pytest.mark.parametrize(
    ("change", "found", "again"),
    [
        (lambda project: None, 1, False),
        (lambda project: (project / "app.py").write_text(SLEEPY * 2), 2, True),
        (edit_unseen, 0, True),
        (lambda project: (project / "other.py").write_text(SLEEPY), 2, True),
        (lambda project: (project / "app.py").rename(project / "main.py"), 1, True),
        (lambda project: (project / "app.py").unlink(), 0, True),
        (lambda project: os.utime(project / "app.py", (1, 1)), 1, False),
        (lambda project: (project / "notes.txt").touch(), 1, False),
        (lambda project: (project / "__pycache__").mkdir(), 1, False),
        (lambda project: (project / ".git").mkdir(), 1, True),
        (lambda project: (project / "setup.py").symlink_to("nowhere.py"), 2, True),
        (lambda project: (project / "uv.lock").touch(), 1, True),
    ],
    ids=[
        "nothing",
        "edit",
        "unseen edit",
        "new",
        "rename",
        "deletion",
        "touch",
        "notes",
        "pycache",
        "git",
        "link",
        "lock",
    ],
)
@pytest.mark.parametrize("settled", [False, True], ids=["fresh", "settled"])
def test_what_a_result_follows_from(
    project: Path,
    analyses: list[Request],
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], object],
    found: int,
    again: bool,
    settled: bool,
) -> None:
    if settled:
        monkeypatch.setattr("blockcheck.disk._SETTLED", -(10**12))
    for folder in (project, project.parent):
        os.utime(folder, (1, 1))
    shared(project)
    shared(project)
    assert len(analyses) == 1
    change(project)

    assert sum(map(len, shared(project).values())) == found
    assert len(analyses) == 1 + again


def test_environments_that_differ_share_nothing(
    project: Path, analyses: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    shared(project)
    monkeypatch.setenv("VIRTUAL_ENV", str(project / "nowhere"))
    shared(project)
    assert len(analyses) == 2


@pytest.mark.parametrize(
    "request_",
    [
        Request(settings=Settings(ignore=("BLC101",))),
        Request(settings=Settings(include_tests=True)),
        Request(noqa=False),
        Request(stdin=b"x = 1\n", stdin_filename="app.py"),
        Request(paths=("app.py",)),
        Request(unresolved=True),
        Request(baseline=Baseline("/", ())),
        Request(changes=Changes()),
        Request(whole=True),
    ],
    ids=["ignore", "tests", "noqa", "stdin", "limit", "unresolved", "baseline", "changes", "whole"],
)
def test_requests_that_differ_share_nothing(project: Path, analyses: list[Request], request_: Request) -> None:
    shared(project)
    shared(project, request_)

    assert len(analyses) == 2


def test_how_it_is_printed_changes_no_result(project: Path, analyses: list[Request]) -> None:
    shared(project)
    shared(project, Request(settings=Settings(output_format="json", fail_on="error")))

    assert len(analyses) == 1


def test_another_folder_is_another_result(
    project: Path, analyses: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    shared(project, Request(paths=(str(project),)))
    monkeypatch.chdir(project.parent)

    assert list(shared(project, Request(paths=(str(project),)))) == ["project/app.py"]
    assert len(analyses) == 2


def test_own_rules_count_by_their_content(project: Path, analyses: list[Request]) -> None:
    rules = project / "acme.toml"
    rules.write_text('library = ["acme"]\n[[blocks]]\nnames = ["acme.wait"]\nrule = "blocking-wait"\nwhy = "waits"\n')
    request = Request(settings=Settings(rules=(str(rules),)))
    shared(project, request)
    rules.write_text(rules.read_text().replace("waits", "waits long"))
    shared(project, request)

    assert len(analyses) == 2


def test_a_result_of_our_own_failure_is_not_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("oops")

    def quiet(*_: object) -> None: ...

    with monkeypatch.context() as patch:
        patch.setattr(analysis, "find_blocking", fail)
        assert analysed(Request(), cache_of(project), quiet, quiet).report.problems
    assert results(project) == set()
    assert analysed(Request(), cache_of(project), quiet, quiet).report.findings


def test_a_file_that_changes_while_it_is_read_is_not_believed(
    project: Path, analyses: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = reading._read_and_extract

    def late(file: SourceFile, source: bytes | None) -> tuple[reading.Extracted, bytes]:
        Path(file.path).write_text(SLEEPY * 2)
        return real(file, source)

    with monkeypatch.context() as patch:
        patch.setattr(reading, "_read_and_extract", late)
        shared(project)
    assert results(project) == set()
    (project / "app.py").write_text(SLEEPY)
    assert [row.line for row in shared(project)["app.py"]] == [5]


def test_a_full_disk_costs_time_and_nothing_else(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache_of(project)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("blockcheck.atomic.write", full)
    assert sum(map(len, shared(project).values())) == 1
    assert results(project) == set()


ASKER = """\
import sys
from blockcheck import analysis
from blockcheck.cache import open_cache
from blockcheck.results import rows

real = analysis.reported

def reported(*arguments, **more):
    print("analysed", flush=True)
    return real(*arguments, **more)

analysis.reported = reported
print(len(rows(analysis.Request(), open_cache(".", sys.argv[1]))))
"""


def test_of_several_processes_one_analyses(project: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", ASKER, str(tmp_path / "cache")]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    asking = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [process.communicate(timeout=60)[0].split() for process in asking]

    assert sorted(said) == [["1"], ["1"], ["analysed", "1"]]


HOLDER = """\
import sys, time
from pathlib import Path
from blockcheck.findings import Report
from blockcheck.locks import locked

with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_lock_is_waited_for_and_let_go_when_its_holder_dies(tmp_path: Path) -> None:
    file = tmp_path / "x.lock"
    waiter = f"import sys; {HOLDER.replace('time.sleep(60)', 'pass')}"
    with subprocess.Popen([sys.executable, "-c", HOLDER, file], stdout=subprocess.PIPE, cwd=ROOT) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with subprocess.Popen([sys.executable, "-c", waiter, file], stdout=subprocess.PIPE, cwd=ROOT) as other:
            with pytest.raises(subprocess.TimeoutExpired):
                other.wait(0.5)
            holder.kill()
            assert other.wait(20) == 0
    with locked(file):
        pass


def test_what_is_dear_to_read_back_is_not_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blockcheck.results._MOST_PLACES", 1)

    def quiet(*_: object) -> None: ...

    assert analysed(Request(), cache_of(project), quiet, quiet).report.findings
    assert results(project) == set()
