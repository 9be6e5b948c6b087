"""The watcher of the truth tests sees where code runs, and a row that is wrong does not pass."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from blockcheck.catalogue.schema import Runs
from tests.truth.recorder import Truth
from tests.truth.rows import Rows, expand

if TYPE_CHECKING:
    from blockcheck.catalogue.schema import Context


def truth_of(sync: Context) -> Truth:
    """A watcher with one row, which says that plain functions run in `sync`."""
    rows = Rows()
    rows.all = [Runs(names=("lib.run",), argument=(0,), sync=sync)]
    truth = Truth(rows)
    truth.phase = "serving"
    return truth


def run_here(truth: Truth) -> None:
    truth.plain("lib.run")()


def run_in_thread(truth: Truth) -> None:
    asyncio.run(asyncio.to_thread(truth.plain("lib.run")))


def run_while_starting(truth: Truth) -> None:
    truth.phase = "startup"
    truth.plain("lib.run")()


def never_run(truth: Truth) -> None:
    truth.plain("lib.run")


def run_as_caller(truth: Truth) -> None:
    def in_thread() -> None:
        truth.calls()
        truth.plain("lib.run")()

    asyncio.run(asyncio.to_thread(in_thread))


@pytest.mark.parametrize(
    ("sync", "drive"),
    [
        ("loop", run_here),
        ("own-loop", run_here),
        ("caller", run_here),
        ("caller", run_as_caller),
        ("own-loop", run_as_caller),
        ("thread", run_in_thread),
        ("startup", run_while_starting),
        ("none", never_run),
    ],
)
def test_a_true_row_passes(sync: Context, drive: object) -> None:
    truth = truth_of(sync)
    assert callable(drive)
    drive(truth)
    assert truth.mistakes() == []


@pytest.mark.parametrize(
    ("sync", "drive", "ran"),
    [
        ("thread", run_here, "loop"),
        ("loop", run_in_thread, "thread"),
        ("loop", run_while_starting, "startup"),
        ("caller", run_in_thread, "thread"),
        ("loop", run_as_caller, "thread"),
        ("none", run_here, "loop"),
        ("thread", never_run, "nothing: it never ran"),
    ],
)
def test_a_wrong_row_does_not(sync: Context, drive: object, ran: str) -> None:
    truth = truth_of(sync)
    assert callable(drive)
    drive(truth)
    assert truth.mistakes() == [f"lib.run , sync: rules say {sync}, it ran on {ran}"]


def test_a_row_that_nobody_drove_is_told() -> None:
    assert truth_of("loop").not_driven() == {"lib.run (0)"}


def test_a_name_without_a_row_is_an_error() -> None:
    with pytest.raises(LookupError, match=r"0 rows for lib\.other"):
        truth_of("loop").rows.find("lib.other")


def test_braces_are_alternatives() -> None:
    assert expand("a.{b,c}.d") == ["a.b.d", "a.c.d"]
    assert expand("a.b") == ["a.b"]
