"""The spine: everything from the paths that somebody names to the report on them."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter

import msgspec

from blockcheck.callgraph import CallGraph, build_call_graph
from blockcheck.catalogue import Catalogue, load_catalogue, load_codes
from blockcheck.compose import compose
from blockcheck.config import FailOn, Settings
from blockcheck.discovery import discover
from blockcheck.discovery.files import SourceFile
from blockcheck.discovery.naming import name_modules
from blockcheck.discovery.scope import Scope, scope_of_paths, scope_of_text
from blockcheck.facts import Call, ModuleFacts, Problem
from blockcheck.findings import INTERNAL_ERROR, Finding, Report, Severity, Summary
from blockcheck.program import link, make_module
from blockcheck.reach import find_blocking
from blockcheck.reading import PLEASE_REPORT, read_facts
from blockcheck.sources import Sources
from blockcheck.suppress import Decided, decide, limited, select_rules

Progress = Callable[[str, int, int], None]
"""Hears which part of the work goes on, and how much of how much of it is done (0 of 0 where that is not known)."""

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


def analyse(request: Request, progress: Progress = lambda phase, done, total: None) -> Report:
    """Finds the blocking calls that async code reaches.

    Raises SettingsError and RuleError for what the user has to correct first; whatever is wrong with the analysed files
    becomes a problem of the report.
    """
    settings, phase = request.settings, _Phases(progress)
    selection = select_rules(settings, load_codes())
    catalogue = load_catalogue((), [Path(file) for file in settings.rules])
    scope = scope_of(request)
    phase.begin("looking for files")
    files, missing = discover(scope.paths, settings, scope.given)
    phase.begin("reading files")
    facts, unreadable = read_facts(files, scope.given, phase.progressed)
    named = name_modules(files, {path: module.imports for path, module in facts.items()})
    modules = {file: facts[file.path] for file in named if file.path in facts}
    sources = Sources(str(Path.cwd()), scope.texts)
    findings, summary, failed = _follow(modules, catalogue, settings, sources, phase)
    phase.begin("deciding what to report")
    comments = {} if failed else {file.display: module.suppressions for file, module in modules.items()}
    decided = decide(findings, (*missing, *unreadable, *failed), comments, selection, settings)
    phase.end()
    return _report(limited(decided, scope.concerns), msgspec.structs.replace(summary, files=len(files)))


def scope_of(request: Request) -> Scope:
    """The files that a request comes to: what to read, and what to report on."""
    if request.stdin is not None:
        return scope_of_text(request.stdin, request.stdin_filename)
    return scope_of_paths(request.paths)


def exit_status(report: Report, fail_on: FailOn) -> int:
    """0: nothing found; 1: findings at this level or worse, or files that cannot be read; 2: blockcheck has failed."""
    if any(problem.code == INTERNAL_ERROR for problem in report.problems):
        return 2
    worst = {finding.severity for finding in report.findings}
    if report.problems or Severity.ERROR in worst or (worst and fail_on == "warning"):
        return 1
    return 0


def _follow(
    modules: Modules, catalogue: Catalogue, settings: Settings, sources: Sources, phase: _Phases
) -> tuple[Sequence[Finding], Summary, Sequence[Problem]]:
    """The findings, counts, and a problem in their place where blockcheck itself is at fault."""
    try:
        phase.begin("joining modules")
        tests = not settings.include_tests
        program = link(
            [
                make_module(f.module, f.display, f.is_package, f.is_test and tests, facts)
                for f, facts in modules.items()
            ],
            catalogue.canonical,
            catalogue.mro,
        )
        phase.begin("following calls")
        graph = build_call_graph(program, catalogue)
        phase.begin("searching for blocking calls")
        return compose(graph, find_blocking(graph), sources.lines), _summary(graph), ()
    except Exception as error:  # noqa: BLE001 -- what is known of unreadable files must not be lost with the rest
        _logger.debug("%s", traceback.format_exc())
        message = f"blockcheck failed while {phase.name}: {type(error).__name__}: {error}"
        return (), Summary(), (Problem(file=".", code=INTERNAL_ERROR, message=message, help=PLEASE_REPORT),)


def _summary(graph: CallGraph) -> Summary:
    functions = [function for module in graph.program.modules for function in module.functions]
    unresolved = {(node.function.order, op) for node in graph.nodes for op in node.unresolved}
    return Summary(
        functions=sum(function.facts.kind == "def" for function in functions),
        entry_points=len(graph.roots) + sum(node.function.facts.is_async for node in graph.outside),
        call_sites=sum(isinstance(op, Call) for function in functions for op in function.facts.ops),
        unresolved=len(unresolved),
    )


def _report(decided: Decided, summary: Summary) -> Report:
    severities = [finding.severity for finding in decided.findings]
    return Report(
        root=str(Path.cwd()),
        findings=decided.findings,
        problems=decided.problems,
        summary=msgspec.structs.replace(
            summary,
            suppressed=decided.suppressed,
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
