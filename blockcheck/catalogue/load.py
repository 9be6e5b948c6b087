"""Files and tables of rules to checked data, with messages that name the file, the line and the mistake."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import tomli

from blockcheck.catalogue.names import expand, problem_of_pattern
from blockcheck.catalogue.schema import Block, Code, Condition, GeneratedTypes, Intrinsic, RuleFile, Runs
from blockcheck.catalogue.types import TypeSyntaxError, parse_type

T = TypeVar("T")


class RuleError(Exception):
    """A rule file that cannot be used; the message is one line with the file, the line and what is wrong."""


class CodesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`rules/codes.toml`."""

    codes: tuple[Code, ...]


def rules_folder() -> Path:
    """The shipped rules: inside the package where it was installed from a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


def load_codes() -> tuple[Code, ...]:
    """All rules that findings can fall under, in the order of their codes."""
    source = Source(rules_folder() / "codes.toml")
    return source.convert(source.tables(), CodesFile).codes


def load_types(path: Path) -> GeneratedTypes:
    """Reads one file of generated types.  Raises RuleError."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=GeneratedTypes)
    except (OSError, msgspec.DecodeError) as error:
        raise RuleError(f"{path}: cannot be read: {error}") from error


def load_rule_file(path: Path) -> RuleFile:
    """Reads one rule file of the package.

    Raises RuleError.  What a schema cannot say (names, types, rules) is left to `check_rules`.
    """
    source = Source(path)
    return source.convert(source.tables(), RuleFile)


def load_user_rules(path: Path, rules: Sequence[str]) -> RuleFile:
    """Reads and checks rules of the user; `rules` are the known codes and names.  Raises RuleError.

    The file is one of rules, in which `library` may be left out, or a configuration file that holds tables of them.
    """
    source = Source(path)
    found = source.convert({"library": [], **source.tables()}, RuleFile)
    for place, message in check_rules(found, rules):
        raise source.error(message, place)
    return found


def line_of_row(path: Path, table: str, number: int) -> int:
    """The line of a rule file at which a row of a table stands; 0 where it is not found.  Raises RuleError."""
    source = Source(path)
    source.tables()
    return line_of(source.text, f".{table}[{number}]", source.prefix)


def read_text(path: Path) -> str:
    """The text of a file.  Raises RuleError where it cannot be read or is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: not UTF-8 text ({error.reason} at byte {error.start})") from error
    except OSError as error:
        raise RuleError(f"{path}: cannot be read: {error.strerror or error}") from error


class Source:
    """The text of a rule file, and errors that point into it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = read_text(path)
        self.prefix = ""
        """What stands before the names of tables: `tool.blockcheck.rules.` in a project's configuration."""

    def tables(self) -> dict[str, Any]:
        """The file as TOML; of a configuration file, what it says of rules."""
        try:
            tables = tomli.loads(self.text)
        except tomli.TOMLDecodeError as error:
            match = re.search(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$", str(error))
            line = (match and match.group("line")) or self.text.count("\n") + 1
            what = match.group("what") if match else str(error)
            raise RuleError(f"{self.path}:{line}: not valid TOML: {what[:1].lower()}{what[1:]}") from error
        for prefix in _PREFIXES:
            inside: Any = tables
            for key in prefix.split(".")[:-1]:
                inside = inside.get(key) if isinstance(inside, dict) else None
            if isinstance(inside, dict):
                self.prefix = prefix
                return {key: value for key, value in inside.items() if key != "files"}
        return tables

    def convert(self, tables: Mapping[str, Any], kind: type[T]) -> T:
        """The tables as typed data."""
        try:
            return msgspec.convert(tables, kind)
        except msgspec.ValidationError as error:
            message, _, place = str(error).partition(" - at `$")
            place = place.rstrip("`")
            unknown = re.match(r"Object contains unknown field `(.+)`", message)
            if unknown:
                key = unknown.group(1)
                raise self.error(
                    f"unknown key `{key}`{_nearest(key, _keys_at(kind, place))}", f"{place}.{key}"
                ) from error
            raise self.error(_plain(message, place), place) from error

    def error(self, message: str, place: str) -> RuleError:
        """The error at a place such as `.blocks[3].unless[0].argument`."""
        line = line_of(self.text, place, self.prefix)
        return RuleError(f"{self.path}:{line}: {message}" if line else f"{self.path}: {message}")


_PREFIXES = ("tool.blockcheck.rules.", "rules.")
"""Where configuration files have tables of rules; neither word is a key of a rule file."""


def line_of(text: str, place: str, prefix: str = "") -> int:
    """The line of a place in a TOML text: its table by counting headers, then its key; 0 where it is not found.

    `prefix` stands before the table in its headers (`tool.blockcheck.rules.`).
    """
    path = re.findall(r"\.([\w-]+)|\[(\d+)\]", place)
    if not path or not text:
        return 0
    lines = text.splitlines()
    table, at = re.escape(prefix + path[0][0]), 0
    headers = [number for number, line in enumerate(lines) if re.match(rf"\s*\[\[?\s*{table}\s*\]", line)]
    if len(path) > 1 and path[1][1]:
        if int(path[1][1]) >= len(headers):  # `blocks = [{ … }]`
            return next((n for n, line in enumerate(lines, 1) if re.search(rf"\b{path[0][0]}\s*=", line)), 0)
        at = headers[int(path[1][1])]
        path = path[2:]
    elif headers:
        return headers[0] + 1
    return _line_of_key(lines, at, next((name for name, _ in path if name), "")) + 1


def _line_of_key(lines: Sequence[str], start: int, key: str) -> int:
    """The first line from `start` on, within the same table, that sets the key; `start` itself where none does."""
    for number in range(start, len(lines)):
        if number > start and lines[number].lstrip().startswith("["):
            break
        if key and re.match(rf'\s*"?{re.escape(key)}"?\s*[.=]', lines[number]):
            return number
    return start


def _plain(message: str, place: str) -> str:
    """What the schema found wrong, in words that need no knowledge of it."""
    missing = re.match(r"Object missing required field `(.+)`", message)
    if missing:
        return f"the key `{missing.group(1)}` is missing"
    wrong = re.match(r"Expected `(.+)`, got `(.+)`", message)
    key = place.rpartition(".")[2]
    if wrong:
        return f"`{key}` must be {_words(wrong.group(1))}, not {_words(wrong.group(2))}"
    value = re.match(r"Invalid enum value '?(.+?)'?$", message)
    return f"`{key}` cannot be `{value.group(1)}`" if value else message[:1].lower() + message[1:]


_WORDS = {"str": "text", "int": "a whole number", "bool": "true or false", "array": "a list", "object": "a table"}


def _words(names: str) -> str:
    return " or ".join(_WORDS.get(name.strip(), name.strip()) for name in names.split("|"))


def _nearest(word: str, known: Sequence[str]) -> str:
    """` (did you mean …?)`, or the list of what there is."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean `{close[0]}`?" if close else f"; known are {', '.join(f'`{key}`' for key in known)}"


def _keys_at(kind: Any, place: str) -> Sequence[str]:
    """The keys of the table at a place of the schema."""
    for name in re.findall(r"\.([\w-]+)", place):
        field = next(field for field in msgspec.structs.fields(kind) if field.encode_name == name)
        kind = next(part for part in _structs_in(field.type))
    return [field.encode_name for field in msgspec.structs.fields(kind)]


def _structs_in(annotation: Any) -> Iterator[type[msgspec.Struct]]:
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _structs_in(part)


# What the schema cannot say


def check_rules(rules: RuleFile, known: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every mistake in the rows of a file, as (place, message); `known` are the codes and names of rules."""
    for table in TABLES:
        for number, row in enumerate(getattr(rules, table)):
            for key, message in _mistakes(row, known):
                yield f".{table}[{number}].{key}", message


TABLES = ("blocks", "returns", "attributes", "classes", "aliases", "runs", "hooks", "markers", "mounts", "intrinsics")


def _mistakes(row: Any, known: Sequence[str]) -> Iterator[tuple[str, str]]:
    for key in ("names", "except_", "name", "is_", "base", "bases", "via"):
        value = getattr(row, key, ())
        for pattern in (value,) if isinstance(value, str) else value:
            if problem := problem_of_pattern(pattern):
                yield key.rstrip("_"), problem
    for key in ("type", "returns"):
        if problem := _problem_of_type(getattr(row, key, "")):
            yield key, problem
    if isinstance(row, Block):
        yield from _mistakes_of_block(row, known)
    if isinstance(row, (Runs, Intrinsic)) and any(name.endswith(".*") for name in row.names):
        yield "names", "`*` has no meaning here: write the names out"


def _problem_of_type(text: str) -> str:
    try:
        if text:
            parse_type(text)
    except TypeSyntaxError as error:
        return str(error)
    return ""


def _mistakes_of_block(block: Block, known: Sequence[str]) -> Iterator[tuple[str, str]]:
    if block.rule not in known:
        yield "rule", f"there is no rule `{block.rule}`{_nearest(block.rule, known)}"
    owners = {name.rpartition(".")[0] for name in expand(block.names) if name.endswith(".*")}
    for name in expand(block.except_):
        if not name.endswith(".*") and name.rpartition(".")[0] not in owners:
            yield "except", f"`{name}` is an exception to nothing: `names` has no `{name.rpartition('.')[0]}.*`"
    for key, conditions in (("unless", block.unless), ("only-if", block.only_if)):
        for condition in conditions:
            if (problem := _problem_of_condition(condition)) is not None:
                yield key, problem


def _problem_of_condition(condition: Condition) -> str | None:
    stated = [
        condition.is_ is not msgspec.UNSET,
        condition.not_ is not msgspec.UNSET,
        condition.given is not None,
        bool(condition.types),
    ]
    if sum(stated) == 1:
        return None
    return f"the condition on `{condition.argument}` needs exactly one of `is`, `not`, `given` and `types`"
