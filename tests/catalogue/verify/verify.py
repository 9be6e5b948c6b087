"""Checks every name in rules/ against the real packages.

    python tests/catalogue/verify/verify.py [--environment DIR] [--only requests,httpx] [--no-install] [--json FILE]

DIR becomes a virtual environment (by itself: one in ~/.cache); the packages that rule files name are installed there,
and probe.py, run by that environment's Python, describes the names.  A name that does not exist, a blocking entry that
is a coroutine function, an async way that is not async, or one that is there and not given, a condition on an argument
that the signature does not have: each is one line on standard output.

Exit status 0: all names are right; 1: some are not; 2: wrong use.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from packaging.specifiers import SpecifierSet

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
RULES = ROOT / "rules"
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
ENVIRONMENT = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache", f"blockcheck-packages-{VERSION}")
sys.path.insert(0, str(ROOT))  # the command is run as a file

from blockcheck.catalogue.schema import RuleFile  # noqa: E402
from tests.catalogue.verify.environments import Environment, NoEnvironmentError, ProbeError  # noqa: E402
from tests.catalogue.verify.judging import (  # noqa: E402
    Things,
    count_blocking,
    expand_all,
    judge,
    names_of,
    without_async_way,
)

ELSEWHERE = ("frameworks", "python")  # checked by tests/truth and tests/catalogue/test_standard_library.py
ASYNC_RESULT = re.compile("Awaitable|AsyncIterator|AsyncContextManager|Coroutine|AsyncGenerator")


class Unavailable(msgspec.Struct, frozen=True):
    """A distribution that is not imported here: why, and whether its source is read instead.

    With `versions`, it is about the rule file for these alone.
    """

    package: str
    reason: str
    how: str = "none"
    versions: str = ""

    def concerns(self, rules: RuleFile) -> bool:
        """Whether the rules are about this distribution, and these versions of it."""
        return self.package == rules.package and self.versions in ("", rules.versions)


class Unseen(msgspec.Struct, frozen=True):
    """Names that are right although the newest package, as it is imported, does not show them."""

    names: tuple[str, ...]
    reason: str


class Packages(msgspec.Struct, frozen=True):
    """packages.toml."""

    requirements: dict[str, list[str]] = {}
    gives: dict[str, str] = {}
    environment: dict[str, str] = {}
    unseen: tuple[Unseen, ...] = ()
    no_twin: tuple[Unseen, ...] = msgspec.field(name="no-twin", default=())
    """Names whose async counterpart is none, whatever its name says."""
    modules: dict[str, list[str]] = {}
    unavailable: tuple[Unavailable, ...] = ()
    instances: tuple[dict[str, Any], ...] = ()

    def to_install(self, names: Iterable[str]) -> list[str]:
        """The requirements that bring the distributions of these names."""
        return [requirement for name in sorted(names) for requirement in self.requirements.get(name, [name])]

    def twinless(self) -> set[str]:
        """The names of which no async counterpart is to be looked for."""
        return {name for one in self.no_twin for name in expand_all(one.names)}


class Result(msgspec.Struct, frozen=True):
    """What became of one rule file: how it was checked, what is wrong, and how many callables it says block."""

    file: str
    package: str
    how: str
    problems: tuple[str, ...] = ()
    blocking: int = 0
    note: str = ""


def read_rules(only: frozenset[str]) -> dict[str, RuleFile]:
    """The rule files by their path below rules/: those whose import root, package or stem is asked for, else all."""
    found = {}
    for path in sorted(path for path in RULES.glob("*/*.toml") if path.parent.name not in ELSEWHERE):
        rules = msgspec.convert(tomllib.loads(path.read_text("utf-8")), RuleFile)
        if not only or only & {path.stem, rules.package, *rules.library}:
            found[path.relative_to(RULES).as_posix()] = rules
    return found


def generated_coroutines(rules: RuleFile) -> dict[str, frozenset[str]]:
    """The coroutine methods of the classes that rules/types knows of a library: a `*` does not mean them."""
    found = {}
    for path in {path for root in rules.library for path in (RULES / "types").glob(f"{root.split('.')[0]}*.json")}:
        for name, cls in json.loads(path.read_text("utf-8")).get("classes", {}).items():
            methods = cls.get("methods", {}).items()
            found[name] = frozenset(method for method, text in methods if ASYNC_RESULT.match(text))
    return found


def outside_range(version: str, allowed: str) -> list[str]:
    """A problem where the installed version is not one that the file speaks of."""
    if not (allowed and version) or SpecifierSet(allowed).contains(version, prereleases=True):
        return []
    return [f"versions {allowed!r} do not contain {version}, the newest"]


def verify(file: str, rules: RuleFile, packages: Packages, environment: Environment) -> Result:
    """One rule file against its package: imported, read where packages.toml says so, or neither."""
    exempt = next((one for one in packages.unavailable if one.concerns(rules)), None)
    if exempt and exempt.how == "none":
        return Result(file, rules.package, "none", note=exempt.reason)
    wanted = {block.package for block in rules.blocks} - {""}
    needed = [*packages.to_install(wanted - {rules.package} if exempt else {*wanted, *filter(None, [rules.package])})]
    if trouble := environment.provide([*needed, "griffe"] if exempt else needed):
        return Result(file, rules.package, "none", (trouble,))
    names = names_of(rules)
    asked = sorted({*names, *(given for name, given in packages.gives.items() if name in names)})
    if not exempt:
        things = environment.describe(
            {
                "names": asked,
                "modules": [*rules.library, *packages.modules.get(rules.package, ())],
                "instances": [one for one in packages.instances if one["library"] in rules.library],
                "alone": sorted(without_async_way(rules) - packages.twinless()),
            }
        )
    else:
        source = environment.source_of(f"{rules.package}{exempt.versions}")
        if isinstance(source, str):
            return Result(file, rules.package, "none", (source,))
        things = read_source(asked, rules, source, environment)
    for unseen in packages.unseen:
        things.update((name, {"kind": "unseen"}) for name in expand_all(unseen.names) if name in things)
    newest = bool(rules.package) and not (exempt and exempt.versions)
    version = environment.version(packages.to_install([rules.package])[0]) if newest else ""
    problems = dict.fromkeys(
        [*outside_range(version, rules.versions), *judge(rules, things, packages.gives, generated_coroutines(rules))]
    )
    how = "read" if exempt else "imported"
    return Result(file, rules.package, how, tuple(problems), count_blocking(rules, things))


def read_source(names: list[str], rules: RuleFile, source: Path, environment: Environment) -> Things:
    """The descriptions of a package's own names from its source, of other packages' names from what is installed."""
    own = {name for name in names if any(name == root or name.startswith(f"{root}.") for root in rules.library)}
    request = {"names": sorted(own), "modules": [root.split(".")[0] for root in rules.library]}
    things = environment.describe({**request, "source": str(source_root(source, rules))}, "probe_static.py")
    others = [name for name in names if name not in own]
    return {**things, **environment.describe({"names": others, "modules": [], "instances": []})}


def source_root(source: Path, rules: RuleFile) -> Path:
    """The folder that holds the import roots: the archive itself, or its `src`."""
    inner = source / "src"
    return inner if (inner / rules.library[0].split(".")[0]).exists() else source


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--environment", type=Path, default=ENVIRONMENT, metavar="DIR", help=f"instead of {ENVIRONMENT}"
    )
    parser.add_argument("--only", default="", metavar="NAMES", help="import roots, packages or file stems")
    parser.add_argument("--no-install", action="store_true", help="report what is not installed as a problem")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results to FILE as well")
    parser.add_argument(
        "--quick", type=float, metavar="MINUTES", help="leave out, and tell, what takes longer or fails"
    )
    options = parser.parse_args(arguments)
    files = read_rules(frozenset(filter(None, options.only.split(","))))
    if not files:
        parser.error(f"no file in {RULES} is called or describes {options.only}")
    packages = msgspec.convert(tomllib.loads((HERE / "packages.toml").read_text("utf-8")), Packages)
    try:
        environment = Environment(options.environment.expanduser().resolve(), install=not options.no_install)
    except NoEnvironmentError as error:
        parser.error(str(error))
    environment.variables.update(packages.environment)
    if options.quick is not None and not environment.reaches_index():
        print(f"not verified, since no package index can be reached: {', '.join(files)}")
        return 0
    results = list(verify_all(files, packages, environment, options.quick))
    if options.json:
        options.json.write_bytes(msgspec.json.format(msgspec.json.encode(results)))
    wrong = sum(bool(result.problems) for result in results)
    names = sum(result.blocking for result in results)
    print(f"{len(results)} files, {names} blocking names, {wrong} files with problems")
    return 1 if wrong else 0


def verify_all(
    files: Mapping[str, RuleFile], packages: Packages, environment: Environment, minutes: float | None
) -> Iterator[Result]:
    """One file after the other; what is wrong is printed.  With `minutes`, those that are not reached are told."""
    started = time.monotonic()
    for number, (file, rules) in enumerate(files.items()):
        if minutes is not None and time.monotonic() - started >= 60 * minutes:
            print(f"not verified, since {minutes:g} minutes are over: {', '.join([*files][number:])}")
            return
        try:
            result = verify(file, rules, packages, environment)
        except ProbeError as error:
            result = Result(file, rules.package, "none", (str(error),))
        if minutes is not None and result.how == "none" and result.problems:
            print(f"not verified: {file}: {result.problems[0]}")
            continue
        print(*(f"{file}: {problem}" for problem in result.problems), sep="\n", end="\n" * bool(result.problems))
        yield result


if __name__ == "__main__":
    sys.exit(main())
