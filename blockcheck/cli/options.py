"""The options that stand for settings, and the settings that result."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar, get_args

import click
from msgspec import UNSET, UnsetType

from blockcheck.cli.failure import mistakes_shown
from blockcheck.config import FailOn, Loaded, OutputFormat, PartialSettings, load_settings
from blockcheck.disk import Disk

Command = TypeVar("Command", bound=Callable[..., Any])

STDIN = "-"

_RULES = "Codes, prefixes, names, ALL or DEFAULT, separated by commas."
_PATTERNS = "As in .gitignore, separated by commas."
PATHS = click.argument("paths", nargs=-1, type=click.Path())
_OPTIONS = {
    "select": click.option(
        "--select", multiple=True, metavar="RULES", help=f"Report these rules and no others. {_RULES}"
    ),
    "ignore": click.option("--ignore", multiple=True, metavar="RULES", help="Do not report these rules."),
    "extend_select": click.option(
        "--extend-select", multiple=True, metavar="RULES", help="Report these rules as well."
    ),
    "exclude": click.option("--exclude", multiple=True, metavar="PATTERNS", help=f"Leave these files out. {_PATTERNS}"),
    "extend_exclude": click.option(
        "--extend-exclude", multiple=True, metavar="PATTERNS", help="Leave these out as well as the usual."
    ),
    "include_tests": click.option(
        "--include-tests/--no-include-tests", default=None, help="Whether async tests are entry points."
    ),
    "output_format": click.option(
        "--output-format", type=click.Choice(get_args(OutputFormat)), help="How to print findings."
    ),
    "fail_on": click.option(
        "--fail-on", type=click.Choice(get_args(FailOn)), help="The least level for exit status 1."
    ),
    "python": click.option(
        "--python",
        metavar="PATH",
        help="The interpreter or environment of the project: versions, and the source of unknown packages.",
    ),
    "baseline": click.option(
        "--baseline", metavar="FILE", help="The accepted findings, if not the .blockcheck-baseline.json above."
    ),
    "stdin_filename": click.option(
        "--stdin-filename", metavar="FILE", help="The file that the text on the standard input (-) stands for."
    ),
    "config": click.option(
        "--config", multiple=True, metavar="FILE", help="A configuration file, or one setting: 'key = value'."
    ),
    "isolated": click.option("--isolated", is_flag=True, help="Read no configuration file."),
}
"""By the name under which click hands them over."""

RULES = ("select", "ignore", "extend_select")
FILES = ("exclude", "extend_exclude", "include_tests", "python", "config", "isolated")


def settings_options(command: Command) -> Command:
    """Adds the paths and every option that `settings_of` reads to a command."""
    return PATHS(some_options(*_OPTIONS)(command))


def some_options(*names: str) -> Callable[[Command], Command]:
    """Adds only some of the options to a command."""

    def add(command: Command) -> Command:
        for name in reversed(names):
            command = _OPTIONS[name](command)
        return command

    return add


def settings_of(options: dict[str, Any], disk: Disk | None = None) -> Loaded:
    """The settings for the paths of a command line, from files and its own options."""
    command_line = PartialSettings(
        select=_split(options.get("select", ())),
        ignore=_split(options.get("ignore", ())),
        extend_select=_split(options.get("extend_select", ())),
        exclude=_split(options["exclude"]),
        extend_exclude=_split(options["extend_exclude"]),
        include_tests=_given(options["include_tests"]),
        output_format=_given(options.get("output_format")),
        fail_on=_given(options.get("fail_on")),
        python=_given(options["python"]),
        baseline=_given(options.get("baseline")),
    )
    with mistakes_shown():
        start = start_of(options["paths"], options.get("stdin_filename"), disk)
        return load_settings(start, command_line, config=options["config"], isolated=options["isolated"], disk=disk)


def start_of(paths: Iterable[str], stdin_filename: str | None, disk: Disk | None = None) -> str:
    """Where to look for the configuration: at the first path."""
    first = next(iter(paths), ".")
    if first == STDIN:
        first = stdin_filename or "."
    return first if (disk or Disk()).is_folder(first) else str(Path(first).absolute().parent)


def _split(values: Iterable[str]) -> tuple[str, ...] | UnsetType:
    """The parts of options that hold lists; unset where the option is not there."""
    parts = tuple(part.strip() for value in values for part in value.split(",") if part.strip())
    return parts if values else UNSET


def _given(value: Any) -> Any:
    return UNSET if value is None else value
