"""`blockcheck check` prints what it should where it should, and ends with the status that scripts rely on."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import pty
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli

from blockcheck import analysis
from blockcheck.cli import check, progress
from tests.workflow import annotations_in

ROOT = Path(__file__).parents[2]

Run = Callable[..., Any]

CONCISE = """\
app.py:11:12: BLC102 blocking-http `requests.get` blocks the event loop: it waits for the server's answer (via load)
app.py:16:12: BLC102 blocking-http `requests.get` blocks the event loop: it waits for the server's answer
Found 2 errors in 2 files; 100 % of the calls in loop code resolved.
"""


@pytest.fixture(autouse=True)
def quiet_logger() -> Iterator[None]:
    """What `-v` sets up does not outlive the test."""
    logger = logging.getLogger("blockcheck")
    handlers, level = list(logger.handlers), logger.level
    yield
    logger.handlers[:], logger.level = handlers, level


# Formats


def test_full_output(blockcheck: Run) -> None:
    result = blockcheck("check")

    advice = (
        "a plain `def`: it never awaits, and FastAPI will run it in its threadpool; or use `httpx.AsyncClient` of httpx"
    )
    expected = f"""\
error[BLC102] blocking-http: `requests.get` blocks the event loop: it waits for the server's answer
  --> app.py:16:12
   |
16 |     return requests.get("https://weather.example").json()
   |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = reached from GET /weather
   = help: make `weather` {advice}

error[BLC102] blocking-http: `requests.get` blocks the event loop: it waits for the server's answer
 --> service.py:5:12
  |
5 |     return requests.get("https://news.example").json()
  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = reached from GET /news:
     app.py:11:12     news  load()
     service.py:5:12  load  requests.get("https://news.example")
  = help: make `news` {advice}

Found 2 errors in 2 files; 100 % of the calls in loop code resolved.
"""
    assert (result.stdout, result.stderr, result.exit_code) == (expected, "", 1)


def test_concise_output(blockcheck: Run) -> None:
    assert blockcheck("check", "--output-format", "concise").stdout == CONCISE


def test_json_output(blockcheck: Run) -> None:
    document = json.loads(blockcheck("check", "--output-format", "json").stdout)

    assert [(found["file"], found["line"]) for found in document["findings"]] == [("app.py", 16), ("service.py", 5)]
    assert document["summary"]["errors"] == 2


def test_sarif_output(blockcheck: Run) -> None:
    document = json.loads(blockcheck("check", "--output-format", "sarif").stdout)

    assert len(document["runs"][0]["results"]) == 2


def test_github_output_is_picked_in_a_workflow(blockcheck: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.parent))

    found = annotations_in(blockcheck("check").stdout)

    assert [(each.name, each.properties["file"]) for each in found] == [
        ("error", "project/app.py"),
        ("error", "project/service.py"),
    ]
    assert blockcheck("check", "--output-format", "concise").stdout == CONCISE
    Path("blockcheck.toml").write_text('output-format = "concise"\n')
    assert blockcheck("check").stdout == CONCISE


UNRESOLVED = """\
import acme


async def job(client):
    acme.start()
    client.get("/")
    await client.wait()
"""


def test_unresolved_calls_are_shown_when_asked_for(blockcheck: Run, project: Path) -> None:
    (project / "app.py").write_text(UNRESOLVED)
    lines = [
        "app.py:5:5: unresolved `acme.start()`: `acme` is a library that is not known",
        'app.py:6:5: unresolved `client.get("/")`: parameter `client` of `job` receives nothing that is known',
    ]
    last = "No blocking calls found in 2 files; 33 % of the calls in loop code resolved."

    assert blockcheck("check", "--show-unresolved").stdout.splitlines() == [*lines, "", last]
    assert blockcheck("check", "--show-unresolved", "--output-format", "concise").stdout.splitlines() == [*lines, last]
    assert blockcheck("check").stdout.splitlines() == [last]
    document = json.loads(blockcheck("check", "--show-unresolved", "--output-format", "json").stdout)
    assert [(call["line"], call["function"]) for call in document["unresolved"]] == [(5, "app.job"), (6, "app.job")]
    assert "unresolved" not in json.loads(blockcheck("check", "--output-format", "json").stdout)
    assert blockcheck("check", "service.py", "--show-unresolved").stdout.splitlines() == [last]


def test_nothing_found(blockcheck: Run) -> None:
    result = blockcheck("check", "service.py", "--select", "BLC101")

    assert (result.stdout, result.exit_code) == (
        "No blocking calls found in 2 files; 100 % of the calls in loop code resolved.\n",
        0,
    )


def test_no_files(blockcheck: Run, project: Path) -> None:
    (project / "empty").mkdir()

    result = blockcheck("check", "empty")

    assert (result.stdout, result.stderr, result.exit_code) == ("No Python files found.\n", "", 0)
    result = blockcheck("check", "empty", "--output-format", "github")
    assert (result.stdout, result.stderr, result.exit_code) == ("No Python files found.\n", "", 0)
    result = blockcheck("check", "empty", "--output-format", "sarif")
    assert (result.stderr, result.exit_code) == ("warning: no Python files in empty\n", 0)


def test_statistics(blockcheck: Run) -> None:
    result = blockcheck("check", "--statistics")

    assert (result.stdout, result.exit_code) == ("2  BLC102  blocking-http\n", 1)
    as_json = blockcheck("check", "--statistics", "--output-format", "json").stdout
    assert json.loads(as_json) == [{"code": "BLC102", "name": "blocking-http", "count": 2}]


def test_show_files(blockcheck: Run) -> None:
    result = blockcheck("check", "--show-files", "--exclude", "service.py")

    assert (result.stdout, result.exit_code) == ("app.py\n", 0)


def test_quiet_prints_findings_only(blockcheck: Run) -> None:
    findings = CONCISE.splitlines(keepends=True)[:-1]

    assert blockcheck("check", "-q", "--output-format", "concise").stdout == "".join(findings)
    assert blockcheck("check", "-q", "--select", "BLC101").output == ""


def test_verbose_tells_what_is_done(blockcheck: Run) -> None:
    Path("blockcheck.toml").write_text("")
    result = blockcheck("check", "-v", "--output-format", "concise", "--fail-on", "error")

    assert result.stdout == CONCISE
    assert result.stderr.startswith("settings from: command line\nlooking for files: 0.0")


# Settings


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--select", "BLC102"], 2),
        (["--select", "blocking-http,BLC103"], 2),
        (["--select", "BLC101", "--select", "BLC10"], 2),
        (["--select", "BLC101"], 0),
        (["--ignore", "BLC1"], 0),
        (["--select", "BLC101", "--extend-select", "BLC102"], 2),
        (["--exclude", "app.py,other"], 0),
        (["--extend-exclude", "service.py"], 1),
        (["--config", "ignore = ['BLC102']"], 0),
        (["--config", "other.toml"], 0),
        (["--config", "other.toml", "--select", "BLC102"], 2),
        (["--isolated"], 2),
        ([], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_options_choose(blockcheck: Run, options: list[str], codes: int) -> None:
    Path("other.toml").write_text('ignore = ["BLC102"]\n')

    result = blockcheck("check", "-q", "--output-format", "concise", *options)

    assert len(result.stdout.splitlines()) == codes
    assert result.exit_code == (1 if codes else 0)


def test_configuration_is_looked_for_at_the_first_path(
    blockcheck: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "blockcheck.toml").write_text('ignore = ["BLC102"]\n')
    monkeypatch.chdir(project.parent)

    assert blockcheck("check", "project").exit_code == 0
    assert blockcheck("check", "project/app.py").exit_code == 0
    assert blockcheck("check", "project", "--isolated").exit_code == 1


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ([], 1),
        (["--fail-on", "warning"], 1),
        (["--fail-on", "error"], 0),
        (["--exit-zero"], 0),
        (["-e", "--fail-on", "warning"], 0),
    ],
)
def test_warnings_fail_unless_told_otherwise(blockcheck: Run, options: list[str], status: int) -> None:
    Path("app.py").write_text("x = 1  # blockcheck: ignore\n")

    result = blockcheck("check", "--output-format", "concise", *options)

    assert result.stdout.splitlines()[-1] == "Found 1 warning in 2 files."
    assert result.exit_code == status


def test_async_tests_count_when_asked_for(blockcheck: Run) -> None:
    Path("app.py").rename("test_app.py")
    source = "import requests\n\n\nasync def test_it():\n    requests.get('u')\n"
    Path("test_app.py").write_text(source)

    assert blockcheck("check").exit_code == 0
    assert blockcheck("check", "--include-tests").exit_code == 1
    Path("blockcheck.toml").write_text("include-tests = true\n")
    assert blockcheck("check").exit_code == 1
    assert blockcheck("check", "--no-include-tests").exit_code == 0


def test_no_cache_is_accepted(blockcheck: Run) -> None:
    assert blockcheck("check", "--no-cache", "--python", "/usr/bin/python3").exit_code == 1


# Files and the standard input


def test_a_file_is_analysed_with_its_project(blockcheck: Run) -> None:
    result = blockcheck("check", "service.py", "--output-format", "concise")

    assert result.stdout == CONCISE.replace("2 errors", "1 error").replace(CONCISE.splitlines(keepends=True)[1], "")


def test_standard_input_stands_for_a_file(blockcheck: Run) -> None:
    text = Path("app.py").read_text().replace("return load()", "return 1")
    result = blockcheck("check", "-", "--stdin-filename", "app.py", input=text)

    assert "16 |     return requests.get(" in result.stdout
    assert "news" not in result.stdout
    assert blockcheck("check", "-", "--stdin-filename", "app.py", input="\n\n" + text).stdout.count("18 |") == 1


def test_standard_input_without_a_name(blockcheck: Run) -> None:
    text = b"import requests\r\n\r\nasync def f():\r\n    requests.get('\xc3\xa9')\r\n"
    result = blockcheck("check", "-", "--output-format", "full", input=text)

    assert " --> stdin:4:5\n  |\n4 |     requests.get('é')\n  |     ^^^^^^^^^^^^^^^^^\n" in result.stdout


# Where the report goes


def test_output_file(blockcheck: Run, project: Path) -> None:
    (project / "report.txt").write_text("old")
    result = blockcheck("check", "--output-format", "concise", "--output-file", "report.txt")

    assert (result.output, result.exit_code) == ("", 1)
    assert (project / "report.txt").read_text() == CONCISE
    assert sorted(path.name for path in project.iterdir()) == ["app.py", "pyproject.toml", "report.txt", "service.py"]


def test_output_file_is_for_people_in_a_workflow_too(blockcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    blockcheck("check", "-o", "report.txt")

    assert Path("report.txt").read_text().startswith("error[BLC102]")


def test_output_file_may_be_a_link_or_a_device(blockcheck: Run, project: Path) -> None:
    (project / "real.txt").write_text("old")
    (project / "link.txt").symlink_to("real.txt")

    blockcheck("check", "-o", "link.txt", "--output-format", "concise")
    assert (project / "link.txt").is_symlink()
    assert (project / "real.txt").read_text() == CONCISE

    assert blockcheck("check", "-o", "/dev/null").exit_code == 1
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_report_that_cannot_be_written_leaves_the_old_one(
    blockcheck: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "report.txt").write_text("old")

    def full_disk(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full_disk)
    result = blockcheck("check", "-o", "report.txt")

    assert result.exit_code == 2
    assert result.stderr == (
        "error: --output-file report.txt: cannot be written: No space left on device\n help: name another file\n"
    )
    assert (project / "report.txt").read_text() == "old"
    assert not list(project.glob(".report*"))


def test_characters_that_the_stream_does_not_have(process: Run) -> None:
    result = process("check", "--output-format", "concise", PYTHONIOENCODING="ascii")

    assert "(via load)" in result.stdout
    Path("app.py").write_text(Path("app.py").read_text().replace("news()", "größe()").replace("/news", "/größe"))
    result = process("check", PYTHONIOENCODING="ascii")
    assert "reached from GET /gr\\xf6\\xdfe:" in result.stdout
    assert result.returncode == 1


# Colour and progress


@pytest.mark.parametrize(
    ("options", "environment", "coloured"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        ([], {"FORCE_COLOR": "0"}, False),
    ],
)
def test_colour(
    blockcheck: Run,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    environment: dict[str, str],
    coloured: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert ("\x1b[" in blockcheck("check", *options).stdout) is coloured


def test_a_file_gets_no_colour_unless_told(blockcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    blockcheck("check", "-o", "plain.txt")
    blockcheck("check", "-o", "coloured.txt", "--color", "always")

    assert "\x1b[" not in Path("plain.txt").read_text()
    assert "\x1b[" in Path("coloured.txt").read_text()


def parts_from(terminal: int) -> Iterator[bytes]:
    """What comes from a terminal until its other end is closed."""
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 65536):
            yield part


def run_on_a_terminal(*arguments: str) -> str:
    """What appears on a terminal that shows both streams."""
    outer, inner = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT)}
    code = "import blockcheck.cli.progress as p, blockcheck.__main__ as m; p.PATIENCE = 0; m.main()"
    command = [sys.executable, "-c", code, *arguments]
    with subprocess.Popen(command, stdout=inner, stderr=inner, stdin=inner, env=env):
        os.close(inner)
        shown = b"".join(parts_from(outer))
    os.close(outer)
    return shown.decode()


def test_progress_is_shown_on_a_terminal(project: Path) -> None:
    shown = run_on_a_terminal("check", ".")

    assert "reading files" in shown or "looking for files" in shown
    assert "\x1b[1;31merror[BLC102]" in shown
    assert "looking for files" not in run_on_a_terminal("check", "-q")


def test_progress_waits_before_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0.0, 0.5, 1.5, 1.6])
    monkeypatch.setattr(progress, "monotonic", lambda: next(times))
    shown: list[str] = []

    class Bar:
        def update(self, task: int, description: str, completed: int, total: int | None, count: str) -> None:
            shown.append(f"{description} {completed}/{total} ({count})")

        def stop(self) -> None:
            shown.append("stopped")

    monkeypatch.setattr(progress, "_bar", lambda phase: (Bar(), 0))
    with progress.ProgressBar(shown=True) as bar:
        bar("reading files", 0, 10)
        bar("reading files", 5000, 10000)
        bar("following calls", 0, 0)

    assert shown == ["3/8 reading files 5000/10000 (5,000 of 10,000)", "6/8 following calls 0/None ()", "stopped"]


def test_no_progress_in_a_pipe() -> None:
    assert not progress.wanted(quiet=False)


# Mistakes


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "error: nowhere: does not exist\n help: check the spelling of the path\n"),
        (
            ["--select", "blocking-htp"],
            "error: select: there is no rule `blocking-htp`\n help: did you mean `blocking-http`?\n",
        ),
        (["--config", "selct = 1"], "error: --config has no setting `selct`\n help: did you mean `select`?\n"),
        (["-o", "."], "error: --output-file .: is a folder\n help: name a file\n"),
        (["-o", "no/report"], "error: --output-file no/report: there is no folder no\n help: make the folder first\n"),
        (["--exclude", "!"], "error: exclude: `!` is not a pattern\n help: write it as in a .gitignore file\n"),
        (["x\x1b[31m"], "error: x\\x1b[31m: does not exist\n help: check the spelling of the path\n"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_one_message(blockcheck: Run, arguments: list[str], message: str) -> None:
    result = blockcheck("check", *arguments)

    assert (result.stdout, result.stderr, result.exit_code) == ("", message, 2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-", "app.py"], "Error: `-` stands alone: the standard input is one file"),
        (
            ["--stdin-filename", "a.py"],
            "Error: --stdin-filename names the text on the standard input: give the path `-`",
        ),
        (["--output-format", "xml"], "Invalid value for '--output-format': 'xml' is not one of 'full', 'concise'"),
        (["--slect", "X"], "'--slect'"),
    ],
)
def test_wrong_usage(blockcheck: Run, arguments: list[str], message: str) -> None:
    result = blockcheck("check", *arguments, input="")

    assert message in result.stderr
    assert (result.stdout, result.exit_code) == ("", 2)


def test_a_wrong_rule_file_is_named(blockcheck: Run) -> None:
    Path("acme.toml").write_text("[[blocks]]\nnmaes = []\n")
    Path("blockcheck.toml").write_text('rules = ["acme.toml"]\n')
    result = blockcheck("check")

    assert "acme.toml:2: unknown key `nmaes`" in result.stderr
    assert (result.stdout, result.exit_code) == ("", 2)


def test_a_file_that_cannot_be_parsed(blockcheck: Run) -> None:
    Path("broken.py").write_text("def f(:\n")
    result = blockcheck("check", "--select", "BLC101")

    assert " --> broken.py:1:7\n  |\n1 | def f(:\n  |       ^\n  = help: " in result.stdout
    assert result.exit_code == 1


def test_a_fault_of_our_own(blockcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object) -> None:
        raise LookupError("lost")

    monkeypatch.setattr(analysis, "build_call_graph", faulty)

    result = blockcheck("check", "--exit-zero")
    assert result.stdout.startswith("error[BLC900] internal-error: blockcheck failed while following calls")
    assert "please report it" in result.stdout
    assert "Traceback" not in result.output
    assert result.exit_code == 2
    assert "Traceback" in blockcheck("check", "-v").stderr


def test_interrupted(blockcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "_check", interrupt)

    assert blockcheck("check").exit_code == 130


def test_a_file_name_forges_no_command(process: Run, project: Path) -> None:
    (project / "a%0A::error::x.py").write_text("def f(:\n")
    (project / "::error::y.py").write_text("def f(:\n")
    result = process("check", GITHUB_ACTIONS="true")

    files = [each.properties["file"] for each in annotations_in(result.stdout)]
    assert sorted(files) == ["::error::y.py", "a%0A::error::x.py", "app.py", "service.py"]


# As a process


def test_exit_status_of_the_process(process: Run) -> None:
    found = process("check", "--output-format", "concise")
    assert (found.stdout, found.stderr, found.returncode) == (CONCISE, "", 1)
    assert process("check", "--select", "BLC101").returncode == 0
    assert process("check", "nowhere").returncode == 2
    assert process().returncode == 2


def test_nothing_heavy_is_imported_before_it_is_needed(process: Run) -> None:
    code = (
        "import sys; from blockcheck.cli import cli; print(sorted({'astroid', 'rich', 'pathspec'} & set(sys.modules)))"
    )
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout == "[]\n"


def test_the_console_script_is_this_module() -> None:
    project = tomli.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["scripts"] == {"blockcheck": "blockcheck.__main__:main"}
