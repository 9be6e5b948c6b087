"""A baseline knows its findings again, counts what is alike, and says what is wrong with a file that is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from blockcheck.baseline import FILE_NAME, Baseline, accepted, as_text, compare, find_baseline, read_baseline
from blockcheck.config import SettingsError
from blockcheck.findings import Boundary, Finding, Step

Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def start(function: str, code: str = "load()", line: int = 3) -> Boundary:
    """A boundary in a function of app.py."""
    place: dict[str, Any] = {"file": "app.py", "line": line, "column": 5, "end_line": line, "end_column": 11}
    step = Step(**place, function=f"app.{function}", code=code)
    return Boundary(**place, function=f"app.{function}", entry_points=(), path=(step,))


def news_of(findings: list[Finding], baseline: Baseline) -> list[tuple[str, int, list[str]]]:
    """What is new: the code of the cause, its line, and the functions in which it starts."""
    return [
        (found.code, found.line, [boundary.function for boundary in found.boundaries])
        for found in compare(findings, baseline).news
    ]


@pytest.fixture
def load(make_finding: Make) -> Callable[..., Finding]:
    """A finding in `service.load`, by its line and its boundaries."""

    def make(line: int, *boundaries: Boundary, **changes: Any) -> Finding:
        found: Finding = make_finding("service.py", line, *boundaries)
        return msgspec.structs.replace(found, **changes)

    return make


def test_what_was_accepted_is_no_news(load: Make, project: Path) -> None:
    found = [load(5, start("news"), start("weather")), load(9, start("news"), sink="requests.post")]
    baseline = accepted(found, str(project))

    compared = compare(found, baseline)
    assert (compared.news, compared.known, compared.missing) == ((), 2, ())


def test_lines_and_texts_do_not_matter(load: Make, project: Path) -> None:
    baseline = accepted([load(5, start("news"))], str(project))
    moved = load(50, start("news", "load(session)", line=70), code="requests.get(address)")

    assert news_of([moved], baseline) == []


@pytest.mark.parametrize(
    "changes",
    [{"rule": "BLC103"}, {"sink": "requests.post"}, {"function": "service.save"}, {"file": "other.py"}],
    ids=str,
)
def test_another_cause_is_news(load: Make, project: Path, changes: dict[str, str]) -> None:
    baseline = accepted([load(5, start("news"))], str(project))

    assert len(news_of([load(5, start("news"), **changes)], baseline)) == 1


def test_a_new_boundary_of_an_old_cause_is_news_and_nothing_else(load: Make, project: Path) -> None:
    baseline = accepted([load(5, start("news"), start("weather"))], str(project))
    now = [load(5, start("news"), start("sport"), start("weather"))]

    assert news_of(now, baseline) == [("requests.get(url)", 5, ["app.sport"])]
    assert compare([load(5, start("weather"))], baseline).news == ()


def test_one_more_of_what_is_alike_is_news(load: Make, project: Path) -> None:
    old = load(5, start("news"), code="requests.get(a)")
    baseline = accepted([old], str(project))
    new = load(4, start("news"), code="requests.get(b)")

    assert news_of([new, old], baseline) == [("requests.get(b)", 4, ["app.news"])]
    assert news_of([old, new], baseline) == [("requests.get(b)", 4, ["app.news"])]
    assert len(news_of([old, old, old], baseline)) == 2


def test_several_alike_are_told_apart_by_their_starts(load: Make, project: Path) -> None:
    """Both were edited and have changed places."""
    baseline = accepted([load(5, start("news"), code="get(a)"), load(6, start("sport"), code="get(b)")], str(project))
    now = [load(5, start("sport"), code="get(x)"), load(6, start("news"), code="get(y)")]

    assert news_of(now, baseline) == []


def test_one_more_cause_with_several_starts_is_one_finding(load: Make, project: Path) -> None:
    one, other = load(5, start("news"), start("weather")), load(6, start("news"), start("weather"))
    baseline = accepted([one], str(project))

    assert news_of([one, other], baseline) == [("requests.get(url)", 6, ["app.news", "app.weather"])]


def test_one_more_start_in_a_function_is_news(load: Make, project: Path) -> None:
    baseline = accepted([load(5, start("news"))], str(project))

    assert news_of([load(5, start("news"), start("news", line=4))], baseline) == [
        ("requests.get(url)", 5, ["app.news"]),
    ]


def test_what_is_gone_is_missing(load: Make, project: Path) -> None:
    one, other = load(5, start("news"), start("weather")), load(9, start("news"), sink="requests.post")
    baseline = accepted([one, other], str(project))
    compared = compare([load(5, start("weather"))], baseline)

    assert [(entry.sink, [b.function for b in entry.boundaries]) for entry in compared.missing] == [
        ("requests.get", ["news"]),
        ("requests.post", ["news"]),
    ]
    left = baseline.without(compared.missing)
    assert left == accepted([load(5, start("weather"))], str(project))


def test_without_takes_as_many_as_are_gone(load: Make, project: Path) -> None:
    found = [load(5, start("news")), load(6, start("news"))]
    baseline = accepted(found, str(project))
    missing = compare(found[:1], baseline).missing

    assert baseline.without(missing) == accepted(found[:1], str(project))


def test_findings_without_boundaries_are_known_by_their_text(make_finding: Make, project: Path) -> None:
    def unused(text: str, line: int = 1) -> Finding:
        found: Finding = make_finding("app.py", line, code=text, rule="BLC903", sink="", function="")
        return msgspec.structs.replace(found, boundaries=())

    baseline = accepted([unused("# noqa: BLC101"), unused("# noqa: BLC101", 2)], str(project))

    assert compare([unused("# noqa: BLC101", 8), unused("# noqa: BLC101", 9)], baseline).news == ()
    assert len(compare([unused("# noqa: BLC101")] * 3, baseline).news) == 1
    assert len(compare([unused("# noqa: BLC102")], baseline).news) == 1


def test_the_folder_that_it_is_used_from_does_not_matter(
    load: Make, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    baseline = accepted([load(5, start("news"))], str(project))
    (project / "inner").mkdir()
    monkeypatch.chdir(project / "inner")
    absolute = {"file": f"{project}/service.py"}
    there = msgspec.structs.replace(start("news"), file=f"{project}/app.py")

    assert news_of([load(5, there, **absolute)], baseline) == []


def test_module_names_do_not_matter(load: Make, project: Path) -> None:
    """Whether `service` is called `src.service` depends on what the project imports."""
    baseline = accepted([load(5, start("news"), file="src/service.py", function="service.Api.load")], str(project))

    same = load(5, start("news"), file="src/service.py", function="src.service.Api.load")
    assert news_of([same], baseline) == []


# The file


def test_it_reads_what_it_writes(load: Make, project: Path) -> None:
    baseline = accepted(
        [load(5, start("news", 'load("ü\n")'), start("weather")), load(7, start("news"), rule="BLC103")], str(project)
    )
    file = project / FILE_NAME
    file.write_text(as_text(baseline), encoding="utf-8")

    assert read_baseline(file) == baseline
    assert read_baseline(Path(FILE_NAME)).folder == str(project)
    assert as_text(accepted([], str(project))) == '{\n"version": 1,\n"findings": [\n]\n}\n'


def test_each_boundary_has_a_line_and_the_order_is_that_of_functions(load: Make, project: Path) -> None:
    found = [load(5, start("weather"), start("news")), load(1, start("news"), function="service.all")]
    text = as_text(accepted(found, str(project)))

    assert text == as_text(accepted(found[::-1], str(project)))
    head = '{"rule": "BLC102", "sink": "requests.get", "file": "service.py", "function": '
    tail = ', "code": "requests.get(url)", "boundaries": ['
    assert text.splitlines()[3:-2] == [
        f'{head}"all"{tail}',
        '  {"file": "app.py", "function": "news", "code": "load()"}',
        "]},",
        f'{head}"load"{tail}',
        '  {"file": "app.py", "function": "news", "code": "load()"},',
        '  {"file": "app.py", "function": "weather", "code": "load()"}',
        "]}",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is no JSON: Input data was truncated"),
        (b"<<<<<<< HEAD\n", "is no JSON: JSON is malformed"),
        (b'{"version": 1, "findings": [\xff]}', "is no JSON"),
        (b"[]", "is no baseline of this version: Expected `object`, got `array`"),
        (b'{"version": 2, "findings": []}', "is no baseline of this version: Invalid enum value 2 - at `$.version`"),
        (b'{"version": "1.5.0", "plugins_used": [], "results": {}}', "is no baseline of this version"),
        (b'{"version": 1, "findings": [{"rule": 7}]}', "`$.findings[0].rule`"),
        (b'{"version": 1, "findings": ' + b"[" * 100_000, "is no"),
    ],
    ids=range(8),
)
def test_what_is_no_baseline_is_told_so(project: Path, content: bytes, message: str) -> None:
    (project / FILE_NAME).write_bytes(content)

    with pytest.raises(SettingsError) as caught:
        read_baseline(project / FILE_NAME)
    assert str(caught.value).startswith(f"baseline {FILE_NAME}: ")
    assert message in str(caught.value)
    assert "--no-baseline" in caught.value.help


def test_what_cannot_be_read_is_told_so(project: Path) -> None:
    with pytest.raises(SettingsError, match=r"baseline nowhere\.json: cannot be read: No such file"):
        read_baseline(Path("nowhere.json"))
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        read_baseline(project)


def test_the_nearest_one_is_found_within_the_repository(project: Path) -> None:
    inner = project / "backend" / "app"
    inner.mkdir(parents=True)
    assert find_baseline(str(inner)) is None

    (project / FILE_NAME).touch()
    assert find_baseline(str(inner)) == project / FILE_NAME
    (project / "backend" / ".git").mkdir()
    assert find_baseline(str(inner)) is None
    (inner / FILE_NAME).touch()
    assert find_baseline(str(inner)) == inner / FILE_NAME


def test_a_hostile_text_is_no_more_than_a_text(load: Make, project: Path) -> None:
    found = load(5, start("news", 'x"]}\n'), code="\u2028\x1b[31m")
    text = as_text(accepted([found], str(project)))

    assert json.loads(text)["findings"][0]["boundaries"][0]["code"] == 'x"]}\n'
    assert len(text.split("\n")) == 9
