"""Results that processes share: kept where nobody else can write, tidied up, and computed by one at a time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from blockcheck.shared import Row, rows_of, shared_rows

from blockcheck import shared
from blockcheck.analysis import Request
from blockcheck.config import Settings
from blockcheck.findings import Report
from blockcheck.locks import locked
from tests.unit.conftest import boundary, finding

ROOT = Path(__file__).parents[2]
SLEEPY = "import time\n\n\nasync def f():\n    time.sleep(1)\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "app.py").write_text(SLEEPY)
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("BLOCKCHECK_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "project"


def results(project: Path) -> set[str]:
    return {path.name for path in (project.parent / "cache").glob("*.rows")}


def test_rows_are_told_by_file_in_the_order_of_lines() -> None:
    way = boundary("app.py", 9, "GET /")
    one, other = finding("service.py", 5, way, boundary("app.py", 3)), finding("app.py", 1, way)
    report = Report(root="/nowhere", findings=(one, other, other))

    text = "`requests.get` blocks the event loop: it waits for the server's answer"
    assert rows_of(report) == {"app.py": (Row(3, 5, "BLC102", text), Row(9, 5, "BLC102", text))}


@pytest.mark.parametrize(
    ("change", "number"),
    [
        (lambda project: (project / "app.py").write_text(SLEEPY + "\n"), 2),
        (lambda project: (project / "other.py").touch(), 2),
        (lambda project: (project / "app.py").rename(project / "main.py"), 2),
        (lambda project: os.utime(project / "app.py", (1, 1)), 1),
    ],
    ids=["edit", "new file", "rename", "touch"],
)
def test_what_the_result_depends_on(project: Path, change: Callable[[Path], object], number: int) -> None:
    shared_rows(Request())
    change(project)
    rows = shared_rows(Request())

    assert sum(map(len, rows.values())) == 1
    assert len(results(project)) == number


@pytest.mark.parametrize(
    "request_",
    [
        Request(settings=Settings(ignore=("BLC101",))),
        Request(settings=Settings(include_tests=True)),
        Request(noqa=False),
        Request(stdin=b"x = 1\n", stdin_filename="app.py"),
        Request(paths=("app.py",)),
    ],
    ids=["ignore", "tests", "noqa", "stdin", "limit"],
)
def test_requests_that_differ_share_nothing(project: Path, request_: Request) -> None:
    (project / "app.py").write_text(SLEEPY)
    shared_rows(Request())
    shared_rows(request_)

    assert len(results(project)) == 2


def test_own_rules_count_by_their_content(project: Path) -> None:
    rules = project / "acme.toml"
    rules.write_text('library = ["acme"]\n[[blocks]]\nnames = ["acme.wait"]\nrule = "blocking-wait"\nwhy = "waits"\n')
    request = Request(settings=Settings(rules=(str(rules),)))
    shared_rows(request)
    rules.write_text(rules.read_text().replace("waits", "waits long"))
    shared_rows(request)

    assert len(results(project)) == 2


def test_temporary_results_are_nobody_else_s(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BLOCKCHECK_CACHE_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    shared_rows(Request())

    (folder,) = tmp_path.glob("blockcheck-*")
    if sys.platform == "win32":
        return
    assert folder.stat().st_mode & 0o777 == 0o700
    assert shared._folder() == folder
    folder.chmod(0o777)
    assert shared._folder() is None
    folder.rename(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").chmod(0o700)
    folder.symlink_to(tmp_path / "elsewhere")
    assert shared._folder() is None
    assert sum(map(len, shared_rows(Request()).values())) == 1


def test_old_results_make_room(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "_MOST_FILES", 2)
    cache = project.parent / "cache"
    cache.mkdir()
    for name, age in (("left.lock", 90_000), ("held.lock", 10), (".x.1.tmp", 90_000), ("mine.txt", 90_000)):
        (cache / name).touch()
        os.utime(cache / name, (time.time() - age,) * 2)
    for number in range(4):
        (project / "app.py").write_text(f"{SLEEPY}\n# {number}\n")
        shared_rows(Request())

    assert len(results(project)) == 2
    left = {path.name for path in cache.iterdir() if len(path.stem) < 60}
    assert left == {"held.lock", "mine.txt"}


def test_a_full_disk_costs_time_and_nothing_else(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("blockcheck.atomic.write", full)
    assert sum(map(len, shared_rows(Request()).values())) == 1
    assert results(project) == set()


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
