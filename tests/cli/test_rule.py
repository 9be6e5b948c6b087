"""`blockcheck rule`, `blockcheck config` and `blockcheck --version` tell what there is to know."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from blockcheck import __version__
from blockcheck.catalogue import load_codes

Run = Callable[..., Any]


def test_version(blockcheck: Run, process: Run) -> None:
    assert blockcheck("--version").stdout == f"blockcheck {__version__}\n"
    assert process("--version").stdout == f"blockcheck {__version__}\n"


def test_help(blockcheck: Run) -> None:
    for arguments in (
        ["-h"],
        ["--help"],
        ["catalogue", "-h"],
        ["check", "-h"],
        ["rule", "-h"],
        ["config", "-h"],
        ["explain", "-h"],
        ["graph", "-h"],
        ["routes", "-h"],
    ):
        result = blockcheck(*arguments)
        assert result.stdout.startswith("Usage: blockcheck ")
        assert result.exit_code == 0


@pytest.mark.parametrize("name", ["BLC102", "blc102", "blocking-http", "Blocking-HTTP"])
def test_a_rule_by_code_or_name(blockcheck: Run, name: str) -> None:
    lines = blockcheck("rule", name).stdout.splitlines()

    assert lines[0] == "# blocking-http (BLC102)"
    assert [line for line in lines if line.startswith("## ")] == [
        "## What it does",
        "## Why is this bad?",
        "## Example",
        "## Use instead",
        "## Libraries",
        "## References",
    ]


def test_all_rules(blockcheck: Run) -> None:
    text = blockcheck("rule", "--all").stdout

    assert [line for line in text.splitlines() if line.startswith("# ") and line.endswith(")") and "BLC" in line] == [
        f"# {code.name} ({code.code})" for code in load_codes()
    ]


def test_rules_as_json(blockcheck: Run) -> None:
    one = json.loads(blockcheck("rule", "BLC102", "--output-format", "json").stdout)
    every = json.loads(blockcheck("rule", "--all", "--output-format", "json").stdout)

    assert (one["code"], one["name"], one["severity"]) == ("BLC102", "blocking-http", "error")
    assert [rule["code"] for rule in every] == [code.code for code in load_codes()]


def test_a_rule_that_there_is_not(blockcheck: Run) -> None:
    result = blockcheck("rule", "blocking-slep")

    assert result.stderr == "error: there is no rule `blocking-slep`\n help: did you mean `blocking-sleep`?\n"
    assert result.exit_code == 2


@pytest.mark.parametrize("arguments", [[], ["BLC102", "--all"]])
def test_one_rule_or_all(blockcheck: Run, arguments: list[str]) -> None:
    result = blockcheck("rule", *arguments)

    assert "name one rule, or ask for --all" in result.stderr
    assert result.exit_code == 2


def test_config_shows_values_and_origins(blockcheck: Run, project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.blockcheck]\nsrc = ["lib"]\nignore = ["BLC110"]\n')

    lines = blockcheck("config", "--fail-on", "error").stdout.splitlines()

    assert 'src = ["lib"]  # pyproject.toml' in lines
    assert 'ignore = ["BLC110"]  # pyproject.toml' in lines
    assert 'fail-on = "error"  # command line' in lines
    assert "include-tests = false  # default" in lines


def test_config_is_that_of_the_path(blockcheck: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "blockcheck.toml").write_text("include-tests = true\n")
    monkeypatch.chdir(project.parent)

    assert "include-tests = true  # project/blockcheck.toml" in blockcheck("config", "project/app.py").stdout
    assert "include-tests = true" in blockcheck("config", "-", "--stdin-filename", "project/new.py").stdout
    assert "include-tests = false" in blockcheck("config", "project", "--isolated").stdout
