"""Files become facts, the same in one process and in several, and what cannot be read costs nothing but itself."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from blockcheck import reading
from blockcheck.config import Settings
from blockcheck.discovery import discover
from blockcheck.discovery.files import SourceFile
from blockcheck.extract import extract
from blockcheck.facts import ModuleFacts, Problem
from blockcheck.findings import INTERNAL_ERROR
from blockcheck.reading import LARGEST_FILE, read_facts


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files() -> tuple[SourceFile, ...]:
    return discover((".",), Settings())[0]


def problems_of(name: str, content: bytes) -> list[tuple[str, str]]:
    """Code and message for a file with this content, beside a good one that must be read all the same."""
    Path("good.py").write_text("x = 1\n")
    Path(name).write_bytes(content)
    facts, problems = read_facts(files())
    assert {Path(path).name for path in facts} >= {"good.py"}
    assert {problem.file for problem in problems} <= {name}
    assert all(problem.help for problem in problems)
    return [(problem.code, problem.message) for problem in problems]


def test_facts_go_by_path_in_the_order_of_the_files(project: Path) -> None:
    for name, size in (("a", 10), ("b", 1000), ("c", 100)):
        (project / f"{name}.py").write_text("x = 1\n" * size)

    facts, problems = read_facts(files())

    assert list(facts) == [str(project / f"{name}.py") for name in "abc"]
    assert problems == ()


def test_a_given_text_stands_for_the_file(project: Path) -> None:
    (project / "a.py").write_text("def old(): ...\n")

    facts, _ = read_facts(files(), {str(project / "a.py"): b"def new(): ...\n"})

    assert [function.name for function in facts[str(project / "a.py")].facts.functions][1:] == ["new"]


def test_several_processes_give_the_same(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(reading, "_CHUNK", 50)
    for number in range(20):
        body = f"def f{number}():\n    return g{number}(1)\n" if number % 5 else "def f(:\n"
        (project / f"m{number}.py").write_text(body * (1 + number % 3))
    given = {str(project / "m3.py"): b"given = 1\n"}

    alone = read_facts(files(), given, processes=1)
    together = read_facts(files(), given, processes=3)

    assert together == alone
    assert list(together[0]) == list(alone[0])
    assert len(alone[1]) == 4


def test_several_processes_are_used_where_it_pays(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[int] = []
    real = reading._in_processes

    def noted(chunks: Sequence[reading.Chunk], processes: int) -> Iterator[tuple[reading.Chunk, list[reading.Work]]]:
        used.extend([processes] if chunks else [])
        return real(chunks, processes)

    monkeypatch.setattr(reading, "_in_processes", noted)
    (project / "a.py").write_text("x = 1\n")
    read_facts(files(), processes=4)
    assert used == []

    for name in "bcde":
        (project / f"{name}.py").write_text("# a long comment\n" * 20_000)
    read_facts(files(), processes=2)
    assert used == [2]


def vanish(chunk: reading.Chunk) -> bytes:
    """What a process does that the system kills."""
    os._exit(9)


@pytest.mark.skipif(sys.platform != "linux", reason="a forked process inherits what a test replaces")
def test_what_other_processes_cannot_do_is_done_here(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(reading, "_CHUNK", 1)
    for name in "abc":
        (project / f"{name}.py").write_text("x = 1\n")
    alone = read_facts(files(), processes=1)

    monkeypatch.setattr(reading, "_extract_chunk", vanish)
    assert read_facts(files(), processes=2) == alone

    def no_semaphores(*_: object, **__: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(reading, "ProcessPoolExecutor", no_semaphores)
    assert read_facts(files(), processes=2) == alone


def test_a_process_that_may_start_no_others_reads_alone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as those of flake8's pool."""
    monkeypatch.setattr(reading, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(reading, "_CHUNK", 1)
    for name in "abc":
        (project / f"{name}.py").write_text("x = 1\n")
    alone = read_facts(files(), processes=1)

    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)  # type: ignore[attr-defined]
    assert read_facts(files()) == alone


def test_progress_counts_files(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_CHUNK", 1)
    heard: list[tuple[int, int]] = []
    (project / "a.py").write_text("x = 1\n")
    (project / "b.py").write_text("longer = 1\n")

    read_facts(files(), progress=lambda done, total: heard.append((done, total)), processes=1)

    assert heard == [(1, 2), (2, 2)]


def test_the_collector_is_as_it_was(project: Path) -> None:
    (project / "a.py").write_text("x = 1\n")

    for on in (True, False):
        (gc.enable if on else gc.disable)()
        try:
            read_facts(files(), processes=1)
            assert gc.isenabled() is on
        finally:
            gc.enable()


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"def f(:\n", "BLC901", "invalid syntax"),
        (b"\n\n\nx = '\xff'\n", "BLC902", "not valid utf-8"),
        (b"# -*- coding: klingon -*-\n", "BLC902", "klingon"),
        (b"x = '\0'\n", "BLC902", "NUL"),
        (b"x = " + b"(" * 10_000 + b")" * 10_000, "BLC90", ""),
        (b"x = " + b"-" * 100_000 + b"1\n", "BLC902", "nested too deep"),
        (b"#" * (LARGEST_FILE + 1), "BLC902", "too large to be analysed (4.0 MB; at most 4 MB)"),
    ],
    ids=["syntax", "utf-8", "encoding", "nul", "parentheses", "depth", "size"],
)
def test_bad_input_is_one_message(content: bytes, code: str, message: str) -> None:
    ((found, said),) = problems_of("bad.py", content)

    assert found.startswith(code)
    assert message.lower() in said.lower()


def test_unusual_input_is_no_problem() -> None:
    assert problems_of("empty.py", b"") == []
    assert problems_of("bom.py", b"\xef\xbb\xbfx = 1\r\n") == []
    assert problems_of("latin.py", b"# coding: latin-1\nx = '\xff'\n") == []
    assert problems_of("generated.py", b"x = [" + b"1, " * 50_000 + b"]\n") == []


def test_a_file_that_vanishes_or_is_closed_is_one_message(project: Path) -> None:
    (project / "a.py").write_text("x = 1\n")
    found = files()
    (project / "a.py").unlink()

    assert read_facts(found)[1] == (
        Problem(
            file="a.py",
            code="BLC902",
            message="the file cannot be read: No such file or directory",
            help="give permission to read it, or exclude it",
        ),
    )


def test_a_fault_of_our_own_names_the_file_and_spares_the_others(
    project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (project / "a.py").write_text("x = 1\n")
    (project / "b.py").write_text("x = 1\n")
    real = extract

    def faulty(source: bytes, display: str) -> tuple[ModuleFacts | None, tuple[Problem, ...]]:
        if display == "a.py":
            raise KeyError("oops")
        return real(source, display)

    monkeypatch.setattr("blockcheck.extract.extract", faulty)
    with caplog.at_level(logging.DEBUG, logger="blockcheck"):
        facts, problems = read_facts(files(), processes=1)

    assert list(facts) == [str(project / "b.py")]
    assert [(problem.file, problem.code) for problem in problems] == [("a.py", INTERNAL_ERROR)]
    assert problems[0].message == "blockcheck failed on this file: KeyError: 'oops'"
    assert "please report it" in problems[0].help
    assert "Traceback" in caplog.text
