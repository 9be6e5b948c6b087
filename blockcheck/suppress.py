"""Which findings are reported: those of rules that are on, in files and lines where nothing silences them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from blockcheck.catalogue.schema import Code
from blockcheck.config import Settings, SettingsError, did_you_mean
from blockcheck.discovery.patterns import ROOT, Patterns, is_pattern
from blockcheck.facts import Problem, Suppression
from blockcheck.findings import Accepted, Confidence, Finding, Location, Severity

UNUSED = "BLC903"
_EXACT = 100
_ABSENT = -1


class Selection(msgspec.Struct, frozen=True):
    """The rules that are on: codes and names known, codes reported, reported even at severity off, and ignored."""

    names: Mapping[str, str]
    reported: frozenset[str]
    explicit: frozenset[str]
    ignored: frozenset[str]


class Decided(msgspec.Struct, frozen=True):
    """What is left to report, worst first, and what is not.

    `suppressed`, `baselined` and `untouched` count the findings that comments have silenced, that are in the baseline,
    and that no change has touched; `resolved` is what is in the baseline and not found any more.
    """

    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    suppressed: int
    baselined: int = 0
    untouched: int = 0
    resolved: tuple[Accepted, ...] = ()


def select_rules(settings: Settings, codes: Iterable[Code]) -> Selection:
    """The rules that the settings turn on.  Of two selectors the more specific one decides, of two alike `ignore`.

    Raises SettingsError for a selector that means no rule.
    """
    codes = tuple(codes)
    for key, selectors in _selectors(settings):
        for selector in selectors:
            if selector not in ("ALL", "DEFAULT") and not any(_matches(selector, code) for code in codes):
                known = [name for code in codes for name in (code.code, code.name)]
                raise SettingsError(f"{key}: there is no rule `{selector}`", did_you_mean(selector, known))
    selected = {code.code: _weight((*settings.select, *settings.extend_select), code) for code in codes}
    explicit = (*(s for s in (*settings.select, *settings.extend_select) if s != "DEFAULT"),)
    ignored = {code.code: _weight(settings.ignore, code) for code in codes}
    on = {code for code, weight in selected.items() if weight > ignored[code]}
    return Selection(
        names={code.code: code.name for code in codes},
        reported=frozenset(on),
        explicit=frozenset(code.code for code in codes if code.code in on and _weight(explicit, code) > _ABSENT),
        ignored=frozenset(code for code, weight in ignored.items() if weight > _ABSENT and code not in on),
    )


def decide(
    findings: Iterable[Finding],
    problems: Iterable[Problem],
    suppressions: Mapping[str, Sequence[Suppression]],
    selection: Selection,
    settings: Settings,
) -> Decided:
    """Leaves out what is not asked for, and adds a finding for each comment that silences nothing.

    `suppressions` holds the comments of every file by its name in findings; whether one is used does not depend on
    which rules are on.  Comments count at a boundary for that boundary, at the cause for the whole finding.
    """
    comments = Comments(suppressions, selection.names)
    files = FileIgnores(settings.per_file_ignores, selection.names)
    kept: list[Finding] = []
    suppressed = 0
    for finding in findings:
        asked = _asked_for(finding, selection, files)
        left = comments.filtered(finding)
        if asked is not None and left is None:
            suppressed += 1
        elif asked is not None and left is not None:
            boundaries = tuple(boundary for boundary in asked.boundaries if boundary in left.boundaries)
            kept += [msgspec.structs.replace(asked, boundaries=boundaries)] if boundaries else []
    unused = (_asked_for(finding, selection, files) for finding in comments.unused())
    return Decided(
        findings=tuple(sorted([*kept, *filter(None, unused)], key=_order)),
        problems=tuple(p for p in problems if p.code not in selection.ignored and not files.ignore(p.code, p.file)),
        suppressed=suppressed,
    )


# Rules


def _selectors(settings: Settings) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "select", settings.select
    yield "extend-select", settings.extend_select
    yield "ignore", settings.ignore
    for pattern, selectors in settings.per_file_ignores.items():
        yield f"per-file-ignores, `{pattern}`", selectors


def _matches(selector: str, code: Code) -> bool:
    return selector == "ALL" or _means(selector, code.code, code.name)


def _means(selector: str, code: str, name: str) -> bool:
    """Whether a selector is a rule's name, its code, or a prefix of its code."""
    return selector.lower() == name or (selector != "" and code.startswith(selector.upper()))


def _weight(selectors: Iterable[str], code: Code) -> int:
    """How specific the most specific selector of a rule is: a name or code, a longer prefix, a shorter one, all."""
    return max((_weight_of(selector, code) for selector in selectors), default=_ABSENT)


def _weight_of(selector: str, code: Code) -> int:
    if selector == "DEFAULT":
        return 0 if code.severity != "off" else _ABSENT
    if selector.upper() == code.code or selector.lower() == code.name:
        return _EXACT
    if not _matches(selector, code):
        return _ABSENT
    return 0 if selector == "ALL" else len(selector)


def _asked_for(finding: Finding, selection: Selection, files: FileIgnores) -> Finding | None:
    """The finding as it is to be reported, by rules and files alone."""
    if finding.rule not in selection.reported or files.ignore(finding.rule, finding.file):
        return None
    if finding.severity is Severity.OFF:
        if finding.rule not in selection.explicit:
            return None
        finding = msgspec.structs.replace(finding, severity=Severity.WARNING)
    boundaries = tuple(b for b in finding.boundaries if not files.ignore(finding.rule, b.file))
    if finding.boundaries and not boundaries:
        return None
    return msgspec.structs.replace(finding, boundaries=boundaries)


def _order(finding: Finding) -> tuple[int, str, int, int, str, str]:
    return finding.severity.rank, finding.file, finding.line, finding.column, finding.rule, finding.sink


# Files


class FileIgnores:
    """`per-file-ignores`: patterns of files, each with rules that are not reported there."""

    def __init__(self, patterns: Mapping[str, tuple[str, ...]], names: Mapping[str, str]) -> None:
        self._names = names
        self._rows = [(*_file_pattern(pattern), selectors) for pattern, selectors in patterns.items()]

    def ignore(self, code: str, file: str) -> bool:
        """Whether findings of a rule are left out in a file."""
        if not self._rows:
            return False
        path, name = str(Path(file).absolute()), self._names.get(code, "")
        return any(
            bool(pattern.match(path, is_folder=False)) is not outside
            and any(selector == "ALL" or _means(selector, code, name) for selector in selectors)
            for pattern, outside, selectors in self._rows
        )


def _file_pattern(pattern: str) -> tuple[Patterns, bool]:
    """A pattern and whether it means the files outside of it (`!src/**`)."""
    inside = pattern.removeprefix("!")
    if not inside or not is_pattern(inside):
        raise SettingsError(f"per-file-ignores: `{pattern}` is not a pattern", "write it as in a .gitignore file")
    return Patterns(ROOT, [inside]), inside != pattern


# Comments


class Comments:
    """The comments that silence findings, and which of their rules have been of use."""

    def __init__(self, suppressions: Mapping[str, Sequence[Suppression]], names: Mapping[str, str]) -> None:
        self._suppressions = suppressions
        self._names = names
        self._used: set[tuple[str, int, int, str]] = set()

    def filtered(self, finding: Finding) -> Finding | None:
        """The finding with the boundaries that no comment silences, or None where none is left."""
        silent = self._silences(finding, finding.rule)
        loud = tuple(boundary for boundary in finding.boundaries if not self._silences(boundary, finding.rule))
        if silent or not loud:
            return None
        return msgspec.structs.replace(finding, boundaries=loud)

    def _silences(self, place: Location, rule: str) -> bool:
        name = self._names.get(rule, "")
        found = False
        for comment in self._suppressions.get(place.file, ()):
            if comment.whole_file or comment.first <= place.line <= comment.last:
                for code in comment.codes or ("",):
                    if not code or _means(code, rule, name):
                        self._used.add((place.file, comment.line, comment.column, code))
                        found = True
        return found

    def unused(self) -> Iterator[Finding]:
        """A finding for each comment that has silenced nothing: of flake8's only where it names rules of ours."""
        for file, comments in self._suppressions.items():
            seen: Counter[str] = Counter()
            for comment in comments:
                idle = [code for code in _ours(comment) if (file, comment.line, comment.column, code) not in self._used]
                if idle:
                    seen[comment.text] += 1
                    yield self._finding(file, comment, idle, seen[comment.text])

    def _finding(self, file: str, comment: Suppression, idle: Sequence[str], ordinal: int) -> Finding:
        message, advice = self._message(comment, idle)
        identity = f"{UNUSED}|{file}|{comment.text}|{ordinal}"
        return Finding(
            file=file,
            line=comment.line,
            column=comment.column,
            end_line=comment.line,
            end_column=comment.column + len(comment.text),
            rule=UNUSED,
            name=self._names.get(UNUSED, ""),
            severity=Severity.WARNING,
            confidence=Confidence.CERTAIN,
            function="",
            code=comment.text,
            sink="",
            message=message,
            advice=advice,
            fingerprint=hashlib.sha256(identity.encode()).hexdigest()[:16],
            boundaries=(),
        )

    def _message(self, comment: Suppression, idle: Sequence[str]) -> tuple[str, str]:
        known = [*self._names, *self._names.values()]
        for code in idle:
            if code and not any(_means(code, *rule) for rule in self._names.items()):
                return f"there is no rule `{code}`", did_you_mean(code, known)
        if len(idle) == len(comment.codes or ("",)):
            where = "in this file" if comment.whole_file else "here"
            return f"the comment silences nothing {where}", "remove it"
        names = ", ".join(f"`{code}`" for code in idle)
        return f"{names} silences nothing here", f"remove {names} from the comment"


def _ours(comment: Suppression) -> Iterator[str]:
    """The rules of a comment that it is our business to check; the empty name stands for all rules."""
    if comment.style == "blockcheck":
        yield from (code for code in comment.codes or ("",) if not code.upper().startswith("BLC9"))
    else:
        yield from (code for code in comment.codes if code.startswith("BLC") and not code.startswith("BLC9"))
