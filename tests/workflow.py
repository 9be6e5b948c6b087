"""What GitHub's runner makes of the log of a step: https://github.com/actions/runner, ActionCommand.cs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

ANNOTATIONS = ("error", "warning", "notice")


class Command(NamedTuple):
    """A workflow command, its texts as they were meant."""

    name: str
    properties: dict[str, str]
    message: str


def commands(log: str) -> Iterator[Command]:
    """The commands that the runner carries out, in either of its two syntaxes."""
    token = ""
    for line in re.split(r"\r\n|\r|\n", log):
        command = _new_syntax(line) or _old_syntax(line)
        if command is None:
            continue
        if token:
            token = "" if command.name == token else token
        elif command.name == "stop-commands":
            token = command.message
        else:
            yield command


def annotations_in(log: str) -> list[Command]:
    """The errors, warnings and notices, in order."""
    return [command for command in commands(log) if command.name in ANNOTATIONS]


def _new_syntax(line: str) -> Command | None:
    match = re.match(r"\s*::([^\s:]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)", line, re.DOTALL)
    if match is None:
        return None
    pairs = [part.partition("=") for part in (match[2] or "").split(",") if "=" in part]
    properties = {key.strip(): _value(value.replace("%3A", ":").replace("%2C", ",")) for key, _, value in pairs}
    return Command(match[1], properties, _value(match[3]))


def _old_syntax(line: str) -> Command | None:
    """`##[error]…`, wherever in the line it stands."""
    match = re.search(r"##\[([^\]\s]+)[^\]]*\](.*)", line)
    return Command(match[1], {}, match[2]) if match else None


def _value(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
