"""Settings: what each source says, merged once into a complete whole that remembers where every value came from."""

from __future__ import annotations

import difflib
import glob
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec
import tomli
from msgspec import UNSET, UnsetType

from blockcheck.disk import Disk
from blockcheck.installed import GROUP, installed_rules

OutputFormat = Literal["full", "concise", "json", "github", "sarif"]
FailOn = Literal["error", "warning"]

CONFIG_FILE = "blockcheck.toml"
PROJECT_FILE = "pyproject.toml"
TABLE = "blockcheck"
COMMAND_LINE = "command line"
DEFAULT = "default"

USUAL_FOLDERS = (
    ".bzr", ".direnv", ".eggs", ".git", ".hg", ".hypothesis", ".ipynb_checkpoints", ".mypy_cache", ".nox", ".pants.d",
    ".pyenv", ".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv", ".vscode", "__pycache__",
    "__pypackages__", "_build", "buck-out", "build", "dist", "node_modules", "site-packages", "venv",
)  # fmt: skip
"""What nobody wrote by hand: environments, caches, build output (unless it is a package that is called `build`)."""


class SettingsError(Exception):
    """A setting that cannot be used; the text names where it stands, `help` says what to do."""

    def __init__(self, message: str, help: str = "") -> None:  # noqa: A002 -- the word that the user reads
        super().__init__(message)
        self.help = help


class Settings(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """All settings of a run.  Paths and the patterns that contain a slash are absolute.

    `select` may hold, besides codes, their prefixes and names, `ALL` and `DEFAULT` (the rules that are on by
    themselves).  `output_format` is empty where nobody asked for one, `python` and `baseline` where they are to
    be found by themselves.
    """

    select: tuple[str, ...] = ("DEFAULT",)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = {}
    exclude: tuple[str, ...] = USUAL_FOLDERS
    extend_exclude: tuple[str, ...] = ()
    src: tuple[str, ...] = ()
    fail_on: FailOn = "warning"
    rules: tuple[str, ...] = ()
    include_tests: bool = False
    output_format: OutputFormat | Literal[""] = ""
    python: str = ""
    baseline: str = ""


class PartialSettings(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """What one source says; the rest is unset."""

    select: tuple[str, ...] | UnsetType = UNSET
    extend_select: tuple[str, ...] | UnsetType = UNSET
    ignore: tuple[str, ...] | UnsetType = UNSET
    per_file_ignores: dict[str, tuple[str, ...]] | UnsetType = UNSET
    exclude: tuple[str, ...] | UnsetType = UNSET
    extend_exclude: tuple[str, ...] | UnsetType = UNSET
    src: tuple[str, ...] | UnsetType = UNSET
    fail_on: FailOn | UnsetType = UNSET
    rules: tuple[str, ...] | UnsetType = UNSET
    include_tests: bool | UnsetType = UNSET
    output_format: OutputFormat | UnsetType = UNSET
    python: str | UnsetType = UNSET
    baseline: str | UnsetType = UNSET

    def given(self) -> dict[str, Any]:
        """The settings that are set, by field name."""
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value for name, value in values.items() if value is not UNSET}


class Source(msgspec.Struct, frozen=True):
    """What one place says: its name for people, the folder that its paths are relative to, its settings."""

    origin: str
    base: str
    settings: PartialSettings


class Loaded(msgspec.Struct, frozen=True):
    """The merged settings; for each field the origins of its value; the folder of the project's configuration."""

    settings: Settings
    origins: Mapping[str, str]
    folder: str = ""


KEYS = dict(zip(Settings.__struct_fields__, Settings.__struct_encode_fields__, strict=True))
"""The key in files for each field of the settings."""

_SPECIAL, _ESCAPED = re.compile(r"([\\\[\]*?!#])"), r"\\\1"
_EXTENDING = ("extend_select", "extend_exclude")
_EXPECTED = {
    "per-file-ignores": "a table of patterns, each with a list of rules",
    "rules": "a list of rule files, or tables of rules in a configuration file",
    "fail-on": '"error" or "warning"',
    "include-tests": "true or false",
    "output-format": "one of " + ", ".join(f'"{name}"' for name in get_args(OutputFormat)),
    "python": "a path in quotes",
    "baseline": "a path in quotes",
}


def load_settings(
    start: str,
    command_line: PartialSettings = PartialSettings(),  # noqa: B008 -- frozen
    *,
    config: Iterable[str] = (),
    isolated: bool = False,
    disk: Disk | None = None,
) -> Loaded:
    """The settings that hold for `start`, a file or folder: defaults, configuration file, `config`, command line.

    The configuration file is the nearest `blockcheck.toml`, or `pyproject.toml` with a `[tool.blockcheck]`, above
    `start`; `config` holds another file to use in its place, or single settings (`fail-on = "error"`); `isolated`
    reads no file.  Raises SettingsError.
    """
    disk = disk or Disk()
    here = os.getcwd()  # noqa: PTH109 -- a string is what is needed
    inline = [_inline(text, here) for text in config if _is_inline(text, disk)]
    files = [text for text in config if not _is_inline(text, disk)]
    if isolated and files:
        raise SettingsError("--isolated and --config FILE exclude each other", "leave one of them out")
    found = [read_file(Path(file), disk) for file in files] if files or isolated else _nearest(Path(start), disk)
    folder = found[-1].base if found else ""
    loaded = _merge([*found, *inline, Source(COMMAND_LINE, here, command_line)], folder)
    return loaded if isolated else _with_installed_rules(loaded, disk)


def read_file(file: Path, disk: Disk) -> Source:
    """What a configuration file says.  Raises SettingsError where it cannot be read or says something unknown."""
    table = _table(file, _toml(file, disk)) or {}
    if isinstance(table.get("rules"), dict):
        table = {**table, "rules": _rule_files(table["rules"], file)}
    where = f"{_shown(file)}: [tool.{TABLE}]" if file.name == PROJECT_FILE else _shown(file)
    return Source(_shown(file), str(file.absolute().parent), _partial(table, where))


def nearest_name(word: str, known: Iterable[str]) -> str:
    """The known name that is most like `word`, or nothing where none is."""
    names = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    return names[close[0]] if close else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Help for a name that does not exist: the nearest one, or all of them."""
    names = sorted(known)
    near = nearest_name(word, names)
    return f"did you mean `{near}`?" if near else f"there are: {', '.join(names)}"


# Reading a source


def _nearest(start: Path, disk: Disk) -> list[Source]:
    start = Path(os.path.normpath(start.absolute()))
    for folder in [start, *start.parents]:
        for name in (CONFIG_FILE, PROJECT_FILE):
            file = folder / name
            if disk.is_file(str(file)) and _table(file, _toml(file, disk)) is not None:
                return [read_file(file, disk)]
    return []


def _toml(file: Path, disk: Disk) -> dict[str, Any]:
    try:
        return tomli.loads(disk.content(str(file)).decode("utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{_shown(file)}: cannot be read: {error.strerror}", "name a file that exists") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{_shown(file)}: is not UTF-8, which TOML files must be", "save it as UTF-8") from None
    except (tomli.TOMLDecodeError, RecursionError) as error:
        text = str(error).removesuffix(".")
        raise SettingsError(f"{_shown(file)}: is not valid TOML: {text}", "correct it, or use --isolated") from None


def _table(file: Path, document: dict[str, Any]) -> dict[str, Any] | None:
    """The part of a configuration file that is ours; None where it has none."""
    if file.name != PROJECT_FILE:
        return document
    tool = document.get("tool", {})
    table = tool.get(TABLE) if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise SettingsError(f"{_shown(file)}: `tool.{TABLE}` must be a table", f"write [tool.{TABLE}]")
    return table


def _rule_files(tables: dict[str, Any], file: Path) -> Any:
    """The rule files of a configuration that holds tables of rules itself: it is one of them (see catalogue.load)."""
    files = tables.get("files", [])
    return [file.name, *files] if isinstance(files, list) and set(tables) - {"files"} else files


def _is_inline(text: str, disk: Disk) -> bool:
    return "=" in text and not disk.is_file(text)


def _inline(text: str, here: str) -> Source:
    """A setting on the command line, `key = value` as in the file."""
    try:
        table = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        example = "--config 'include-tests = true'"
        raise SettingsError(f"--config {text!r} is neither a file nor a setting: {error}", f"as in {example}") from None
    return Source(f"{COMMAND_LINE} (--config)", here, _partial(table, "--config"))


def _partial(table: dict[str, Any], where: str) -> PartialSettings:
    """Checks a table key by key, so that the message can name the key."""
    for key, value in table.items():
        if key not in KEYS.values():
            raise SettingsError(f"{where} has no setting `{key}`", did_you_mean(key, KEYS.values()))
        try:
            msgspec.convert({key: value}, PartialSettings)
        except msgspec.ValidationError:
            expected = _EXPECTED.get(key, "a list of strings")
            raise SettingsError(f"{where}: `{key}` must be {expected}", f"it is {_toml_value(value)}") from None
    return msgspec.convert(table, PartialSettings)


def _shown(file: Path) -> str:
    """A path as the user knows it: relative where it lies below the current folder."""
    try:
        return file.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(file)


# Merging


def _with_installed_rules(loaded: Loaded, disk: Disk) -> Loaded:
    """The settings with the rule files that installed packages bring, which come after the user's own."""
    found = installed_rules(disk)
    for one in found:
        if not one.files:
            message = f"{one.package}: its entry point of {GROUP} is `{one.value}`, where no rule file is"
            raise SettingsError(message, f"bring the package up to date, or uninstall it: pip uninstall {one.package}")
    if not found:
        return loaded
    rules = (*loaded.settings.rules, *(file for one in found for file in one.files))
    origins = [] if loaded.origins["rules"] == DEFAULT else [loaded.origins["rules"]]
    origins += dict.fromkeys(f"{one.package} (installed)" for one in found)
    return msgspec.structs.replace(
        loaded,
        settings=msgspec.structs.replace(loaded.settings, rules=rules),
        origins={**loaded.origins, "rules": ", ".join(origins)},
    )


def _merge(sources: Iterable[Source], folder: str) -> Loaded:
    values: dict[str, Any] = {}
    origins = dict.fromkeys(KEYS, DEFAULT)
    for source in sources:
        given = source.settings.given()
        if "select" in given:  # begins anew: what an earlier source adds or ignores is about its own selection
            for field in ("extend_select", "ignore"):
                values.pop(field, None)
                origins[field] = DEFAULT
        for field, written in given.items():
            value = _anchored(field, written, source.base)
            extends = field in _EXTENDING and field in values
            values[field] = values[field] + value if extends else value
            origins[field] = f"{origins[field]}, {source.origin}" if extends else source.origin
    return Loaded(Settings(**values), origins, folder)


def _anchored(field: str, value: Any, base: str) -> Any:
    """Paths and patterns of a source as absolute ones, so that it no longer matters where they were written."""
    if field in ("exclude", "extend_exclude"):
        return tuple(_pattern(pattern, base) for pattern in value)
    if field == "per_file_ignores":
        return {_pattern(pattern, base): codes for pattern, codes in value.items()}
    if field == "src":
        return tuple(os.path.normpath(Path(glob.escape(base), path)) for path in value)
    if field == "rules":
        return tuple(os.path.normpath(Path(base, path)) for path in value)
    return os.path.normpath(Path(base, value)) if field in ("python", "baseline") and value else value


def _pattern(pattern: str, base: str) -> str:
    """A pattern as in `.gitignore`: with a slash before its end it means a path from `base`, else a name anywhere."""
    negation, bare = ("!", pattern[1:]) if pattern.startswith("!") else ("", pattern)
    bare = bare.removeprefix("./")
    if "/" not in bare.rstrip("/") or bare.startswith("**/"):
        return negation + bare
    folder = Path(base).as_posix().rstrip("/")
    from_folder = bare.removeprefix(f"{folder}/").lstrip("/")  # an absolute path is allowed as well
    return f"{negation}{_SPECIAL.sub(_ESCAPED, folder)}/{from_folder}"


# Showing


def show(loaded: Loaded) -> str:
    """The settings as TOML, each with its origin in a comment."""
    lines = [
        (f"{key} = {_toml_value(_relative(getattr(loaded.settings, field), loaded.folder))}", loaded.origins[field])
        for field, key in KEYS.items()
    ]
    return "".join(f"{line}  # {origin}\n" for line, origin in lines)


def _relative(value: Any, folder: str) -> Any:
    """Paths below the configuration's folder as they stand in the file."""
    if isinstance(value, str):
        return value.removeprefix(f"{folder}/") if folder else value
    if isinstance(value, tuple):
        return tuple(_relative(item, folder) for item in value)
    if isinstance(value, Mapping):
        return {_relative(key, folder): item for key, item in value.items()}
    return value


def _toml_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_toml_value(key)} = {_toml_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml_value(item) for item in value) + "]"
    return msgspec.json.encode(value).decode() if isinstance(value, (str, int, float)) else str(value)
