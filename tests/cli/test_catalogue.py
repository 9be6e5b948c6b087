"""`blockcheck catalogue` tells what is known of a name, from which file, and how much is known in all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from blockcheck.catalogue import rules_folder

Run = Callable[..., Any]


def known(blockcheck: Run, name: str) -> dict[str, Any]:
    result = blockcheck("catalogue", name, "--output-format", "json")
    assert result.exit_code == 0, result.stderr
    return dict(json.loads(result.stdout)["name"])


def line_at(place: str) -> str:
    """The line of a shipped rule file that `rules/http/requests.toml:5` points to."""
    file, _, number = place.rpartition(":")
    return (rules_folder().parent / file).read_text("utf-8").splitlines()[int(number) - 1]


def test_a_function(blockcheck: Run) -> None:
    lines = blockcheck("catalogue", "requests.get").stdout.splitlines()

    assert lines[0] == "requests.get  callable, defined as requests.api.get"
    assert "Blocks: it waits for the server's answer." in lines
    assert "  rule      blocking-http (BLC102), error" in lines
    assert "  instead   httpx.AsyncClient, of the package httpx" in lines
    assert "  returns   requests.Response" in lines
    (place,) = (line.split()[-1] for line in lines if line.startswith("  said by"))
    assert place.startswith("rules/http/requests.toml:")
    assert line_at(place) == "[[blocks]]"


def test_every_spelling_is_the_same_name(blockcheck: Run) -> None:
    for spelling in ("requests.get", "requests.api.get"):
        found = known(blockcheck, spelling)
        assert (found["name"], found["defined"]) == ("requests.get", "requests.api.get")


def test_conditions_on_arguments(blockcheck: Run) -> None:
    assert "  unless    `block` is `False` or `timeout` is `0`" in blockcheck("catalogue", "queue.Queue.get").stdout
    (row,) = known(blockcheck, "queue.Queue.get")["blocks"]
    assert row["unless"] == ["`block` is `False`", "`timeout` is `0`"]


def test_a_class_lists_its_members_that_block(blockcheck: Run) -> None:
    found = known(blockcheck, "redis.Redis")
    (group,) = (group for group in found["members"] if "get" in group["names"])
    assert {"hgetall", "blpop"} <= set(group["names"])  # of its bases
    assert "pipeline" not in group["names"]  # an exception
    assert group["blocks"][0]["async"] == "redis.asyncio.Redis"
    text = blockcheck("catalogue", "redis.Redis").stdout
    assert f"Blocking, {len(group['names'])} names: it waits for Redis." in text


def test_a_module_lists_what_blocks_in_it(blockcheck: Run) -> None:
    names = [name for group in known(blockcheck, "subprocess")["members"] for name in group["names"]]
    assert {"subprocess.run", "subprocess.Popen.wait"} <= set(names)
    assert "Nothing in this module" not in blockcheck("catalogue", "subprocess").stdout


def test_a_name_through_attributes(blockcheck: Run) -> None:
    found = known(blockcheck, "openai.OpenAI.chat.completions.create")
    assert found["name"].endswith(".Completions.create")
    assert found["blocks"][0]["rule"] == "BLC105"


def test_the_async_counterpart_of_the_very_name(blockcheck: Run) -> None:
    assert known(blockcheck, "litellm.embedding")["blocks"][0]["async"] == "litellm.aembedding"


def test_a_name_that_does_not_block(blockcheck: Run) -> None:
    assert "It is not said to block." in blockcheck("catalogue", "requests.Response.json").stdout
    assert "blocks" not in known(blockcheck, "requests.Response.json")


def test_where_a_framework_runs_what_it_is_handed(blockcheck: Run) -> None:
    text = blockcheck("catalogue", "fastapi.Depends").stdout
    assert (
        "  async def on the event loop\n  def       in a worker thread\n  said by   rules/frameworks/fastapi.to" in text
    )
    (row,) = known(blockcheck, "asyncio.to_thread")["runs"]
    assert (row["async"], row["sync"]) == ("none", "thread")


def test_names_of_the_user(blockcheck: Run, project: Path) -> None:
    table = '[[tool.blockcheck.rules.blocks]]\nnames = ["acme.Client.*"]\nrule = "BLC120"\nwhy = "waits for Acme"\n'
    (project / "pyproject.toml").write_text(table)
    assert "  said by   pyproject.toml:1\n" in blockcheck("catalogue", "acme.Client.order").stdout
    assert blockcheck("catalogue", "acme.Client.order", "--isolated").exit_code == 2
    (project / "pyproject.toml").write_text(table.replace("why", "wy"))
    assert "pyproject.toml:4: unknown key `wy`; did you mean `why`?" in blockcheck("catalogue", "acme.x").stderr


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("requests.gett", "`requests.get`"),
        ("requets", "`requests`"),
        ("urlopen", "`urllib.request.urlopen`"),
        ("beautifulsoup4", "`bs4`"),
        ("redis.get", "`redis.Redis.get"),
    ],
)
def test_a_name_of_which_nothing_is_known(blockcheck: Run, name: str, near: str) -> None:
    result = blockcheck("catalogue", name)
    assert result.exit_code == 2
    first, second = result.stderr.splitlines()
    assert first == f"error: nothing is known of `{name}`"
    assert near in second


def test_a_name_like_no_other(blockcheck: Run) -> None:
    assert "help: docs/custom-rules.md" in blockcheck("catalogue", "zzz_qqq_xxx.f").stderr


def test_statistics(blockcheck: Run) -> None:
    counts = json.loads(blockcheck("catalogue", "--statistics", "--output-format", "json").stdout)["statistics"]
    text = blockcheck("catalogue", "--statistics").stdout

    assert counts["packages"]["libraries"] >= 150
    assert counts["packages"]["names"] >= 3000
    for table in ("rules", "folders"):
        assert sum(share["names"] for share in counts[table].values()) == counts["total"]["names"]
    assert counts["total"]["names"] == counts["packages"]["names"] + counts["folders"]["python"]["names"]
    assert f"BLC101 blocking-sleep  {'':>2}" in text
    assert text.startswith(
        f"{counts['total']['names']:,} names that block, in {counts['total']['libraries']} libraries;"
    )


@pytest.mark.parametrize("arguments", [[], ["requests.get", "--statistics"]])
def test_one_name_or_the_statistics(blockcheck: Run, arguments: list[str]) -> None:
    result = blockcheck("catalogue", *arguments)
    assert "name one thing, or ask for --statistics" in result.stderr
    assert result.exit_code == 2
