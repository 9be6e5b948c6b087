"""A report that was kept is printed in every format, and what is no report is told so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from blockcheck.config import OutputFormat

Run = Callable[..., Any]


@pytest.fixture
def kept(blockcheck: Run, project: Path) -> str:
    blockcheck("check", "--output-format", "json", "--output-file", "report.json")
    return "report.json"


@pytest.mark.parametrize("format_", get_args(OutputFormat))
def test_it_looks_as_if_it_were_new(blockcheck: Run, kept: str, format_: str) -> None:
    now = blockcheck("check", "--output-format", format_).stdout

    assert blockcheck("report", kept, "--output-format", format_).stdout == now
    assert blockcheck("report", "-", "--output-format", format_, input=Path(kept).read_bytes()).stdout == now
    blockcheck("report", kept, "--output-format", format_, "-o", "out")
    assert Path("out").read_text() == now


def test_statistics_and_silence(blockcheck: Run, kept: str) -> None:
    assert blockcheck("report", kept, "--statistics").stdout == "2  BLC102  blocking-http\n"
    assert "Found" not in blockcheck("report", kept, "-q").stdout
    assert blockcheck("report", kept).exit_code == 0


@pytest.mark.parametrize(
    "text", ["", "{}", "[" * 100_000, '{"version": 2}', "\udcff".encode("utf-8", "surrogateescape")]
)
def test_what_is_no_report_is_one_message(blockcheck: Run, project: Path, text: str | bytes) -> None:
    Path("report.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    result = blockcheck("report", "report.json")

    assert result.exit_code == 2
    assert result.stderr.startswith("error: report.json: is no report: ")
    assert result.stderr.count("\n") == 2


def test_a_file_that_is_not_there(blockcheck: Run) -> None:
    result = blockcheck("report", "nowhere.json")

    assert (
        result.stderr
        == "error: nowhere.json: cannot be read: No such file or directory\n help: name a file that exists\n"
    )
