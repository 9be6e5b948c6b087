"""`blockcheck baseline`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from blockcheck.cli.caching import cache_of, cache_options
from blockcheck.cli.failure import Failure, mistakes_shown
from blockcheck.cli.limits import baseline_file
from blockcheck.cli.options import FILES, RULES, settings_of, some_options, start_of
from blockcheck.cli.output import write_file
from blockcheck.cli.progress import ProgressBar, wanted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blockcheck.baseline import Baseline
    from blockcheck.config import Loaded
    from blockcheck.findings import Accepted, Report


@click.command("baseline")
@click.argument("paths", nargs=-1, type=click.Path())
@some_options(*RULES, *FILES, "baseline")
@cache_options
@click.option("--prune", is_flag=True, help="Drop what is resolved, and accept nothing new.")
def command(*, prune: bool, **options: Any) -> None:
    """Accept everything that `blockcheck check PATHS` reports now, so that only what is new is reported later.

    What is accepted stands in `.blockcheck-baseline.json` beside the configuration, which belongs in the repository.
    Line moves, renamed variables and reordered functions are no news; another call that blocks is, and so is another
    place in async code that leads to one.
    """
    loaded = settings_of(options)
    file = baseline_file(options, loaded.settings)
    if prune:
        _prune(file, options, loaded)
    else:
        _accept(file or _new_file(options, loaded), options, loaded)


def _accept(file: Path, options: dict[str, Any], loaded: Loaded) -> None:
    from blockcheck.baseline import accepted

    report = _analysed(options, loaded, None)
    for problem in report.problems:
        _warn(f"{problem.file}: {problem.message}: what it has is not in the baseline")
    baseline = accepted(report.findings, str(file.absolute().parent))
    _write(file, baseline)
    click.echo(f"Accepted {_counted(baseline.entries)}, in {file}.")


def _prune(file: Path | None, options: dict[str, Any], loaded: Loaded) -> None:
    from blockcheck.baseline import read_baseline
    from blockcheck.discovery.files import display
    from blockcheck.reporters.styled import plain, render_lines
    from blockcheck.reporters.wording import resolved

    if file is None:
        raise Failure("there is no baseline to prune", "`blockcheck baseline` writes one")
    with mistakes_shown():
        baseline = read_baseline(file)
    report = _analysed(options, loaded, baseline)
    if report.problems:
        problem = report.problems[0]
        message = f"{problem.file}: {problem.message}: what it resolves is not known"
        raise Failure(message, "mend it or exclude it, then prune")
    if report.resolved:
        _write(file, baseline.without(report.resolved))
    lines = render_lines((plain(f"    {resolved(entry)}") for entry in report.resolved), colour=False)
    dropped = f"Dropped {_counted(report.resolved)}," if report.resolved else "There is nothing to drop"
    click.echo(f"{dropped} from {display(str(file))}{':' if lines else '.'}\n{lines}", nl=False)


def _analysed(options: dict[str, Any], loaded: Loaded, baseline: Baseline | None) -> Report:
    from blockcheck.analysis import Aid, Request, follow

    request = Request(paths=options["paths"] or (".",), settings=loaded.settings, baseline=baseline)
    with mistakes_shown(), ProgressBar(wanted(False)) as progress:
        return follow(request, progress, Aid(cache=cache_of(options))).report


def _new_file(options: dict[str, Any], loaded: Loaded) -> Path:
    """Beside the configuration; where there is none, in the current folder, if the analysed one lies in it."""
    from blockcheck.baseline import FILE_NAME

    start, here = Path(start_of(options["paths"], None)).absolute(), Path.cwd()
    folder = Path(loaded.folder) if loaded.folder else here if start.is_relative_to(here) else start
    return folder.relative_to(here) / FILE_NAME if folder.is_relative_to(here) else folder / FILE_NAME


def _write(file: Path, baseline: Baseline) -> None:
    from blockcheck.baseline import as_text

    write_file(file, as_text(baseline), "baseline")


def _warn(text: str) -> None:
    from blockcheck.reporters.styled import printable

    click.echo(f"warning: {printable(text)}", file=sys.stderr)


def _counted(entries: Iterable[Accepted]) -> str:
    from blockcheck.reporters.wording import counted

    numbers = [len(entry.boundaries) for entry in entries]
    return f"{counted(len(numbers), 'finding')}, started in {counted(sum(numbers), 'place')}"
