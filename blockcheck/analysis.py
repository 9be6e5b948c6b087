"""The spine: everything from the paths that somebody names to the report on them."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from time import perf_counter

import msgspec

from blockcheck.baseline import Baseline
from blockcheck.cache import Cache, FactStore
from blockcheck.callgraph import CallGraph, build_call_graph
from blockcheck.catalogue import Catalogue, Describe, load_catalogue, load_codes
from blockcheck.changes import Changes, Lines
from blockcheck.compose import Draft, code_reader, draft, settled
from blockcheck.config import FailOn, Settings
from blockcheck.describe import Describer
from blockcheck.discovery import discover
from blockcheck.discovery.files import SourceFile
from blockcheck.discovery.naming import name_modules
from blockcheck.discovery.scope import Scope, scope_of_paths, scope_of_text
from blockcheck.disk import Disk
from blockcheck.facts import ModuleFacts, Problem, Suppression
from blockcheck.findings import INTERNAL_ERROR, Finding, InternalError, Report, Severity, Summary, Unresolved
from blockcheck.headers import headers
from blockcheck.narrow import Headers, limited, only_news, only_touched
from blockcheck.packages import Packages
from blockcheck.program import link, make_module
from blockcheck.reach import Search, find_blocking
from blockcheck.reading import PLEASE_REPORT, FileFacts, Timed, collector_off, read_facts
from blockcheck.reuse import Basis, Found, leave, take_over
from blockcheck.sources import Sources
from blockcheck.suppress import Decided, Selection, decide, select_rules
from blockcheck.unresolved import Calls, reasons, unresolved_calls
from blockcheck.versions import Versions, read_versions

Progress = Callable[[str, int, int], None]
"""Hears which part of the work goes on, and how much of how much of it is done (0 of 0 where that is not known)."""

PHASES = (
    "looking for files",
    "reading rules",
    "reading files",
    "comparing with earlier runs",
    "joining modules",
    "following calls",
    "searching for blocking calls",
    "deciding what to report",
)
"""The parts of the work, in their order."""

Modules = Mapping[SourceFile, ModuleFacts]

_logger = logging.getLogger("blockcheck")


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What to analyse.

    Folders among `paths` are analysed as they are; of a file, the project around it is analysed, and what concerns the
    file is reported.  `stdin` is the text of the file `stdin_filename`, whatever the disk says, and then the only path.
    """

    paths: tuple[str, ...] = (".",)
    settings: Settings = Settings()
    stdin: bytes | None = None
    stdin_filename: str = ""
    unresolved: bool = False
    """Whether to list the calls of which it is not known what they call."""
    baseline: Baseline | None = None
    """Findings that are accepted: the others are reported."""
    changes: Changes | None = None
    """Touched lines: what concerns them is reported."""
    noqa: bool = True
    """Whether `# noqa` comments count."""
    whole: bool = False
    """Whether everything is reported that is analysed, also for the sake of a file."""


@dataclass(frozen=True, slots=True)
class Aid:
    """What helps an analysis along, or listens to it; its result is the same without.

    `disk` notes what the result follows from, `cache` keeps the facts of files, `timed` hears how long each took.
    """

    disk: Disk = field(default_factory=Disk)
    cache: Cache | None = None
    timed: Timed = lambda name, seconds: None


@dataclass(frozen=True)
class Project:
    """What was read: files and what they say, the rules that hold for them, and what could not be read.

    `versions` are those of packages around the project; `asked` notes what is read of their source.
    """

    settings: Settings
    scope: Scope
    files: Sequence[SourceFile]
    facts: Mapping[SourceFile, FileFacts]
    problems: Sequence[Problem]
    catalogue: Catalogue
    sources: Sources
    versions: Versions
    asked: Disk

    @cached_property
    def modules(self) -> Modules:
        """What each file says."""
        return {file: facts.facts for file, facts in self.facts.items()}

    @property
    def imported(self) -> frozenset[str]:
        """The first names of all modules that import statements name."""
        statements = (statement for facts in self.facts.values() for statement in facts.imports)
        return frozenset(statement.module.partition(".")[0] for statement in statements if not statement.level)

    def suppressions(self, *, noqa: bool = True) -> dict[str, Sequence[Suppression]]:
        """The comments of every file, by its display name; without `noqa` only those of blockcheck's own style."""
        return {
            file.display: [comment for comment in module.suppressions if noqa or comment.style != "noqa"]
            for file, module in self.facts.items()
        }


@dataclass(frozen=True, slots=True)
class Followed:
    """A project whose calls were followed: who runs what, every finding, and the report of those asked for."""

    project: Project
    search: Search
    findings: Sequence[Finding]
    report: Report


def analyse(request: Request, progress: Progress = lambda phase, done, total: None, aid: Aid | None = None) -> Report:
    """Finds the blocking calls that async code reaches.

    Raises SettingsError and RuleError for what the user has to correct first; whatever is wrong with the analysed files
    becomes a problem of the report.
    """
    try:
        return reported(request, progress, aid)
    except InternalError as error:
        return error.report


def reported(request: Request, progress: Progress = lambda phase, done, total: None, aid: Aid | None = None) -> Report:
    """The same, but for InternalError, which it raises as well.

    Where files have changed in nothing but where their code stands, what an earlier run has found is taken over.
    """
    with collector_off():
        run = _Run(request, progress, aid or Aid())
        if (taken := run.taken_over()) is not None:
            return run.report(taken)
        search, found, calls = run.followed()
        run.leave(found)
        return run.report(found, search, calls)


def follow(request: Request, progress: Progress = lambda phase, done, total: None, aid: Aid | None = None) -> Followed:
    """Reads a project, follows its calls and finds what blocks, for those who ask for more than the report.

    Raises what `analyse` raises, and InternalError.
    """
    with collector_off():
        run = _Run(request, progress, aid or Aid())
        search, found, calls = run.followed()
        return Followed(run.project, search, settled(found.draft.findings), run.report(found, search, calls))


class _Run:
    """One analysis: what was read for it, and the steps from there to the report."""

    def __init__(self, request: Request, progress: Progress, aid: Aid) -> None:
        self.request, self.aid, self.phase = request, aid, _Phases(progress)
        self.selection = select_rules(request.settings, load_codes())
        self.store = FactStore(aid.cache, aid.disk) if aid.cache else None
        self.project = _read(request, self.phase, aid, self.store)

    def taken_over(self) -> Found | None:
        """What an earlier run has found, if the same would be found now."""
        self.phase.begin("comparing with earlier runs")
        if self.aid.cache is None or self.store is None or self.request.unresolved:
            return None
        taken = take_over(_basis(self.project, self.aid.disk), self.aid.cache, self.store, self.project.sources.lines)
        if taken is None:
            return None
        self.aid.disk.also(taken[1])
        return taken[0]

    def leave(self, found: Found) -> None:
        """Keeps what was found, unless it follows from texts that are not on the disk, or changed meanwhile."""
        project, asked = self.project, self.project.asked.answers
        if self.aid.cache and asked is not None and self.aid.disk.answers is not None and not project.scope.given:
            leave(_basis(project, self.aid.disk), self.aid.cache, asked, found)

    def followed(self) -> tuple[Search, Found, Calls]:
        """Follows the calls and finds what blocks.  Raises InternalError."""
        project = self.project
        try:
            search = _search(project, self.phase)
            drafted = draft(search, find_blocking(search), project.sources.lines)
            calls = unresolved_calls(search)
        except Exception as error:
            _logger.debug("%s", traceback.format_exc())
            message = f"blockcheck failed while {self.phase.name}: {type(error).__name__}: {error}"
            failed = Problem(file=".", code=INTERNAL_ERROR, message=message, help=PLEASE_REPORT)
            # What is known of unreadable files must not be lost with the rest; of what use comments are is not known.
            known = decide((), (*project.problems, failed), {}, self.selection, project.settings)
            raise InternalError(failed, _report(project, known, Found(Draft((), ()), (), Summary()))) from error
        asked = project.asked.answers
        if asked is None:
            self.aid.disk.doubt()
        self.aid.disk.also(asked or ())
        assumed = tuple(map(str, project.catalogue.assumed(project.imported)))
        return search, Found(drafted, assumed, _summary(search.graph, calls)), calls

    def report(self, found: Found, search: Search | None = None, calls: Calls | None = None) -> Report:
        """What is to be reported of what was found; `search` and `calls` tell of calls that could not be followed."""
        request, project = self.request, self.project
        self.phase.begin("deciding what to report")
        comments = project.suppressions(noqa=request.noqa)
        findings = settled(found.draft.findings)
        decided = decide(findings, project.problems, comments, self.selection, project.settings)
        decided = _narrowed(decided, request, project, self.selection, self.aid.disk)
        report = _report(project, decided, found)
        if request.unresolved and search is not None and calls is not None:
            report = msgspec.structs.replace(report, unresolved=_unresolved(project, search, calls))
        self.phase.end()
        return report


def scope_of(request: Request, disk: Disk | None = None) -> Scope:
    """The files that a request comes to: what to read, and what to report on."""
    if request.stdin is not None:
        scope = scope_of_text(request.stdin, request.stdin_filename, disk)
    else:
        scope = scope_of_paths(request.paths, disk)
    return msgspec.structs.replace(scope, reported=()) if request.whole else scope


def exit_status(report: Report, fail_on: FailOn) -> int:
    """0: nothing found; 1: findings at this level or worse, or files that cannot be read; 2: blockcheck has failed."""
    if any(problem.code == INTERNAL_ERROR for problem in report.problems):
        return 2
    worst = {finding.severity for finding in report.findings}
    if report.problems or Severity.ERROR in worst or (worst and fail_on == "warning"):
        return 1
    return 0


def _read(request: Request, phase: _Phases, aid: Aid, store: FactStore | None) -> Project:
    settings, scope = request.settings, scope_of(request, aid.disk)
    for file in settings.rules:
        aid.disk.digest(file)
    phase.begin("looking for files")
    files, missing = discover(scope.paths, settings, scope.given, aid.disk)
    phase.begin("reading rules")
    versions = read_versions(scope.paths, files, settings.python, aid.disk)
    asked = Disk()
    extra, installed = [Path(file) for file in settings.rules], _installed(versions.folders, asked)
    catalogue = load_catalogue((), extra, versions.known, installed)
    phase.begin("reading files")
    facts, unreadable = read_facts(files, scope.given, phase.progressed, store=store, timed=aid.timed)
    named = name_modules(files, {path: module.imports for path, module in facts.items()})
    found = {file: facts[file.path] for file in named if file.path in facts}
    sources = Sources(str(Path.cwd()), scope.texts)
    return Project(settings, scope, files, found, (*missing, *unreadable), catalogue, sources, versions, asked)


def _basis(project: Project, disk: Disk) -> Basis:
    """What the findings of a project follow from."""
    settings, versions = project.settings, project.versions
    rules = [(os.fsencode(file), disk.digest(file)) for file in settings.rules]
    rest = (rules, versions.known, list(map(os.fsencode, versions.folders)), settings.include_tests)
    return Basis(project.facts, (msgspec.msgpack.encode(rest),))


def _installed(folders: Sequence[str], disk: Disk) -> Callable[[Callable[[str], bool]], Describe] | None:
    """Who is asked about the names of packages that no rule speaks of; nobody where none are installed."""
    return (lambda knows: Packages(folders, disk, knows).describe) if folders else None


def _search(project: Project, phase: _Phases) -> Search:
    """The call graph of a project, ready to be searched."""
    phase.begin("joining modules")
    catalogue, tests = project.catalogue, not project.settings.include_tests
    modules = [
        make_module(f.module, f.display, f.is_package, f.is_test and tests, facts)
        for f, facts in project.modules.items()
    ]
    program = link(modules, catalogue.canonical, catalogue.mro)
    phase.begin("following calls")
    graph = build_call_graph(program, catalogue)
    phase.begin("searching for blocking calls")
    return Search(graph)


def _summary(graph: CallGraph, calls: Calls) -> Summary:
    functions = [function for module in graph.program.modules for function in module.functions]
    return Summary(
        functions=sum(function.facts.kind == "def" for function in functions),
        entry_points=len(graph.roots) + sum(node.function.facts.is_async for node in graph.outside),
        call_sites=calls.total,
        unresolved=len(calls.unknown),
    )


def _unresolved(project: Project, search: Search, calls: Calls) -> tuple[Unresolved, ...]:
    describer = Describer(search.graph, code_reader(project.sources.lines))
    return tuple(call for call in reasons(search, calls, describer) if project.scope.concerns(call.file))


def _narrowed(decided: Decided, request: Request, project: Project, selection: Selection, disk: Disk) -> Decided:
    """What the request is limited to.  With files that could not be read nothing is known to be resolved."""
    if request.baseline is not None:
        decided = only_news(decided, request.baseline, selection, {file.display for file in project.files}, disk)
        if project.problems:
            decided = msgspec.structs.replace(decided, resolved=())
    if request.changes is not None:
        decided = only_touched(decided, request.changes, _headers(project, request.changes.lines))
    return decided


def _headers(project: Project, changed: Container[str]) -> Headers:
    found: dict[tuple[str, str], list[Lines]] = {}
    for file, facts in project.facts.items():
        for name, first, last in headers(facts.facts) if file.display in changed else ():
            found.setdefault((file.display, f"{file.module}.{name}"), []).append((first, last))
    return found


def _report(project: Project, decided: Decided, found: Found) -> Report:
    decided = limited(decided, project.scope.concerns)
    severities = [finding.severity for finding in decided.findings]
    return Report(
        root=str(Path.cwd()),
        findings=decided.findings,
        problems=decided.problems,
        resolved=decided.resolved,
        assumed=found.assumed,
        warnings=project.versions.warnings,
        summary=msgspec.structs.replace(
            found.summary,
            files=len(project.files),
            suppressed=decided.suppressed,
            baselined=decided.baselined,
            untouched=decided.untouched,
            errors=severities.count(Severity.ERROR) + len(decided.problems),
            warnings=severities.count(Severity.WARNING),
        ),
    )


class _Phases:
    """The parts of the work, as progress and, for those who debug, with their times."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._started = perf_counter()
        self.name = ""

    def begin(self, name: str) -> None:
        """The next part begins, and the one before has ended."""
        self.end()
        self.name, self._started = name, perf_counter()
        self._progress(name, 0, 0)

    def progressed(self, done: int, total: int) -> None:
        """So much of the present part is done."""
        self._progress(self.name, done, total)

    def end(self) -> None:
        """The last part has ended."""
        if self.name:
            _logger.debug("%s: %.2f s", self.name, perf_counter() - self._started)
        self.name = ""
