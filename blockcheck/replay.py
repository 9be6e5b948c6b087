"""What `blockcheck check` printed, kept under all that it follows from, and printed again while nothing changed.

Nothing is imported for it but what reads the cache: no parser, no engine, no command line.  Whatever can change the
output is part of the key (the words of the command line, the folder, the environment, blockcheck itself) or one of the
answers of the disk that are checked first.  Runs of which that is not all, such as those that ask git, are not kept.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

import msgspec

from blockcheck import streams
from blockcheck.cache import VARIABLE, Cache, keep, key_of, readable_caches, recall
from blockcheck.disk import Answer
from blockcheck.project import project_folder

COMMAND = "check"
FOLDER_OPTION = "--cache-dir"
ENVIRONMENT = (
    "FORCE_COLOR", "GITHUB_ACTIONS", "HOME", "NO_COLOR", "TERM", "USERPROFILE", "VIRTUAL_ENV", VARIABLE
)  # fmt: skip
"""The variables that the output of a run can depend on."""


_LONGEST = 32 * 1024**2


class Printed(msgspec.Struct, frozen=True):
    """What a run printed, and its exit status."""

    text: str
    status: int


_decoder = msgspec.msgpack.Decoder(Printed)


def replayed(arguments: Sequence[str]) -> int | None:
    """Prints what this command line has printed before, and gives the exit status, if that would be so again."""
    if not arguments or arguments[0] != COMMAND or not (printed := _found(arguments)):
        return None
    try:
        streams.write(sys.stdout, printed.text)
    except BrokenPipeError:  # as click does it: whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return printed.status


def note(cache: Cache, arguments: Sequence[str], answers: Sequence[Answer], text: str, status: int) -> None:
    """Keeps what a run printed, unless that is a great deal."""
    if len(text) <= _LONGEST:
        keep(cache, _key(arguments), answers, msgspec.msgpack.encode(Printed(text, status)))


def _found(arguments: Sequence[str]) -> Printed | None:
    key = ""
    for cache in _caches(arguments):
        key = key or _key(arguments)
        kept, _ = recall(cache, key)
        try:
            if kept is not None:
                return _decoder.decode(kept)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
    return None


def _caches(arguments: Sequence[str]) -> Iterator[Cache]:
    """Where something could be kept: beside the project of any path that is named, or of the current folder."""
    named = os.environ.get(VARIABLE, "")
    for option, value in zip(arguments, [*arguments[1:], ""], strict=True):
        if option.startswith(FOLDER_OPTION):
            named = option.partition("=")[2] or value
    paths = [word for word in arguments[1:] if os.path.exists(word)]
    for project in dict.fromkeys(map(project_folder, (*paths, "."))):
        yield from readable_caches(project, named)


def _key(arguments: Sequence[str]) -> str:
    words = [*arguments, os.getcwd(), *(f"{name}={os.environ.get(name)}" for name in ENVIRONMENT)]
    words += [f"terminal={sys.stdout.isatty()}", *sys.path]
    return key_of(os.fsencode(word) for word in words)
