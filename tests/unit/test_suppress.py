"""What is not asked for is left out, comments silence what they name, and those that silence nothing are told of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from blockcheck.catalogue import load_codes
from blockcheck.catalogue.schema import Code
from blockcheck.config import Settings, SettingsError
from blockcheck.facts import Problem, Suppression
from blockcheck.findings import INTERNAL_ERROR, PROBLEM_NAMES, Boundary, Finding, Severity
from blockcheck.narrow import limited
from blockcheck.suppress import Decided, decide, select_rules

Make = Callable[..., Any]


def code(number: int, name: str, severity: Any = "error") -> Code:
    return Code(
        code=f"BLC{number}", name=name, severity=severity, summary="s", what="w", why="y", example="e", instead="i"
    )


CODES = (
    code(101, "blocking-sleep"),
    code(102, "blocking-http"),
    code(110, "blocking-file", "warning"),
    code(111, "blocking-file-metadata", "off"),
    code(201, "offloaded-too-late"),
    code(901, "syntax-error"),
    code(902, "unreadable-file"),
    code(903, "unused-suppression", "warning"),
)
ON = ["BLC101", "BLC102", "BLC110", "BLC201", "BLC901", "BLC902", "BLC903"]


def comment(line: int, *codes: str, **changes: Any) -> Suppression:
    """`# blockcheck: ignore[codes]` at the end of a statement on one line."""
    text = f"# blockcheck: ignore[{', '.join(codes)}]" if codes else "# blockcheck: ignore"
    fields = {"first": line, "last": line, "codes": codes, "whole_file": False, "style": "blockcheck", "text": text}
    return Suppression(line=line, column=20, **{**fields, **changes})


def noqa(line: int, *codes: str) -> Suppression:
    return comment(line, *codes, style="noqa", text="# noqa" + (f": {', '.join(codes)}" if codes else ""))


def decided(
    *findings: Finding, problems: tuple[Problem, ...] = (), settings: Settings | None = None, **files: Any
) -> Decided:
    """The decision with the comments of `files`, by the stem of their names."""
    settings = settings or Settings()
    comments = {f"{stem}.py": suppressions for stem, suppressions in files.items()}
    return decide(findings, problems, comments, select_rules(settings, CODES), settings)


# Rules


@pytest.mark.parametrize(
    ("settings", "reported"),
    [
        (Settings(), ON),
        (Settings(select=("ALL",)), [each.code for each in CODES]),
        (Settings(select=("BLC1",)), ["BLC101", "BLC102", "BLC110", "BLC111"]),
        (Settings(select=("blocking-http", "BLC201")), ["BLC102", "BLC201"]),
        (Settings(select=("blc102", "Blocking-Sleep")), ["BLC101", "BLC102"]),
        (Settings(select=()), []),
        (Settings(extend_select=("BLC111",)), sorted([*ON, "BLC111"])),
        (Settings(ignore=("BLC1",)), ["BLC201", "BLC901", "BLC902", "BLC903"]),
        (Settings(ignore=("BLC1",), extend_select=("BLC102",)), ["BLC102", "BLC201", "BLC901", "BLC902", "BLC903"]),
        (Settings(select=("BLC10",), ignore=("BLC1",)), ["BLC101", "BLC102"]),
        (Settings(select=("BLC102",), ignore=("blocking-http",)), []),
        (Settings(select=("ALL",), ignore=("ALL",)), []),
    ],
)  # fmt: skip
def test_the_more_specific_selector_decides(settings: Settings, reported: list[str]) -> None:
    assert sorted(select_rules(settings, CODES).reported) == reported


@pytest.mark.parametrize(
    ("settings", "message", "advice"),
    [
        (
            Settings(select=("blocking-htp",)),
            "select: there is no rule `blocking-htp`",
            "did you mean `blocking-http`?",
        ),
        (Settings(ignore=("BLC3",)), "ignore: there is no rule `BLC3`", "did you mean `BLC"),
        (Settings(extend_select=("E501",)), "extend-select: there is no rule `E501`", "there are: BLC101, BLC102"),
        (Settings(select=("",)), "select: there is no rule ``", "there are: "),
        (Settings(per_file_ignores={"a.py": ("nope",)}), "per-file-ignores, `a.py`: there is no rule `nope`", ""),
    ],
)
def test_an_unknown_selector_is_an_error_with_the_nearest_one(settings: Settings, message: str, advice: str) -> None:
    with pytest.raises(SettingsError) as caught:
        select_rules(settings, CODES)
    assert str(caught.value) == message
    assert caught.value.help.startswith(advice)


def test_a_finding_at_severity_off_is_reported_as_warning_where_its_rule_is_named(make_finding: Make) -> None:
    cheap = make_finding("a.py", 1, rule="BLC111", severity=Severity.OFF)
    at_startup = make_finding("a.py", 2, rule="BLC110", severity=Severity.OFF)

    assert decided(cheap, at_startup).findings == ()
    for selector in ("BLC11", "ALL"):
        shown = decided(cheap, at_startup, settings=Settings(select=(selector,))).findings
        assert [(each.line, each.severity) for each in shown] == [(1, Severity.WARNING), (2, Severity.WARNING)]


def test_findings_are_ordered_by_severity_then_place(make_finding: Make) -> None:
    mixed = [
        make_finding("b.py", 9),
        make_finding("a.py", 5, severity=Severity.WARNING, rule="BLC110"),
        make_finding("b.py", 2),
        make_finding("a.py", 7),
    ]

    order = [(each.file, each.line) for each in decided(*mixed).findings]
    assert order == [("a.py", 7), ("b.py", 2), ("b.py", 9), ("a.py", 5)]


def test_problems_are_reported_unless_ignored_by_name() -> None:
    broken = Problem(file="a.py", code="BLC901", message="m")
    failed = Problem(file=".", code=INTERNAL_ERROR, message="m")

    for settings in (Settings(), Settings(select=("BLC102",)), Settings(ignore=("BLC1",))):
        assert decided(problems=(broken, failed), settings=settings).problems == (broken, failed)
    for settings in (Settings(ignore=("syntax-error",)), Settings(ignore=("BLC9",))):
        assert decided(problems=(broken, failed), settings=settings).problems == (failed,)


def test_problems_have_the_names_of_their_rules() -> None:
    known = {rule.code: rule.name for rule in load_codes()}
    assert {code: known[code] for code in PROBLEM_NAMES if code != INTERNAL_ERROR} == {
        code: name for code, name in PROBLEM_NAMES.items() if code != INTERNAL_ERROR
    }


# Files


def patterns(**rows: tuple[str, ...]) -> Settings:
    return Settings(per_file_ignores={pattern.replace("_py", ".py"): codes for pattern, codes in rows.items()})


@pytest.mark.parametrize("codes", [("BLC102",), ("BLC1",), ("blocking-http",), ("ALL",)])
def test_per_file_ignores_at_the_cause_drop_the_finding(make_finding: Make, codes: tuple[str, ...]) -> None:
    assert decided(make_finding("a.py", 1), make_finding("b.py", 1), settings=patterns(a_py=codes)).findings == (
        make_finding("b.py", 1),
    )


def test_per_file_ignores_at_a_boundary_drop_the_boundary(make_finding: Make, make_boundary: Make) -> None:
    there = make_finding("lib.py", 1, make_boundary("a.py", 1), make_boundary("b.py", 1))

    (left,) = decided(there, settings=patterns(a_py=("BLC102",))).findings
    assert [boundary.file for boundary in left.boundaries] == ["b.py"]
    assert decided(there, settings=patterns(a_py=("BLC102",), b_py=("BLC102",))).findings == ()
    assert decided(there, settings=patterns(a_py=("BLC101",))).findings == (there,)


def test_per_file_ignores_take_paths_and_their_opposite(make_finding: Make, monkeypatch: Any, tmp_path: Any) -> None:
    monkeypatch.chdir(tmp_path)
    inside, outside = make_finding("src/a.py", 1), make_finding("a.py", 1)

    def left(pattern: str) -> list[str]:
        settings = Settings(per_file_ignores={pattern: ("ALL",)})
        return [each.file for each in decided(inside, outside, settings=settings).findings]

    assert left(f"{tmp_path}/src/**") == ["a.py"]
    assert left(f"!{tmp_path}/src/**") == ["src/a.py"]
    with pytest.raises(SettingsError, match="per-file-ignores: `!` is not a pattern"):
        left("!")


def test_problems_and_unused_comments_are_ignored_by_file_too() -> None:
    broken = Problem(file="a.py", code="BLC901", message="m")

    assert decided(problems=(broken,), settings=patterns(a_py=("BLC9",)), a=[comment(1)]) == Decided((), (), 0)


# Comments


@pytest.mark.parametrize(
    "silencing",
    [
        comment(3),
        comment(3, "BLC102"),
        comment(3, "BLC1"),
        comment(3, "blocking-http"),
        comment(3, "blocking-sleep", "blocking-http"),
        comment(5, first=2, last=5),
        comment(9, whole_file=True),
        noqa(3),
        noqa(3, "BLC102"),
        noqa(3, "E501", "BLC102"),
    ],
)
def test_a_comment_at_the_cause_silences_the_finding(
    make_finding: Make, make_boundary: Make, silencing: Suppression
) -> None:
    found = make_finding("a.py", 3, make_boundary("b.py", 1), make_boundary("c.py", 1))
    outcome = decided(found, a=[silencing])

    assert [each for each in outcome.findings if each.rule != "BLC903"] == []
    assert outcome.suppressed == 1


@pytest.mark.parametrize(
    "other", [comment(4), comment(3, "BLC101"), comment(3, "BLC2"), noqa(3, "E501"), comment(9, first=4, last=9)]
)
def test_another_comment_does_not(make_finding: Make, other: Suppression) -> None:
    outcome = decided(make_finding("a.py", 3), a=[other])

    assert make_finding("a.py", 3) in outcome.findings
    assert outcome.suppressed == 0


def test_a_comment_at_a_boundary_silences_the_boundary(make_finding: Make, make_boundary: Make) -> None:
    first, second = make_boundary("b.py", 1), make_boundary("c.py", 1)
    found = make_finding("a.py", 3, first, second)

    one = decided(found, b=[comment(1)])
    assert [each.boundaries for each in one.findings] == [(second,)]
    assert one.suppressed == 0
    both = decided(found, b=[comment(1)], c=[comment(1, whole_file=True)])
    assert (both.findings, both.suppressed) == ((), 1)


def test_what_is_not_asked_for_is_not_counted_as_suppressed(make_finding: Make) -> None:
    found = make_finding("a.py", 3)

    assert decided(found, settings=Settings(ignore=("BLC102",)), a=[comment(3)]) == Decided((), (), 0)


def test_only_what_is_asked_for_at_the_remaining_boundaries_is_reported(
    make_finding: Make, make_boundary: Make
) -> None:
    found = make_finding("lib.py", 1, make_boundary("a.py", 1), make_boundary("b.py", 1))

    assert decided(found, settings=patterns(a_py=("BLC102",)), b=[comment(1)]).findings == ()


# Unused comments


def unused(
    *suppressions: Suppression, findings: tuple[Finding, ...] = (), settings: Settings | None = None
) -> list[Any]:
    outcome = decided(*findings, settings=settings, a=suppressions)
    return [(each.line, each.message, each.advice) for each in outcome.findings if each.rule == "BLC903"]


def test_a_comment_that_silences_nothing_is_a_finding() -> None:
    (found,) = decided(a=[comment(7, "BLC102")]).findings

    assert (found.file, found.line, found.column, found.end_column) == ("a.py", 7, 20, 48)
    assert (found.name, found.severity, found.boundaries) == ("unused-suppression", Severity.WARNING, ())
    assert found.code == "# blockcheck: ignore[BLC102]"
    assert (found.message, found.advice) == ("the comment silences nothing here", "remove it")


def test_the_parts_of_a_comment_are_told_apart(make_finding: Make) -> None:
    both = comment(3, "BLC102", "blocking-file", "BLC201")

    assert unused(both, findings=(make_finding("a.py", 3),)) == [
        (3, "`blocking-file`, `BLC201` silences nothing here", "remove `blocking-file`, `BLC201` from the comment")
    ]


def test_an_unknown_rule_in_a_comment_is_named(make_finding: Make) -> None:
    assert unused(comment(3, "BLC102", "blocking-htp"), findings=(make_finding("a.py", 3),)) == [
        (3, "there is no rule `blocking-htp`", "did you mean `blocking-http`?")
    ]


def test_comments_of_other_tools_are_not_our_business() -> None:
    assert unused(noqa(1), noqa(2, "E501"), noqa(3, "BLC903"), comment(4, "BLC903")) == []
    assert unused(noqa(1, "E501", "BLC102")) == [
        (1, "`BLC102` silences nothing here", "remove `BLC102` from the comment")
    ]
    assert unused(noqa(1, "BLC102")) == [(1, "the comment silences nothing here", "remove it")]


def test_a_comment_is_used_whichever_rules_are_on(make_finding: Make) -> None:
    found = make_finding("a.py", 3)

    for settings in (Settings(ignore=("BLC102",)), Settings(select=("BLC903",)), patterns(a_py=("BLC102",))):
        assert unused(comment(3, "BLC102"), findings=(found,), settings=settings) == []
    assert unused(comment(4), settings=Settings(select=("BLC102",))) == []


def test_both_of_two_comments_that_silence_the_same_are_used(make_finding: Make, make_boundary: Make) -> None:
    found = make_finding("a.py", 3, make_boundary("a.py", 8))

    assert unused(comment(3), comment(8, "BLC102"), comment(1, whole_file=True), findings=(found,)) == []


def test_a_comment_for_the_whole_file_says_so() -> None:
    assert unused(comment(1, whole_file=True)) == [(1, "the comment silences nothing in this file", "remove it")]


def test_fingerprints_of_unused_comments_outlive_line_moves() -> None:
    def prints(*lines: int) -> list[str]:
        return [each.fingerprint for each in decided(a=[comment(line) for line in lines]).findings]

    assert prints(3, 9) == prints(5, 70)
    assert len(set(prints(3, 9))) == 2


# Files that are reported on


def test_limited_to_files_keeps_causes_and_boundaries_in_them(make_finding: Make, make_boundary: Make) -> None:
    here, there = make_boundary("a.py", 1), make_boundary("b.py", 1)
    cause, both, other = (
        make_finding("a.py", 1, there),
        make_finding("c.py", 1, there, here),
        make_finding("c.py", 2, there),
    )
    problems = tuple(
        Problem(file=f, code=c, message="m") for f, c in (("a.py", "BLC901"), ("b.py", "BLC901"), (".", INTERNAL_ERROR))
    )

    outcome = limited(Decided((cause, both, other), problems, 4), "a.py".__eq__)

    assert outcome.findings == (cause, make_finding("c.py", 1, here))
    assert [problem.file for problem in outcome.problems] == ["a.py", "."]


def test_boundaries_keep_their_order(make_finding: Make, make_boundary: Make) -> None:
    boundaries: tuple[Boundary, ...] = tuple(make_boundary(f"{name}.py", 1) for name in "dacb")

    (left,) = decided(make_finding("x.py", 1, *boundaries), a=[comment(1)]).findings
    assert "".join(boundary.file[0] for boundary in left.boundaries) == "dcb"
