"""Every format says what the report says, reads only the report, and cannot be made to say anything else."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blockcheck.catalogue import load_codes
from blockcheck.config import OutputFormat
from blockcheck.facts import Problem
from blockcheck.findings import (
    INTERNAL_ERROR,
    Accepted,
    AcceptedBoundary,
    Boundary,
    Confidence,
    Edit,
    EntryPoint,
    Finding,
    Fix,
    Location,
    Report,
    Severity,
    Step,
    Summary,
    Unresolved,
)
from blockcheck.reporters import FORMATS, Look, render, rules, statistics
from blockcheck.reporters import json as json_format
from blockcheck.reporters.styled import printable, render_lines
from blockcheck.reporters.wording import reached_from
from tests.workflow import annotations_in, commands

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

SERVICES = """\
import requests

def incidents(url):
    answer = requests.get(url, timeout=5)
    return answer.json()
"""
LONG = "x" * 300


def step(file: str, line: int, column: int, function: str, code: str, **ends: int) -> Step:
    return Step(
        file=file,
        line=line,
        column=column,
        end_line=ends.get("end_line", line),
        end_column=ends.get("end_column", column + len(code)),
        function=function,
        code=code,
    )


CALL = step("app/services.py", 4, 14, "app.services.incidents", "requests.get(url, timeout=5)")
START = step("app/main.py", 12, 12, "app.main.news", "latest(limit)")
MIDDLE = step("app/feed.py", 9, 5, "app.feed.Feed.latest", "incidents(URL)")
OTHER = step("app/admin.py", 30, 9, "app.admin.export", "latest(1_000)")


def boundary(*path: Step, labels: tuple[str, ...]) -> Boundary:
    first = path[0]
    entries = tuple(EntryPoint(label=label, file=first.file, line=1, function=first.function) for label in labels)
    place = {name: getattr(first, name) for name in (*Location.__struct_fields__, "function")}
    return Boundary(**place, entry_points=entries, path=path)


HTTP = Finding(
    **{name: getattr(CALL, name) for name in Step.__struct_fields__},
    rule="BLC102",
    name="blocking-http",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    sink="requests.get",
    message="`requests.get` blocks the event loop: it waits for the server's answer",
    advice="make `news` a plain `def`",
    fixes=(
        Fix(
            title="make `news` a plain `def`",
            safe=True,
            edits=(Edit(file="app/main.py", line=11, column=1, end_line=11, end_column=7, replacement=""),),
        ),
    ),
    fingerprint="f1",
    boundaries=(
        boundary(START, MIDDLE, CALL, labels=("GET /news", "GET /", "POST /news")),
        boundary(OTHER, CALL, labels=("GET /export", "GET /news", "nightly task")),
    ),
)
UNUSED = Finding(
    file="app/main.py",
    line=2,
    column=20,
    end_line=2,
    end_column=34,
    rule="BLC903",
    name="unused-suppression",
    severity=Severity.WARNING,
    confidence=Confidence.CERTAIN,
    function="",
    code="# noqa: BLC102",
    sink="",
    message="the comment silences nothing here",
    advice="remove it",
    fingerprint="f2",
    boundaries=(),
)
BROKEN = Problem(
    file="app/broken.py",
    line=1,
    column=7,
    code="BLC901",
    message="cannot be parsed by Python 3.11: invalid syntax",
    help="correct it",
)
CLOSED = Problem(file="app/closed.py", code="BLC902", message="the file cannot be read", help="give permission")

GUESS = Unresolved(
    file="app/main.py",
    line=12,
    column=20,
    end_line=12,
    end_column=27,
    function="app.main.news",
    code="feed.b()",
    reason="`feed` is a library that is not known",
)


GONE = Accepted(
    rule="BLC101",
    sink="time.sleep",
    file="app/retry.py",
    function="Retry.wait",
    code="sleep(1)",
    boundaries=(AcceptedBoundary(file="app/main.py", function="news", code="wait()"),),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "app").mkdir()
    (tmp_path / "app/services.py").write_text(SERVICES)
    (tmp_path / "app/main.py").write_text("import a\nfrom feed import b  # noqa: BLC102\n")
    (tmp_path / "app/broken.py").write_text("def f(:\n")
    return tmp_path


@pytest.fixture
def report(root: Path) -> Report:
    return Report(
        root=str(root),
        findings=(HTTP, UNUSED),
        problems=(BROKEN, CLOSED),
        unresolved=(GUESS,),
        summary=Summary(
            files=4, functions=9, entry_points=2, call_sites=20, unresolved=3, suppressed=2, errors=3, warnings=1
        ),
    )


def text_of(report: Report, format_: OutputFormat, **look: Any) -> str:
    return render(report, format_, Look(**look))


# Full


def test_full(report: Report) -> None:
    assert (
        text_of(report, "full")
        == """\
error[BLC102] blocking-http: `requests.get` blocks the event loop: it waits for the server's answer
 --> app/services.py:4:14
  |
4 |     answer = requests.get(url, timeout=5)
  |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = reached from GET /news, GET /, POST /news, + 2 more:
     app/main.py:12:12     news         latest(limit)
     app/feed.py:9:5       Feed.latest  incidents(URL)
     app/services.py:4:14  incidents    requests.get(url, timeout=5)
  = also through:
     app/admin.py:30:9  export  latest(1_000)
  = help: make `news` a plain `def`

warning[BLC903] unused-suppression: the comment silences nothing here
 --> app/main.py:2:20
  |
2 | from feed import b  # noqa: BLC102
  |                    ^^^^^^^^^^^^^^
  = help: remove it

error[BLC901] syntax-error: cannot be parsed by Python 3.11: invalid syntax
 --> app/broken.py:1:7
  |
1 | def f(:
  |       ^
  = help: correct it

error[BLC902] unreadable-file: the file cannot be read
 --> app/closed.py:1:1
  = help: give permission

app/main.py:12:20: unresolved `feed.b()`: `feed` is a library that is not known

Found 3 errors and 1 warning in 4 files (2 suppressed); 85 % of the calls in loop code resolved.
"""
    )


def test_full_of_a_direct_call_has_no_path(report: Report) -> None:
    direct = msgspec.structs.replace(HTTP, boundaries=(boundary(CALL, labels=("GET /news",)),))

    assert "  = reached from GET /news\n  = help" in text_of(
        msgspec.structs.replace(report, findings=(direct,)), "full"
    )


def test_full_counts_the_places_that_it_does_not_show(report: Report) -> None:
    many = tuple(boundary(msgspec.structs.replace(OTHER, line=n), CALL, labels=()) for n in range(1, 40))
    text = text_of(msgspec.structs.replace(report, findings=(msgspec.structs.replace(HTTP, boundaries=many),)), "full")

    assert "  = reached from export:\n" in text
    assert text.count("app/admin.py:") == 1 + 3
    assert "     + 35 more\n" in text


def test_full_underlines_by_columns_of_the_terminal(report: Report, root: Path) -> None:
    (root / "app/services.py").write_text("\n\n\n\tn = 'größe', '日本'; requests.get(url)\n", encoding="utf-8")
    found = msgspec.structs.replace(HTTP, column=21, end_column=38, boundaries=())

    lines = text_of(msgspec.structs.replace(report, findings=(found,)), "full").splitlines()

    assert lines[3] == "4 |     n = 'größe', '日本'; requests.get(url)"
    assert lines[4] == "  | " + " " * (4 + 19 + 2) + "^" * 17


def test_full_underlines_a_call_of_several_lines_to_the_end_of_the_first(report: Report) -> None:
    found = msgspec.structs.replace(HTTP, end_line=9, end_column=2, boundaries=())

    lines = text_of(msgspec.structs.replace(report, findings=(found,)), "full").splitlines()

    assert lines[4] == "  |              " + "^" * len("requests.get(url, timeout=5)")


@pytest.mark.parametrize(("before", "call"), [(0, 17), (50, 17), (250, 17), (250, 400), (0, 400)])
def test_full_shows_the_part_of_a_long_line_that_matters(report: Report, root: Path, before: int, call: int) -> None:
    line = "a" * before + "C" * call + "b" * 200
    (root / "app/services.py").write_text("\n\n\n" + line + "\n")
    found = msgspec.structs.replace(HTTP, column=before + 1, end_column=before + call + 1, boundaries=())

    lines = text_of(msgspec.structs.replace(report, findings=(found,)), "full").splitlines()
    shown, marks = lines[3], lines[4]

    assert len(shown) < 130
    marked = shown[marks.index("^") : marks.rindex("^") + 1]
    assert set(marked) == {"C"}
    assert len(marked) == min(call, len(marked)) >= 17


def test_full_does_without_the_file(report: Report, root: Path) -> None:
    (root / "app/services.py").unlink()

    assert text_of(report, "full").splitlines()[3:5] == [
        "4 | requests.get(url, timeout=5)",
        "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
    ]


def test_full_prefers_the_text_that_was_analysed(report: Report) -> None:
    text = text_of(report, "full", texts={"app/services.py": b"\n\n\n    edited = requests.get(url, timeout=5)\n"})

    assert "4 |     edited = requests.get" in text


def test_full_never_wraps_and_keeps_tables_narrow(report: Report) -> None:
    wide = msgspec.structs.replace(CALL, code=LONG)
    found = msgspec.structs.replace(HTTP, boundaries=(boundary(START, wide, labels=("GET /",)),))
    text = text_of(msgspec.structs.replace(report, findings=(found,)), "full")

    assert max(len(line) for line in text.splitlines() if "app/services.py:4:14  incidents" in line) <= 120


def test_colour_adds_nothing_but_colour(report: Report) -> None:
    for format_ in ("full", "concise"):
        coloured = text_of(report, format_, colour=True)
        assert "\x1b[" in coloured
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text_of(report, format_)


@pytest.mark.parametrize(
    ("summary", "sentence"),
    [
        (Summary(), "No Python files found."),
        (Summary(files=1), "No blocking calls found in 1 file."),
        (Summary(files=2, suppressed=1), "No blocking calls found in 2 files (1 suppressed)."),
        (Summary(files=2, errors=1), "Found 1 error in 2 files."),
        (Summary(files=1, warnings=2), "Found 2 warnings in 1 file."),
        (
            Summary(files=1, call_sites=3, unresolved=1),
            "No blocking calls found in 1 file; 66 % of the calls in loop code resolved.",
        ),
    ],
)
def test_the_last_line_sums_up(summary: Summary, sentence: str) -> None:
    report = Report(root="/", summary=summary)

    for format_ in ("full", "concise"):
        assert text_of(report, format_) == f"{sentence}\n"
        assert text_of(report, format_, summary=False) == ""


def test_without_the_summary_findings_end_the_text(report: Report) -> None:
    problems = msgspec.structs.replace(report, unresolved=())

    assert text_of(problems, "full", summary=False).endswith("\n  = help: give permission\n")


# Concise


def test_concise(report: Report) -> None:
    message = "BLC102 blocking-http `requests.get` blocks the event loop: it waits for the server's answer"

    assert text_of(report, "concise").splitlines() == [
        f"app/admin.py:30:9: {message} (via incidents)",
        "app/broken.py:1:7: BLC901 syntax-error cannot be parsed by Python 3.11: invalid syntax",
        "app/closed.py:1:1: BLC902 unreadable-file the file cannot be read",
        "app/main.py:2:20: BLC903 unused-suppression the comment silences nothing here",
        f"app/main.py:12:12: {message} (via Feed.latest → incidents)",
        "app/main.py:12:20: unresolved `feed.b()`: `feed` is a library that is not known",
        "Found 3 errors and 1 warning in 4 files (2 suppressed); 85 % of the calls in loop code resolved.",
    ]


def test_functions_go_by_their_name_without_the_module(report: Report) -> None:
    package = step("src/app/__init__.py", 1, 1, "app.make.<locals>.inner", "f()")
    body = step("src/app/x.py", 1, 1, "app.x", "f()")
    foreign = step("elsewhere.py", 1, 1, "other.name", "f()")
    found = msgspec.structs.replace(HTTP, boundaries=(boundary(START, package, body, foreign, labels=()),))

    text = text_of(msgspec.structs.replace(report, findings=(found,), problems=()), "concise")

    assert "(via make.<locals>.inner → <module> → other.name)" in text


def entry(label: str, function: str = "app.main.news") -> EntryPoint:
    return EntryPoint(label=label, file="app/main.py", line=1, function=function)


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        (["async def app.main.news", "GET /"], "GET /, async def news"),
        (["GET /", "GET /", "POST /"], "GET /, POST /"),
        (["A", "B", "C", "D", "E"], "A, B, C, + 2 more"),
        (["x" * 50, "y" * 50, "z"], "x" * 50 + ", + 2 more"),
        (["x" * 500], "x" * 500),
    ],
)
def test_entry_points_are_few_and_those_with_a_name_first(labels: list[str], sentence: str) -> None:
    best = msgspec.structs.replace(HTTP.boundaries[0], entry_points=tuple(map(entry, labels)))

    assert reached_from(msgspec.structs.replace(HTTP, boundaries=(best,))) == sentence


# GitHub


def test_github(report: Report) -> None:
    text = text_of(report, "github")
    http, broken, closed, unused = (line for line in text.splitlines() if re.match("::(error|warning) ", line))
    place = "file=app/services.py,line=4,endLine=4,col=14,endColumn=42"

    assert http == "%0A".join(
        [
            f"::error title=BLC102 blocking-http,{place}::{HTTP.message}",
            "reached from GET /news, GET /, POST /news, + 2 more",
            "app/main.py:12:12 news: latest(limit)",
            "app/feed.py:9:5 Feed.latest: incidents(URL)",
            "app/services.py:4:14 incidents: requests.get(url, timeout=5)",
            "help: make `news` a plain `def`",
        ]
    )
    place = "file=app/main.py,line=2,endLine=2,col=20,endColumn=34"
    said = "the comment silences nothing here%0Ahelp: remove it"
    assert unused == f"::warning title=BLC903 unused-suppression,{place}::{said}"
    said = "cannot be parsed by Python 3.11: invalid syntax%0Ahelp: correct it"
    assert broken == f"::error title=BLC901 syntax-error,file=app/broken.py,line=1,col=7::{said}"
    said = "the file cannot be read%0Ahelp: give permission"
    assert closed == f"::error title=BLC902 unreadable-file,file=app/closed.py,line=1,col=1::{said}"


def test_github_files_are_relative_to_the_repository(report: Report) -> None:
    assert ",file=backend/app/services.py," in text_of(report, "github", folder="backend")


def test_github_leaves_out_a_column_that_is_on_another_line(report: Report) -> None:
    found = msgspec.structs.replace(HTTP, end_line=6, end_column=2)
    (first, *_) = annotations_in(text_of(msgspec.structs.replace(report, findings=(found,)), "github"))

    assert first.properties.keys() == {"title", "file", "line", "endLine", "col"}
    assert first.properties["endLine"] == "6"


# JSON


def test_json_is_what_the_schema_says(report: Report) -> None:
    document = json.loads(text_of(report, "json"))

    VALIDATOR.validate(document)
    assert document["version"] == 1
    assert document["findings"][0]["severity"] == "error"
    assert document["unresolved"][0]["reason"] == "`feed` is a library that is not known"
    assert document["findings"][0]["boundaries"][0]["path"][1]["function"] == "app.feed.Feed.latest"


def test_schema_knows_every_field_and_no_other() -> None:
    VALIDATOR.check_schema(SCHEMA)
    types = {
        "finding": Finding,
        "boundary": Boundary,
        "entry_point": EntryPoint,
        "step": Step,
        "fix": Fix,
        "edit": Edit,
    }
    types |= {"problem": Problem, "unresolved": Unresolved, "accepted": Accepted, "summary": Summary}

    for name, type_ in types.items():
        schema = SCHEMA["$defs"][name]
        assert set(schema["properties"]) == set(type_.__struct_fields__)
        assert set(schema["required"]) == set(type_.__struct_fields__)
    assert set(SCHEMA["$defs"]["problem"]["properties"]["code"]["enum"]) == {"BLC901", "BLC902", INTERNAL_ERROR}


def test_schema_refuses_what_is_not_a_report(report: Report) -> None:
    document = json.loads(text_of(report, "json"))
    document["findings"][0]["severity"] = "ERROR"
    document["findings"][0]["boundaries"][0]["path"] = []
    document["summary"]["files"] = -1
    document["more"] = 1

    assert len(list(VALIDATOR.iter_errors(document))) == 4


def test_what_is_resolved_is_told(report: Report) -> None:
    narrowed = msgspec.structs.replace(report.summary, baselined=7, untouched=1)
    report = msgspec.structs.replace(report, resolved=(GONE,), summary=narrowed)

    document = json.loads(text_of(report, "json"))
    VALIDATOR.validate(document)
    assert document["resolved"][0]["boundaries"][0]["function"] == "news"
    assert json_format.read(json.dumps(document), report.root) == report
    full, counts = text_of(report, "full"), "(2 suppressed, 7 in the baseline, 1 untouched, 1 resolved)"
    assert "    BLC101 `time.sleep` in Retry.wait (app/retry.py), started by news (app/main.py)\n" in full
    assert f"Found 3 errors and 1 warning in 4 files {counts}; " in full


@pytest.mark.parametrize("format_", get_args(OutputFormat))
def test_what_was_read_back_looks_the_same_in_every_format(report: Report, format_: OutputFormat) -> None:
    again = json_format.read(text_of(report, "json"), report.root)

    assert again == report
    assert text_of(again, format_) == text_of(report, format_)


def test_what_is_no_report_cannot_be_read() -> None:
    for text in ("", "{}", '{"version": 2, "findings": [], "problems": [], "summary": {}}'):
        with pytest.raises(msgspec.DecodeError):
            json_format.read(text, "/")


# Every format


def test_every_format_has_a_reporter() -> None:
    assert set(FORMATS) == set(get_args(OutputFormat))


HOSTILE = st.text(
    st.sampled_from("a/.:,;%'\"`|<>[]()\\\n\r\t\x1b\x07\x00\x7f\x9b\u202e\u2028\ufeff\u200b日é→")
    | st.characters(codec="utf-8"),
    min_size=1,
    max_size=30,
) | st.sampled_from(
    [
        "a%0A::error::x.py",
        "\n::error::forged",
        "##[error]forged",
        "::endgroup::",
        "x\r\n::set-output name=a::b",
        "\x1b]0;title\x07",
        "a,line=1::x",
    ]
)


@st.composite
def hostile_reports(draw: st.DrawFn) -> Report:
    """A report of which every text was chosen by an enemy."""
    texts = {name: draw(HOSTILE) for name in ("file", "code", "function", "message", "advice", "sink", "label", "help")}
    call = step(texts["file"], 1, 1, texts["function"], texts["code"])
    found = msgspec.structs.replace(
        HTTP,
        **{name: getattr(call, name) for name in Step.__struct_fields__},
        message=texts["message"],
        advice=texts["advice"],
        sink=texts["sink"],
        boundaries=(boundary(START, call, labels=(texts["label"],)), boundary(call, labels=())),
    )
    problem = Problem(file=texts["file"], code="BLC902", message=texts["message"], help=texts["help"])
    return Report(root="/nowhere", findings=(found,), problems=(problem,), summary=Summary(files=1, errors=2))


def control_characters(text: str) -> Iterator[str]:
    return (char for char in text if not char.isprintable() and char != "\n")


@pytest.mark.parametrize("format_", ["full", "concise", "json", "github"])
@given(report=hostile_reports())
def test_no_text_steers_the_terminal(format_: OutputFormat, report: Report) -> None:
    assert set(control_characters(text_of(report, format_))) == set()
    coloured = re.sub(r"\x1b\[[0-9;]*m", "", text_of(report, format_, colour=True))
    assert set(control_characters(coloured)) == set()


@given(report=hostile_reports())
def test_no_text_makes_a_line_of_its_own(report: Report) -> None:
    harmless = Report(root="/nowhere", findings=(HTTP,), problems=(CLOSED,), summary=report.summary)
    expected = len(text_of(harmless, "concise").split("\n"))
    assert len(text_of(report, "concise").split("\n")) == expected


@pytest.mark.parametrize("format_", ["full", "concise"])
def test_a_file_name_at_the_start_of_a_line_is_no_command(report: Report, format_: OutputFormat) -> None:
    call = msgspec.structs.replace(CALL, file="::error::x.py")
    found = msgspec.structs.replace(HTTP, file=call.file, boundaries=(boundary(call, START, labels=()),))
    text = text_of(msgspec.structs.replace(report, findings=(found, found), problems=()), format_)

    assert "./::error::x.py:4:14" in text
    assert [line for line in text.splitlines() if line.lstrip().startswith("::")] == []  # the runner skips blanks


def shown(text: str) -> str:
    """A text as it comes out at GitHub: its line ends as they are, other control characters as escapes."""
    return "".join(char if char in "\r\n" else printable(char) for char in text)


@given(report=hostile_reports())
def test_github_reads_what_was_meant(report: Report) -> None:
    found, problem = report.findings[0], report.problems[0]
    group, end, first, second = commands(text_of(report, "github"))

    assert (group.name, end.name, first.name, second.name) == ("group", "endgroup", "error", "error")
    assert first.properties["file"] == second.properties["file"] == shown(found.file)
    assert first.properties["line"] == "1"
    assert first.message.startswith(shown(found.message) + "\nreached from ")
    assert second.message == shown(f"{problem.message}\nhelp: {problem.help}")


@given(report=hostile_reports())
def test_json_carries_every_text_unchanged(report: Report) -> None:
    text = text_of(report, "json")

    VALIDATOR.validate(json.loads(text))
    assert json_format.read(text, report.root) == report


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ü 日", "plain ü 日"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\nb\tc", "a\\nb\\tc"),
        ("\u202eevil", "\\u202eevil"),
        ("\udcff", "\\udcff"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_lines_end_without_blanks() -> None:
    assert render_lines([(("a  ", ""),), ()], colour=False) == "a\n\n"


# Statistics and rules


def test_statistics(report: Report) -> None:
    many = msgspec.structs.replace(report, findings=(HTTP,) * 12 + (UNUSED,))

    assert statistics.render(many).splitlines() == [
        "12  BLC102  blocking-http",
        " 1  BLC901  syntax-error",
        " 1  BLC902  unreadable-file",
        " 1  BLC903  unused-suppression",
    ]
    assert json.loads(statistics.render_json(many))[0] == {"code": "BLC102", "name": "blocking-http", "count": 12}
    assert statistics.render(Report(root="/")) == ""


def test_a_page_says_all_that_is_known_of_a_rule() -> None:
    for rule in load_codes():
        page = rules.page(rule)
        for text in (
            rule.code,
            rule.name,
            rule.severity,
            rule.what,
            rule.why,
            rule.example,
            rule.instead,
            *rule.references,
        ):
            assert text.strip() in page


def test_rules_as_json_have_every_key() -> None:
    (first, *_) = load_codes()
    document = json.loads(rules.as_json(first))

    assert set(document) == set(type(first).__struct_encode_fields__)
    assert json.loads(rules.as_json(load_codes()))[0] == document


# Large reports


@pytest.mark.parametrize("format_", ["json", "sarif"])
@pytest.mark.parametrize("folder", ["", "my app"])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_documents_that_are_written_in_parts_are_whole(
    report: Report, format_: OutputFormat, folder: str, count: int
) -> None:
    odd = msgspec.structs.replace(HTTP, message='"findings": [] []', file="a\u2028[]\n.py")
    report = msgspec.structs.replace(report, findings=(odd,) * count)
    text = text_of(report, format_, folder=folder)

    assert json.dumps(json.loads(text), indent=2, ensure_ascii=format_ == "sarif") + "\n" == text.replace(
        "\\u2028", "\\u2028" if format_ == "sarif" else "\u2028"
    )


@pytest.mark.parametrize(("format_", "most"), [("json", 2.5), ("sarif", 6)])
def test_a_large_report_takes_little_more_room_than_its_text(format_: OutputFormat, most: float) -> None:
    report = Report(root="/", findings=(msgspec.structs.replace(HTTP, boundaries=HTTP.boundaries * 100),) * 30)
    text_of(report, format_)
    tracemalloc.start()
    try:
        text = text_of(report, format_)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < most * len(text)
