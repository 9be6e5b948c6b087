"""`blockcheck check`."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from blockcheck import streams
from blockcheck.cli.caching import cache_of, cache_options
from blockcheck.cli.colour import COLOUR
from blockcheck.cli.failure import Failure, mistakes_shown
from blockcheck.cli.github import in_workflow
from blockcheck.cli.limits import baseline_of, changes_of, limits
from blockcheck.cli.options import STDIN, settings_of, settings_options
from blockcheck.cli.output import check_writable, tell_versions
from blockcheck.cli.printing import Printing, print_report
from blockcheck.cli.progress import ProgressBar, wanted
from blockcheck.cli.timing import Timing
from blockcheck.config import Settings
from blockcheck.disk import Answer, Disk
from blockcheck.replay import note
from blockcheck.reporters.styled import printable

if TYPE_CHECKING:
    from blockcheck.analysis import Request
    from blockcheck.findings import Report
    from blockcheck.results import Analysed

INTERRUPTED = 130


@click.command("check")
@settings_options
@limits
@click.option("--add-noqa", is_flag=True, help="Add comments to the source that silence what is found, and end.")
@click.option("--reason", help="What those comments say behind the rules.")
@click.option("-o", "--output-file", type=click.Path(path_type=Path), help="Write the report into this file.")
@click.option("--statistics", is_flag=True, help="Print how often each rule was found instead of the findings.")
@click.option("--show-unresolved", is_flag=True, help="List the calls in loop code that could not be followed, too.")
@click.option("--show-files", is_flag=True, help="Print the files that would be analysed, and end.")
@click.option("-e", "--exit-zero", is_flag=True, help="Exit with status 0 when there are findings, too.")
@cache_options
@COLOUR
@click.option("-v", "--verbose", is_flag=True, help="Tell on the standard error what is done, and how long it takes.")
@click.option("--timing", is_flag=True, help="Tell on the standard error where the time went.")
@click.option("-q", "--quiet", is_flag=True, help="Print findings and nothing else.")
@click.pass_context
def command(context: click.Context, /, **options: Any) -> None:
    """Report the blocking calls that async code in PATHS reaches (by default, in the current folder).

    A folder is analysed as a whole program.  Of a file, the project around it is analysed, and what concerns the file
    is reported.  `-` reads a file's text from the standard input.

    Exit status: 0 when nothing is found, 1 when something is, 2 when blockcheck was used wrongly or failed.
    """
    try:
        context.exit(_check(options, context.obj))
    except KeyboardInterrupt:
        context.exit(INTERRUPTED)


def _check(options: dict[str, Any], arguments: Sequence[str] | None) -> int:
    if options["reason"] is not None and not (options["add_noqa"] and options["reason"].isprintable()):
        raise click.UsageError("--reason is one line of text for --add-noqa")
    if options["verbose"]:
        _speak()
    if options["output_file"] is not None:
        check_writable(options["output_file"])
    cache = None if options["show_files"] or options["add_noqa"] else cache_of(options)  # before folders are looked at
    disk = Disk()
    loaded = settings_of(options, disk)
    _log_sources(loaded.origins)
    request = _request(options, loaded.settings, disk)
    if options["show_files"]:
        return _show_files(request)
    if options["add_noqa"]:
        return _add_noqa(request, options["reason"] or "")
    from blockcheck.analysis import exit_status
    from blockcheck.results import analysed

    with mistakes_shown(), ProgressBar(wanted(options["quiet"])) as progress:
        timing = Timing(progress)
        found = analysed(request, cache, timing, timing.file)
    tell_versions(found.report)
    timing("printing", 0, 0)
    text = _print(found.report, options, loaded.settings, request)
    status = exit_status(found.report, loaded.settings.fail_on)
    status = 0 if options["exit_zero"] and status == 1 else status
    if arguments and cache and (answers := _repeatable(options, found, disk)):
        note(cache, arguments, answers, text, status)
    if options["timing"]:
        streams.write(sys.stderr, "".join(f"{printable(line)}\n" for line in timing.lines()))
    return status


def _repeatable(options: dict[str, Any], found: Analysed, disk: Disk) -> tuple[Answer, ...]:
    """All that the output follows from; nothing where it follows from more, or is more than what is printed.

    What git says can change at any time, standard input is new each time, and a run in a GitHub workflow also reads and
    writes files of the workflow.
    """
    more = ("output_file", "since", "diff", "verbose", "timing")
    if any(options[name] for name in more) or STDIN in options["paths"] or in_workflow():
        return ()
    if disk.answers is None or found.answers is None or not found.report.summary.files or found.report.warnings:
        return ()
    return tuple(dict.fromkeys((*disk.answers, *found.answers)))


def _request(options: dict[str, Any], settings: Settings, disk: Disk) -> Request:
    from blockcheck.analysis import Request

    paths, name = options["paths"] or (".",), options["stdin_filename"] or ""
    if STDIN in paths and len(paths) > 1:
        raise click.UsageError(f"`{STDIN}` stands alone: the standard input is one file")
    if STDIN in paths and options["add_noqa"]:
        raise click.UsageError("--add-noqa writes into files: give paths")
    if STDIN not in paths and name:
        raise click.UsageError(f"--stdin-filename names the text on the standard input: give the path `{STDIN}`")
    return Request(
        paths=paths if STDIN not in paths else (".",),
        settings=settings,
        stdin=sys.stdin.buffer.read() if STDIN in paths else None,
        stdin_filename=name,
        unresolved=options["show_unresolved"],
        baseline=baseline_of(options, settings, disk),
        changes=changes_of(options),
    )


def _add_noqa(request: Request, reason: str) -> int:
    from blockcheck import silence
    from blockcheck.analysis import follow
    from blockcheck.reporters.wording import counted

    with mistakes_shown():
        followed = follow(request)
    places = silence.places(followed.report.findings, followed.findings)
    try:
        lines = silence.write_comments(Path(followed.report.root), places, reason)
    except OSError as error:
        raise Failure(f"{error.filename}: cannot be changed: {error.strerror}", "give permission to write it") from None
    except ValueError as error:
        raise Failure(f"no comment can be added to {error}") from None
    streams.write(sys.stdout, f"Added comments to {counted(lines, 'line')} of {counted(len(places), 'file')}.\n")
    return 0


def _show_files(request: Request) -> int:
    from blockcheck.analysis import scope_of
    from blockcheck.discovery import discover
    from blockcheck.reporters.styled import plain, render_lines
    from blockcheck.reporters.wording import path

    scope = scope_of(request)
    with mistakes_shown():
        files, _ = discover(scope.paths, request.settings, scope.given)
    streams.write(sys.stdout, render_lines((plain(path(file.display)) for file in files), colour=False))
    return 0


def _print(report: Report, options: dict[str, Any], settings: Settings, request: Request) -> str:
    from blockcheck.analysis import scope_of

    how = Printing(
        output_format=settings.output_format,
        file=options["output_file"],
        colour=options["colour"],
        summary=not options["quiet"],
        statistics=options["statistics"],
        texts=scope_of(request).texts,
    )
    if not report.summary.files and how.chosen() not in ("full", "concise", "github"):  # those say so themselves
        streams.write(sys.stderr, f"warning: no Python files in {printable(', '.join(request.paths))}\n")
    return print_report(report, how)


def _speak() -> None:
    """Sends what the analysis tells of its work to the standard error."""
    logger = logging.getLogger("blockcheck")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.handlers[:] = [handler]
    logger.setLevel(logging.DEBUG)


def _log_sources(origins: Any) -> None:
    used = sorted({part for origin in origins.values() for part in origin.split(", ")} - {"default"})
    logging.getLogger("blockcheck").debug("settings from: %s", ", ".join(used) or "the defaults")
