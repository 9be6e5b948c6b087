"""A baseline, changed lines and added comments, by the command line: what they leave out, and what they never lose."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.repositories import commit_all, git

Run = Callable[..., Any]

BASELINE = ".blockcheck-baseline.json"
NEW_ROUTE = """

@app.get("/sport")
async def sport():
    return load()
"""


@pytest.fixture
def repository(project: Path) -> Path:
    commit_all(project)
    return project


def found(result: Any) -> list[str]:
    """The places of the findings, printed in the concise format."""
    return [line.rpartition(": BLC")[0] for line in result.stdout.splitlines() if ": BLC" in line]


def concise(blockcheck: Run, *arguments: str, **more: Any) -> list[str]:
    return found(blockcheck("check", "-q", "--output-format", "concise", *arguments, **more))


# The baseline


def test_only_what_is_new_is_reported(blockcheck: Run, project: Path) -> None:
    result = blockcheck("baseline")
    assert (result.output, result.exit_code) == (
        f"Accepted 2 findings, started in 2 places, in {BASELINE}.\n",
        0,
    )
    result = blockcheck("check")
    assert result.stdout.startswith("No new blocking calls found in 2 files (2 in the baseline)")
    assert result.exit_code == 0

    with (project / "app.py").open("a") as file:
        file.write(NEW_ROUTE)
    assert concise(blockcheck) == ["app.py:21:12"]
    assert blockcheck("check").exit_code == 1
    assert len(concise(blockcheck, "--no-baseline")) == 3
    document = json.loads(blockcheck("check", "--output-format", "json").stdout)
    (finding,) = document["findings"]
    assert [boundary["function"] for boundary in finding["boundaries"]] == ["app.sport"]
    assert document["summary"]["baselined"] == 1


def test_what_is_resolved_is_told_and_can_be_dropped(blockcheck: Run, project: Path) -> None:
    blockcheck("baseline")
    (project / "service.py").write_text("def load():\n    return 1\n")

    shown = blockcheck("check").stdout
    assert "    BLC102 `requests.get` in load (service.py), started by news (app.py)\n" in shown
    assert "(1 in the baseline, 1 resolved)" in shown
    document = json.loads(blockcheck("check", "--output-format", "json").stdout)
    assert [entry["function"] for entry in document["resolved"]] == ["load"]

    result = blockcheck("baseline", "--prune")
    assert result.stdout.startswith(
        f"Dropped 1 finding, started in 1 place, from {BASELINE}:\n    BLC102 `requests.get`"
    )
    assert "to be dropped" not in blockcheck("check").stdout
    assert blockcheck("baseline", "--prune").stdout == f"There is nothing to drop from {BASELINE}.\n"
    assert len(json.loads((project / BASELINE).read_text())["findings"]) == 1


def test_pruning_accepts_nothing(blockcheck: Run, project: Path) -> None:
    blockcheck("baseline", "--select", "BLC101")
    blockcheck("baseline", "--prune")

    assert len(concise(blockcheck)) == 2
    (project / BASELINE).unlink()
    result = blockcheck("baseline", "--prune")
    assert result.stderr == "error: there is no baseline to prune\n help: `blockcheck baseline` writes one\n"
    assert result.exit_code == 2


def test_what_was_not_looked_at_is_not_resolved(blockcheck: Run, project: Path) -> None:
    (project / "other").mkdir()
    (project / "other" / "jobs.py").write_text("import time\n\n\nasync def job():\n    time.sleep(1)\n")
    blockcheck("baseline")

    for options in (["other"], ["--select", "BLC101"], ["other/jobs.py"]):
        assert "resolved" not in blockcheck("check", *options).stdout.replace("loop code resolved", "")
    (project / "other" / "jobs.py").write_text("def f(:\n")
    assert "1 resolved" not in blockcheck("check").stdout
    result = blockcheck("baseline", "--prune")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: other/jobs.py: ")
    (project / "other" / "jobs.py").unlink()
    assert "1 resolved" in blockcheck("check").stdout


def test_it_is_found_from_below_and_named_from_anywhere(
    blockcheck: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "pyproject.toml").write_text('[tool.blockcheck]\nbaseline = "quality/known.json"\n')
    (project / "quality").mkdir()
    (project / "empty").mkdir()
    blockcheck("baseline")

    assert (project / "quality" / "known.json").is_file()
    assert concise(blockcheck) == []
    monkeypatch.chdir(project / "empty")
    assert concise(blockcheck, "..") == []
    assert len(concise(blockcheck, "..", "--isolated")) == 2
    assert concise(blockcheck, "..", "--isolated", "--baseline", "../quality/known.json") == []


def test_it_lies_beside_the_configuration(blockcheck: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "blockcheck.toml").touch()
    (project / "inner").mkdir()
    monkeypatch.chdir(project / "inner")
    blockcheck("baseline")

    assert (project / BASELINE).is_file()
    assert list((project / "inner").iterdir()) == []


def test_a_file_that_cannot_be_read_is_no_obstacle_to_a_baseline(blockcheck: Run, project: Path) -> None:
    (project / "bad.py").write_text("def f(:\n")
    result = blockcheck("baseline")

    assert result.exit_code == 0
    assert result.stderr.startswith("warning: bad.py: ")
    assert [line for line in blockcheck("check").stdout.splitlines() if line.startswith("error[")] == [
        next(line for line in blockcheck("check", "--no-baseline").stdout.splitlines() if "BLC901" in line)
    ]


@pytest.mark.parametrize("content", ["nonsense", '{"version": 1, "findings": {}}', '{"plugins_used": []}'])
def test_a_foreign_baseline_is_one_message(blockcheck: Run, project: Path, content: str) -> None:
    (project / BASELINE).write_text(content)
    result = blockcheck("check")

    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: baseline {BASELINE}: is no ")
    assert result.stderr.count("\n") == 2
    assert blockcheck("check", "--no-baseline").exit_code == 1
    assert blockcheck("baseline").exit_code == 0  # written anew


def test_a_baseline_that_is_not_there_is_one_message(blockcheck: Run) -> None:
    result = blockcheck("check", "--baseline", "nowhere.json")

    assert result.stderr == (
        "error: baseline nowhere.json: cannot be read: No such file or directory\n help: name a file that exists\n"
    )


def test_a_baseline_that_cannot_be_written_is_one_message(blockcheck: Run) -> None:
    result = blockcheck("baseline", "--baseline", "nowhere/known.json")

    assert result.exit_code == 2
    assert "known.json: cannot be written: No such file or directory" in result.stderr


# Changed lines


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("service.py", "requests.get(", "requests.get(  # here\n        ", ["app.py:11:12"]),
        ("service.py", "def load():", "def load() -> object:", ["app.py:11:12"]),
        ("app.py", "return load()", "return  load()", ["app.py:11:13"]),
        ("app.py", '@app.get("/news")', '@app.get("/latest")', ["app.py:11:12"]),
        ("app.py", "async def weather():", "async def weather(x=1):", ["app.py:16:12"]),
        ("app.py", "app = FastAPI()", "app = FastAPI(title='x')", []),
        ("service.py", "import requests\n", "import requests\n\n", []),
    ],
)
def test_since_a_revision(
    blockcheck: Run, repository: Path, file: str, old: str, new: str, expected: list[str]
) -> None:
    text = (repository / file).read_text()
    assert text.count(old) == 1
    (repository / file).write_text(text.replace(old, new))
    diff = git(repository, "diff") + "\n"

    assert concise(blockcheck, "--since", "HEAD") == expected
    assert concise(blockcheck, "--diff", "-", input=diff) == expected
    (repository / "change.diff").write_text(diff)
    assert concise(blockcheck, "--diff", "change.diff") == expected


def test_a_step_in_the_middle_of_the_path_counts(blockcheck: Run, repository: Path) -> None:
    (repository / "middle.py").write_text("import service\n\n\ndef load():\n    return service.load()\n")
    app = (repository / "app.py").read_text().replace("from service", "from middle")
    (repository / "app.py").write_text(app)
    commit_all(repository)
    assert concise(blockcheck, "--since", "HEAD") == []

    (repository / "middle.py").write_text("import service\n\n\ndef load():\n    return (service.load())\n")
    assert concise(blockcheck, "--since", "HEAD") == ["app.py:11:12"]


def test_the_rest_is_counted_and_does_not_fail_the_run(blockcheck: Run, repository: Path) -> None:
    result = blockcheck("check", "--since", "HEAD")

    assert result.stdout.startswith("No new blocking calls found in 2 files (2 untouched)")
    assert result.exit_code == 0


def test_new_files_are_touched_and_broken_ones_told_of(blockcheck: Run, repository: Path) -> None:
    (repository / "jobs.py").write_text("import time\n\n\nasync def job():\n    time.sleep(1)\n")
    (repository / "bad.py").write_text("def f(:\n")
    assert concise(blockcheck, "--since", "HEAD") == ["bad.py:1:7", "jobs.py:5:5"]

    commit_all(repository)
    assert concise(blockcheck, "--since", "HEAD") == []


def test_both_limits_together(blockcheck: Run, repository: Path) -> None:
    blockcheck("baseline")
    commit_all(repository)
    with (repository / "app.py").open("a") as file:
        file.write(NEW_ROUTE)

    assert concise(blockcheck, "--since", "HEAD") == ["app.py:21:12"]
    commit_all(repository)
    assert concise(blockcheck, "--since", "HEAD") == []
    assert concise(blockcheck) == ["app.py:21:12"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--since", "nonsense"], "git knows no revision `nonsense`"),
        (["--since", "--help"], "git knows no revision `--help`"),
        (["--diff", "nowhere.diff"], "--diff nowhere.diff: cannot be read: No such file or directory"),
        (["--diff", "app.py"], "--diff app.py is no diff: it names no file (`+++ b/app.py`)"),
        (["--diff", "x", "--since", "y"], "--since and --diff exclude each other"),
        (["-", "--since", "HEAD"], "--since and --diff speak of files"),
        (["--reason", "x"], "--reason is one line of text for --add-noqa"),
        (["--add-noqa", "--reason", "x\ny"], "--reason is one line of text for --add-noqa"),
        (["-", "--add-noqa"], "--add-noqa writes into files"),
    ],
)
def test_wrong_use_is_one_message(blockcheck: Run, repository: Path, options: list[str], message: str) -> None:
    result = blockcheck("check", *options, input="import x\n")

    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert git(repository, "status", "--short") == ""


def test_outside_of_a_repository(blockcheck: Run) -> None:
    result = blockcheck("check", "--since", "HEAD")

    assert result.exit_code == 2
    assert "lies in no git repository" in result.stderr


# Comments


def test_add_noqa(blockcheck: Run, project: Path) -> None:
    result = blockcheck("check", "--add-noqa", "--reason", "goes away with the old API")

    assert (result.stdout, result.exit_code) == ("Added comments to 2 lines of 2 files.\n", 0)
    comment = "  # noqa: BLC102 -- goes away with the old API\n"
    assert (project / "service.py").read_text().splitlines(keepends=True)[4].endswith(comment)
    assert blockcheck("check", "--extend-select", "BLC903").exit_code == 0
    assert blockcheck("check", "--add-noqa").stdout == "Added comments to 0 lines of 0 files.\n"


def test_what_is_reported_in_part_is_silenced_in_part(blockcheck: Run, project: Path) -> None:
    blockcheck("baseline")
    with (project / "app.py").open("a") as file:
        file.write(NEW_ROUTE)
    blockcheck("check", "--add-noqa")

    assert "noqa" not in (project / "service.py").read_text()
    assert (project / "app.py").read_text().endswith("    return load()  # noqa: BLC102\n")
    assert concise(blockcheck) == []
    assert len(concise(blockcheck, "--no-baseline")) == 2
