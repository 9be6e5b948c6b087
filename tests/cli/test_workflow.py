"""In a GitHub workflow: the lines of the pull request, the summary of the job, and logs that carry no commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.repositories import commit_all, git
from tests.workflow import annotations_in, commands

Run = Callable[..., Any]


@pytest.fixture
def workflow(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of a step; the file for its summary."""
    page = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    return page


def event(folder: Path, monkeypatch: pytest.MonkeyPatch, content: Any) -> None:
    file = folder / "event.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(file))


def first_file(result: Any) -> str:
    return annotations_in(result.stdout)[0].properties["file"]


@pytest.mark.usefixtures("workflow")
@pytest.mark.parametrize("key", ["pull_request", "merge_group"])
def test_lines_of_the_pull_request_come_first(
    blockcheck: Run, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    base = commit_all(project)
    (project / "service.py").write_text((project / "service.py").read_text().replace("load():", "load(*_):"))
    (project / "service.py").write_text((project / "service.py").read_text().replace(".json()", ".text"))
    git(project, "commit", "--quiet", "--all", "--message", "change")
    assert first_file(blockcheck("check")) == "app.py"

    payload: dict[str, Any] = {"pull_request": {"base": {"sha": base, "ref": "main"}, "number": 7}}
    event(tmp_path, monkeypatch, payload if key == "pull_request" else {"merge_group": {"base_sha": base}})
    assert first_file(blockcheck("check")) == "service.py"


@pytest.mark.usefixtures("workflow")
@pytest.mark.parametrize(
    "content",
    ["", "nonsense", "[]", {"pull_request": {"base": {"sha": "0" * 40}}}, {"pull_request": 7}, {"push": {}}],
    ids=str,
)
def test_an_event_that_says_nothing_useful_does_no_harm(
    blockcheck: Run, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: Any
) -> None:
    commit_all(project)
    event(tmp_path, monkeypatch, content)
    result = blockcheck("check")

    assert len(annotations_in(result.stdout)) == 2
    assert (result.stderr, result.exit_code) == ("", 1)


def test_the_summary_of_the_job(blockcheck: Run, workflow: Path) -> None:
    workflow.write_text("from an earlier command\n")
    blockcheck("check")

    text = workflow.read_text()
    assert text.startswith("from an earlier command\n## blockcheck\n\nFound 2 errors")
    assert "| `GET /news` | `requests.get` | `service.py:5` | BLC102 blocking-http (error) |\n" in text
    blockcheck("check", "--output-format", "concise")
    assert workflow.read_text() == text


def test_a_summary_that_is_full_already_is_left_alone(blockcheck: Run, workflow: Path) -> None:
    workflow.write_bytes(b"x" * 1024 * 1024)
    result = blockcheck("check")

    assert workflow.stat().st_size == 1024 * 1024
    assert (result.stderr, result.exit_code) == ("", 1)


@pytest.mark.parametrize("name", ["nowhere/summary.md", "."])
def test_a_summary_that_cannot_be_written_loses_no_finding(
    blockcheck: Run, workflow: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", name)
    result = blockcheck("check")

    assert len(annotations_in(result.stdout)) == 2
    assert result.stderr.startswith(f"warning: GITHUB_STEP_SUMMARY: {name} cannot be written: ")
    assert result.stderr.count("\n") == 1
    assert result.exit_code == 1


@pytest.mark.usefixtures("workflow")
@pytest.mark.parametrize("format_", ["full", "concise", "json", "sarif", "github"])
def test_names_of_files_and_routes_give_no_commands(blockcheck: Run, project: Path, format_: str) -> None:
    evil = "##[error]x%0A::error::y|`z"
    text = (project / "app.py").read_text().replace('"/news"', f'"/{evil}\\n::error::route"')
    (project / f"{evil}.py").write_text(text)
    (project / "::error::bad.py").write_text("def f(:  # ::error::x ##[set-output name=a]b\n")
    result = blockcheck("check", "--output-format", format_)

    forged = [command for command in commands(result.stdout) if command.name not in ("group", "endgroup")]
    assert len(forged) == (4 if format_ == "github" else 0)
    assert all(command.properties for command in forged)
    if format_ == "json":
        assert json.loads(result.stdout)["summary"]["errors"] == 4
