"""The hooks work as pre-commit itself runs them, on a project that names this repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integrations.repositories import commit_all, git

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "docs" / "examples" / "announcements"
SHIPPED = ["blockcheck", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"]


def documented_configuration() -> dict[str, Any]:
    """The block of docs/integrations.md that people copy into their .pre-commit-config.yaml."""
    text = (ROOT / "docs" / "integrations.md").read_text(encoding="utf-8")
    (block,) = [block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if block.startswith("repos:")]
    configuration: dict[str, Any] = yaml.safe_load(block)
    return configuration


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pre-commit clones: this project, in a repository of its own."""
    clone = tmp_path_factory.mktemp("repository")
    for name in SHIPPED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, clone / name)
    commit_all(clone)
    return clone


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environment that it makes, once for both hooks."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "project", ignore=shutil.ignore_patterns("*.db", "__pycache__"))
    commit_all(tmp_path / "project")
    return tmp_path / "project"


def pre_commit(
    project: Path, hook: str, repository: Path, cache: Path, *files: str
) -> subprocess.CompletedProcess[str]:
    (entry,) = documented_configuration()["repos"]
    assert hook in {documented["id"] for documented in entry["hooks"]}
    entry |= {"repo": str(repository), "rev": git(repository, "rev-parse", "HEAD"), "hooks": [{"id": hook}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [entry]}), encoding="utf-8")
    git(project, "add", ".")
    chosen = ["--files", *files] if files else ["--all-files"]
    outside = {name: value for name, value in os.environ.items() if name != "GITHUB_ACTIONS"}
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", hook, *chosen],
        cwd=project,
        env={**outside, "PRE_COMMIT_HOME": str(cache), "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_whole_project_is_checked_whatever_was_changed(project: Path, repository: Path, cache: Path) -> None:
    done = pre_commit(project, "blockcheck", repository, cache, "step3_def.py")

    assert done.returncode == 1, done.stdout
    assert "BLC102" in done.stdout
    assert "BLC103" in done.stdout


@pytest.mark.parametrize(
    ("changed", "found"),
    [("step2_async_def.py", True), ("store.py", True), ("step1_flask.py", False), ("step3_def.py", False)],
)
def test_only_what_concerns_the_changed_files_is_reported(
    project: Path, repository: Path, cache: Path, changed: str, found: bool
) -> None:
    done = pre_commit(project, "blockcheck-changed", repository, cache, changed)

    assert ("BLC103" in done.stdout) == found, done.stdout
    assert done.returncode == int(found), done.stdout
