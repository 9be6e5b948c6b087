"""The GitHub action: the scripts of action.yml, run as a runner would run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integrations.repositories import commit_all
from tests.workflow import annotations_in

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "docs" / "examples" / "announcements"
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: dict[str, dict[str, Any]] = {step["id"]: step for step in ACTION["runs"]["steps"] if "id" in step}
BASH = shutil.which("bash")

pytestmark = pytest.mark.skipif(BASH is None, reason="the steps are bash scripts")


class Runner:
    """A stand-in for GitHub's runner: evaluates `${{ … }}`, runs steps, collects their outputs."""

    def __init__(self, workspace: Path, temp: Path, base: str = "") -> None:
        self.workspace = workspace
        self.temp = temp
        self.inputs = {name: entry.get("default", "") for name, entry in ACTION["inputs"].items()}
        self.outputs: dict[str, dict[str, str]] = {}
        self.base = base

    def value_of(self, expression: str) -> str:
        if "||" in expression:
            return next(filter(None, map(self.value_of, expression.split(" || "))), "")
        match expression.split("."):
            case ["inputs", name]:
                return str(self.inputs[name])
            case ["steps", step, "outputs", name]:
                return self.outputs.get(step, {}).get(name, "")
            case ["github", "action_path"]:
                return str(ROOT)
            case ["github", "event", "pull_request", "base", "sha"]:
                return self.base
            case ["github", "event", "merge_group", "base_sha"]:
                return ""
            case _:
                raise AssertionError(f"action.yml uses {expression}, which is not known here")

    def filled_in(self, text: str) -> str:
        return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda found: self.value_of(found[1]), text)

    def run(self, name: str) -> subprocess.CompletedProcess[str]:
        """Run one step; its outputs are there afterwards."""
        step = STEPS[name]
        file = self.temp / f"output-{name}"
        file.write_text("", encoding="utf-8")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
        done = subprocess.run(
            [str(BASH), "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.workspace,
            env={
                **kept,
                **{variable: self.filled_in(value) for variable, value in step["env"].items()},
                "GITHUB_ACTIONS": "true",
                "GITHUB_OUTPUT": str(file),
                "GITHUB_WORKSPACE": str(self.workspace),
                "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
                "GITHUB_EVENT_PATH": str(self.temp / "event.json"),
                "RUNNER_TEMP": str(self.temp),
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        self.outputs[name] = dict(line.split("=", 1) for line in file.read_text(encoding="utf-8").splitlines())
        return done


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner on which the action's install step ran."""
    runner = Runner(tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("runner"))
    done = runner.run("install")
    assert done.returncode == 0, done.stderr
    return runner


@pytest.fixture
def runner(installed: Runner, tmp_path: Path) -> Runner:
    """A runner that has the example checked out."""
    workspace = tmp_path / "workspace"
    shutil.copytree(EXAMPLE, workspace, ignore=shutil.ignore_patterns("*.db", "__pycache__"))
    runner = Runner(workspace, tmp_path)
    runner.outputs = {"install": installed.outputs["install"]}
    return runner


def test_findings_become_annotations_and_outputs(runner: Runner) -> None:
    done = runner.run("check")

    assert done.returncode == 1, done.stderr
    assert [each.name for each in annotations_in(done.stdout)] == ["error", "error"]
    assert "| `GET /announcements` |" in (runner.temp / "summary.md").read_text(encoding="utf-8")
    assert runner.outputs["check"]["errors"] == "2"
    assert runner.outputs["check"]["warnings"] == "0"
    report = json.loads(Path(runner.outputs["check"]["report"]).read_text(encoding="utf-8"))
    assert {finding["rule"] for finding in report["findings"]} == {"BLC102", "BLC103"}


def test_every_output_comes_from_a_step(runner: Runner) -> None:
    runner.run("check")

    values = [runner.filled_in(output["value"]) for output in ACTION["outputs"].values()]
    assert "" not in values


def test_paths_and_options_reach_blockcheck(runner: Runner) -> None:
    runner.workspace.joinpath("my app").mkdir()
    runner.inputs |= {"paths": "step3_def.py\nmy app\n", "args": "--ignore BLC102", "format": "concise"}
    done = runner.run("check")

    assert done.stdout.startswith("No blocking calls found in 6 files")
    assert done.returncode == 0, done.stderr


def test_options_cannot_be_smuggled_in_as_paths(runner: Runner) -> None:
    runner.inputs["paths"] = "--exit-zero"
    assert runner.run("check").returncode == 2


def test_wrong_use_fails_with_its_own_message(runner: Runner) -> None:
    runner.inputs["args"] = "--no-such-option"
    done = runner.run("check")

    assert done.returncode == 2
    assert "--no-such-option" in done.stderr


@pytest.mark.parametrize(
    ("changed", "old", "new", "errors"),
    [
        ("step2_async_def.py", "latest_announcements(limit)", "latest_announcements(limit=limit)", 2),
        ("store.py", "in session.scalars(newest)", "in (session.scalars(newest))", 1),
        ("step3_def.py", "latest_announcements(limit)", "latest_announcements(limit=limit)", 0),
        ("step2_async_def.py", "from fastapi", "# a line above\nfrom fastapi", 0),
        ("README.md", "#", "##", 0),
    ],
)
def test_only_what_concerns_the_pull_request(runner: Runner, changed: str, old: str, new: str, errors: int) -> None:
    runner.base = commit_all(runner.workspace)
    file = runner.workspace / changed
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    commit_all(runner.workspace)
    runner.inputs["changed-only"] = "true"
    done = runner.run("check")

    assert done.returncode == min(errors, 1), done.stdout + done.stderr
    assert runner.outputs["check"]["errors"] == str(errors)


def test_annotations_on_lines_of_the_pull_request_come_first(runner: Runner) -> None:
    base = commit_all(runner.workspace)
    store = runner.workspace / "store.py"
    store.write_text(store.read_text(encoding="utf-8").replace("scalars(newest)", "scalars( newest)"), encoding="utf-8")
    commit_all(runner.workspace)
    event = {"pull_request": {"base": {"sha": base}}}
    (runner.temp / "event.json").write_text(json.dumps(event), encoding="utf-8")

    files = [each.properties["file"] for each in annotations_in(runner.run("check").stdout)]
    assert files == ["store.py", "status_page.py"]


def test_a_shallow_checkout_is_told_what_it_needs(runner: Runner) -> None:
    commit_all(runner.workspace)
    runner.base = "0" * 39 + "1"
    runner.inputs["changed-only"] = "true"
    done = runner.run("check")

    assert done.returncode == 2
    assert "fetch-depth: 0" in done.stderr


def test_what_files_say_is_kept_from_run_to_run(runner: Runner, tmp_path: Path) -> None:
    (kept,) = (step["with"] for step in ACTION["runs"]["steps"] if step.get("uses", "").startswith("actions/cache@"))
    assert kept["path"] == STEPS["check"]["env"]["BLOCKCHECK_CACHE_DIR"]

    runner.outputs["install"]["cache"] = str(tmp_path / "kept")
    runner.inputs["args"] = "--timing"
    assert "6 files were not known from earlier runs" in runner.run("check").stderr
    (tmp_path / "kept").rename(tmp_path / "restored")
    runner.outputs["install"]["cache"] = str(tmp_path / "restored")
    store = runner.workspace / "store.py"
    store.write_text(f"{store.read_text(encoding='utf-8')}# edited\n", encoding="utf-8")
    assert "1 file was not known from earlier runs" in runner.run("check").stderr
