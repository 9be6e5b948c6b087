"""Annotations stay within what GitHub shows, the important ones first; the summary of the job within its size."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blockcheck.changes import Changes
from blockcheck.facts import Problem
from blockcheck.findings import Accepted, AcceptedBoundary, EntryPoint, Finding, Report, Severity, Step, Summary
from blockcheck.reporters import Look, render, summary
from tests.unit.conftest import boundary, finding
from tests.workflow import annotations_in, commands

Make = Callable[..., Any]


def report_of(*findings: Finding, problems: tuple[Problem, ...] = ()) -> Report:
    return Report(root="/nowhere", findings=findings, problems=problems, summary=Summary(files=3, errors=len(findings)))


def many(errors: int, warnings: int) -> Report:
    """So many findings, each in a file of its own."""
    levels = [Severity.ERROR] * errors + [Severity.WARNING] * warnings
    return report_of(*(finding(f"f{number}.py", 5, severity=level) for number, level in enumerate(levels)))


def step(file: str, line: int) -> Step:
    return Step(file=file, line=line, column=5, end_line=line, end_column=11, function=f"{file[:-3]}.f", code="f()")


# Annotations


@pytest.mark.parametrize(
    ("errors", "warnings", "levels", "left"),
    [
        (10, 10, ["error"] * 10 + ["warning"] * 10, ""),
        (11, 0, ["error"] * 10 + ["notice"], "1 more finding has no annotation"),
        (37, 14, ["error"] * 10 + ["warning"] * 10 + ["notice"], "31 more findings have no annotation"),
    ],
)
def test_no_more_than_github_shows(errors: int, warnings: int, levels: list[str], left: str) -> None:
    log = render(many(errors, warnings), "github")
    found = annotations_in(log)

    assert [each.name for each in found] == levels
    assert left in found[-1].message
    assert all(f"--> f{number}.py:5:12" in log for number in range(errors + warnings))  # the whole list is in the log


def test_problems_take_part(make_finding: Make) -> None:
    problems = tuple(Problem(file=f"p{number}.py", code="BLC901", message="no Python") for number in range(12))
    found = annotations_in(render(report_of(make_finding("app.py", 5), problems=problems), "github"))

    assert [each.name for each in found] == ["error"] * 10 + ["notice"]
    assert "3 more findings" in found[-1].message


def test_what_the_pull_request_touches_comes_first() -> None:
    changes = Changes({"f11.py": ((5, 5),), "f13.py": ((1, 9),), "f2.py": ((6, 6),)})
    found = annotations_in(render(many(13, 2), "github", Look(changes=changes)))

    files = [each.properties.get("file") for each in found]
    assert files[:3] == ["f11.py", "f13.py", "f0.py"]
    assert files.index("f1.py") < files.index("f2.py")


def test_an_annotation_stands_on_the_line_that_was_touched() -> None:
    way = boundary("app.py", 3, "GET /", through=(step("service.py", 7), step("client.py", 5)))
    report = report_of(finding("client.py", 5, way))

    def place_with(changes: Changes | None) -> tuple[str, str]:
        (found,) = annotations_in(render(report, "github", Look(changes=changes, folder="backend")))
        return found.properties["file"], found.properties["line"]

    assert place_with(None) == ("backend/client.py", "5")
    assert place_with(Changes({"app.py": ((3, 3),), "client.py": ((5, 5),)})) == ("backend/client.py", "5")
    assert place_with(Changes({"app.py": ((3, 3),)})) == ("backend/app.py", "3")
    assert place_with(Changes({"service.py": ((7, 7),)})) == ("backend/service.py", "7")


def test_without_findings_the_log_says_so() -> None:
    assert render(report_of(), "github") == "No blocking calls found in 3 files.\n"
    assert render(report_of(), "github", Look(summary=False)) == ""


def test_code_in_the_log_gives_no_commands(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("\n\n\n\n    get('::error::forged ##[error]forged')\n")
    found = finding("app.py", 5, code="##[add-mask]get", message="::stop-commands::x ##[group]y")
    log = render(msgspec.structs.replace(report_of(found), root=str(tmp_path)), "github")

    assert "::error::forged ##[error]forged" in log
    assert [command.name for command in commands(log)] == ["group", "endgroup", "error"]


def test_the_token_depends_on_what_it_closes_in() -> None:
    tokens = [re.findall("::stop-commands::(.*)", render(many(number, 0), "github")) for number in (1, 1, 2)]

    assert tokens[0] == tokens[1] != tokens[2]


# The summary of the job


def rows_of(text: str) -> list[list[str]]:
    """The cells of the table, as GitHub divides them: at every pipe that no backslash or code span protects."""
    rows = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def shown(cell: str) -> str:
    """The text of a cell without its markup."""
    return html.unescape(re.sub(r"</?code>|^`|`$", "", cell))


def test_a_row_for_each_route() -> None:
    one = finding("service.py", 5, boundary("app.py", 3, "GET /news", "GET /"), boundary("app.py", 9, "GET /"))
    other = finding("jobs.py", 7, boundary("jobs.py", 2, "async def jobs.route"), severity=Severity.WARNING)
    text = summary.render(report_of(one, other))

    assert rows_of(text) == [
        ["`GET /`", "`requests.get`", "`service.py:5`", "BLC102 blocking-http (error)"],
        ["`GET /news`", "`requests.get`", "`service.py:5`", "BLC102 blocking-http (error)"],
        ["`async def route`", "`requests.get`", "`jobs.py:7`", "BLC102 blocking-http (warning)"],
    ]
    assert text.startswith("## blockcheck\n\nFound 2 errors in 3 files.\n")


def test_paths_unfold() -> None:
    way = boundary("app.py", 3, "GET /news", through=(step("service.py", 7),))
    text = summary.render(report_of(finding("service.py", 7, way, boundary("app.py", 20))))

    assert "<details><summary><code>service.py:7:12 BLC102 requests.get</code></summary>\n<pre>" in text
    assert "    app.py:3:5  route  load()\n    service.py:7:5  f  f()\nalso through app.py:20:5  route\n" in text
    assert "help: use `httpx.AsyncClient`</pre>\n</details>" in text


def test_places_are_links_where_the_repository_is_known() -> None:
    report = report_of(finding("a b/ü#.py", 7))
    text = summary.render(report, folder="backend", source="https://github.com/o/r/blob/abc")

    assert "[`a b/ü#.py:7`](https://github.com/o/r/blob/abc/backend/a%20b/%C3%BC%23.py#L7)" in text
    assert "](" not in summary.render(report)


def test_problems_and_resolved_findings_are_told() -> None:
    problem = Problem(file="bad.py", line=3, code="BLC901", message="no Python | none")
    gone = Accepted(
        rule="BLC101",
        sink="time.sleep",
        file="app.py",
        function="news",
        code="sleep(1)",
        boundaries=(AcceptedBoundary(file="app.py", function="news", code="sleep(1)"),),
    )
    text = summary.render(msgspec.structs.replace(report_of(problems=(problem,)), resolved=(gone,)))

    assert [shown(cell) for cell in rows_of(text)[0]] == ["", "no Python | none", "bad.py:3", "BLC901 syntax-error"]
    assert "1 finding of the baseline resolved" in text
    assert "BLC101 `time.sleep` in news (app.py)" in text


@pytest.mark.parametrize("room", [summary.MOST_BYTES, 60_000, 3_000, 1_200, 500, 0, -5])
def test_it_takes_no_more_room_than_there_is(room: int) -> None:
    found = [finding(f"f{number}.py", 5, boundary(f"f{number}.py", 1, f"GET /{number}é")) for number in range(300)]
    text = summary.render(report_of(*found), room=room)

    assert len(text.encode()) <= max(room, 0)
    rows, paths = len(rows_of(text)), text.count("<details>")
    assert text.count("</details>") == paths
    if room == summary.MOST_BYTES:
        assert (rows, paths) == (300, 300)
    elif rows or paths:
        left = [f"{300 - rows} rows"] * (rows < 300) + [f"{300 - paths} paths"]
        assert f"There is no room for {' and '.join(left)} more" in text


HOSTILE = st.text(
    st.sampled_from("a|`*_<>[]()!#@&\"'\\:/\n\r\t\x00\x1b\u202eé ") | st.characters(codec="utf-8"),
    min_size=1,
    max_size=20,
) | st.sampled_from(["</pre><script>", "a | b", "``x``", "[x](http://evil)", "\n\n# x", "<!--", "::error::x", "%0A"])


@given(file=HOSTILE, label=HOSTILE, sink=HOSTILE, code=HOSTILE)
def test_no_text_changes_the_page(file: str, label: str, sink: str, code: str) -> None:
    entry = EntryPoint(label=label, file=file, line=1, function="app.route")
    way = msgspec.structs.replace(boundary("app.py", 3), entry_points=(entry,), path=(step(file, 3),))
    report = report_of(finding(file, 5, way, sink=sink, code=code, message=code, advice=label))
    text = summary.render(report, source="https://github.com/o/r/blob/abc")

    (cells,) = rows_of(text)
    assert len(cells) == 4
    assert re.fullmatch(r"`[^`|]*`|<code>(&#\d+;|[^\x00-/:-@\[-`{-\x7f]| )*</code>", cells[0])
    place = r"(`[^`|]*`|<code>(&#\d+;|[^\x00-/:-@\[-`{-\x7f]| )*</code>)"
    link = "" if file.startswith("/") else r"\([\w:/.%~-]+#L5\)"  # a file outside of the repository has no page
    assert re.fullmatch(rf"\[{place}\]{link}" if link else place, cells[2])
    tags = re.findall(r"<[^>]*>", text[text.index("<details>") :])
    assert tags == ["<details>", "<summary>", "<code>", "</code>", "</summary>", "<pre>", "</pre>", "</details>"]
    assert "\n\n" not in text[text.index("<details>") :].rstrip("\n")
    assert set(filter(lambda char: not char.isprintable() and char != "\n", text)) == set()
