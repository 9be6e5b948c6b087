"""Checks every name in rules/ against the real packages.

    python tests/catalogue/verify/verify.py --environment DIR [--only requests,httpx] [--no-install] [--json FILE]

DIR becomes a virtual environment; the packages that rule files name are installed there, and probe.py, run by that
environment's Python, describes the names.  A name that does not exist, a blocking entry that is a coroutine function,
an async way that is not async, a condition on an argument that the signature does not have: each is one line on
standard output.  Exit status 0: all names are right; 1: some are not; 2: wrong use.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import subprocess
import sys
import venv
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
RULES = HERE.parents[2] / "rules"
sys.path.insert(0, str(HERE.parents[2]))  # the command works in a bare clone as well

from blockcheck.catalogue.schema import Block, Condition, Marker, Mount, RuleFile, Runs  # noqa: E402

ASYNC_RESULT = re.compile("Awaitable|AsyncIterator|AsyncContextManager|Coroutine|AsyncGenerator")
Thing = dict[str, Any]
Things = dict[str, Thing]


class Unavailable(msgspec.Struct, frozen=True):
    """A distribution that is not imported here: why, and whether its source is read instead."""

    package: str
    reason: str
    how: str = "none"


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
    modules: dict[str, list[str]] = {}
    unavailable: tuple[Unavailable, ...] = ()
    instances: tuple[dict[str, Any], ...] = ()

    def to_install(self, names: Iterable[str]) -> list[str]:
        """The requirements that bring the distributions of these names."""
        return [requirement for name in sorted(names) for requirement in self.requirements.get(name, [name])]


class Result(msgspec.Struct, frozen=True):
    """What became of one rule file: how it was checked, what is wrong, and how many callables it says block."""

    file: str
    package: str
    how: str
    problems: tuple[str, ...] = ()
    blocking: int = 0
    note: str = ""


# Reading what is to be checked


def read_rules(only: frozenset[str]) -> dict[str, RuleFile]:
    """The rule files by their path below rules/: those whose import root, package or stem is asked for, else all."""
    found = {}
    for path in sorted(RULES.glob("*/*.toml")):
        rules = msgspec.convert(tomllib.loads(path.read_text("utf-8")), RuleFile)
        if not only or only & {path.stem, rules.package, *rules.library}:
            found[path.relative_to(RULES).as_posix()] = rules
    return found


def expand(pattern: str) -> list[str]:
    """`a.{b,c}.d` as `a.b.d` and `a.c.d`."""
    parts = [part.split(",") if index % 2 else [part] for index, part in enumerate(re.split(r"[{}]", pattern))]
    return ["".join(choice) for choice in itertools.product(*parts)]


def expand_all(patterns: Iterable[str]) -> list[str]:
    """The names that several patterns stand for; a `*` is kept."""
    return [name for pattern in patterns for name in expand(pattern)]


def names_in_type(text: str) -> list[str]:
    """The dotted names in a type."""
    return re.findall(r"[A-Za-z_]\w*(?:\.\w+)+", text)


def names_of(rules: RuleFile) -> set[str]:
    """Every name that the file mentions."""
    names = {alias.name for alias in rules.aliases} | {alias.is_ for alias in rules.aliases}
    for block in rules.blocks:
        names.update(expand_all(block.names + block.except_), filter(None, [block.async_]))
        names.update(kind for condition in block.unless + block.only_if for kind in condition.types)
    for typed in rules.returns + rules.attributes:
        names.update(expand_all(typed.names), names_in_type(typed.type))
    for entry in rules.classes:
        names.update(expand_all(entry.names), entry.bases)
    for row in handing_over(rules):
        names.update(expand_all(row.names))
    names.update(hook.base for hook in rules.hooks)
    return {name for name in names if "." in name or name in rules.library}


def handing_over(rules: RuleFile) -> list[Runs | Marker | Mount]:
    """The rows that name arguments in which something is handed over."""
    return [*rules.runs, *rules.markers, *rules.mounts]


# Judging: pure functions from a rule file and the descriptions of its names to the problems found


def judge(
    rules: RuleFile, things: Things, gives: Mapping[str, str], awaited: frozenset[str] = frozenset()
) -> list[str]:
    """What is wrong with the names of one file; `awaited` are the `Class.method`s that the generated types say are."""
    return [
        *itertools.chain.from_iterable(judge_block(block, things, gives, awaited) for block in rules.blocks),
        *itertools.chain.from_iterable(judge_typed(rules, things)),
        *judge_relations(rules, things),
        *itertools.chain.from_iterable(judge_arguments(rules, things)),
    ]


def exists(name: str, things: Things) -> bool:
    """Whether the package has it; names of another library in a type are looked up with the rest."""
    return things[name]["kind"] != "missing" if name in things else True


def judge_block(block: Block, things: Things, gives: Mapping[str, str], awaited: frozenset[str]) -> Iterator[str]:
    """A blocking entry names what can be called, and nothing that is to be awaited; its async way is async."""
    for name in expand_all(block.names):
        yield from judge_blocking_name(name, frozenset(expand_all(block.except_)), things, awaited)
        if not name.endswith(".*"):
            for condition in block.unless + block.only_if:
                yield from judge_condition(name, condition, things[name])
    for name in expand_all(block.except_):
        if not (exists(name, things) or in_subclass(name, things)):
            yield f"except {name}: does not exist"
    if block.async_ and not things[block.async_].get("offers"):
        handed_out = things.get(gives.get(block.async_, ""), {})
        if not (exists(block.async_, things) and handed_out.get("offers")):
            yield f"async {block.async_}: does not exist, or is not async"


def in_subclass(name: str, things: Things) -> bool:
    """Whether a subclass of the class that a pattern speaks of has the method."""
    owner, _, short = name.rpartition(".")
    return any(short in methods for methods in things.get(f"{owner}.*", {}).get("subclasses", {}).values())


def judge_blocking_name(name: str, excepted: frozenset[str], things: Things, awaited: frozenset[str]) -> Iterator[str]:
    """One name or pattern of a blocking entry."""
    thing = things[name]
    if not name.endswith(".*"):
        if thing["kind"] in ("missing", "module"):
            yield f"{name}: does not exist" if thing["kind"] == "missing" else f"{name}: is a module"
        elif thing.get("async"):
            yield f"{name}: is async, and does not block"
        elif thing["kind"] == "value":
            yield f"{name}: cannot be called"
        return
    if thing["kind"] not in ("class", "module"):
        yield f"{name}: {name[:-2]} is no class or module"
        return
    for member in covered(name, excepted, thing):
        if member[1] and last_two(member[0]) not in awaited:
            yield f"{member[0]}: is async, and {name} covers it"


def last_two(name: str) -> str:
    """`Class.method` of a full name."""
    return ".".join(name.split(".")[-2:])


def awaited_methods(rules: RuleFile) -> frozenset[str]:
    """The `Class.method`s of the libraries of a file that a `*` does not mean, since they are known to be async."""
    found: set[str] = set()
    for path in {path for root in rules.library for path in (RULES / "types").glob(f"{root.split('.')[0]}*.json")}:
        for name, cls in json.loads(path.read_text("utf-8"))["classes"].items():
            methods = cls.get("methods", {}).items()
            found.update(f"{name.rsplit('.', 1)[-1]}.{method}" for method, text in methods if ASYNC_RESULT.match(text))
    return frozenset(found)


def covered(name: str, excepted: frozenset[str], thing: Thing) -> list[tuple[str, bool]]:
    """The callables that a pattern stands for, in the class and its subclasses, and whether each is async."""
    owner = name[:-2]
    found = [
        (f"{owner}.{short}", bool(member["async"]))
        for short, member in thing["members"].items()
        if member["kind"] == "function" and f"{owner}.{short}" not in excepted
    ]
    left_out = {one.rsplit(".", 2)[-2] for one in excepted if one.endswith(".*")}
    own = {one.rsplit(".", 1)[-1] for one in excepted if one.startswith(f"{owner}.")}
    for child, methods in thing.get("subclasses", {}).items():
        if child.rsplit(".", 1)[-1] not in left_out:
            found += [(f"{child}.{short}", is_async) for short, is_async in methods.items() if short not in own]
    return found


def judge_condition(name: str, condition: Condition, thing: Thing) -> Iterator[str]:
    """A condition speaks of an argument that the callable takes, at the place and with the default that it says."""
    parameters = thing.get("parameters")
    if parameters is None:
        return
    open_ended = any(kind == "VAR_KEYWORD" for _, kind, _ in parameters)
    names = [parameter for parameter, _, _ in parameters]
    if condition.argument not in names:
        if not open_ended:
            yield f"{name}: has no argument {condition.argument!r}"
        return
    index = names.index(condition.argument)
    _, kind, default = parameters[index]
    if condition.position is not None and condition.position != index:
        yield f"{name}: {condition.argument!r} is argument {index}, not {condition.position}"
    if condition.position is not None and kind == "KEYWORD_ONLY":
        yield f"{name}: {condition.argument!r} is keyword-only"
    if condition.default is not msgspec.UNSET and not same_literal(condition.default, default):
        yield f"{name}: the default of {condition.argument!r} is {default}, not {condition.default!r}"


def same_literal(said: object, written: str) -> bool:
    """Whether a literal of the rule file is the value that Python prints so (0 and 0.0 are the same)."""
    try:
        return float(str(said)) == float(written)
    except ValueError:
        return repr(said) == written


def judge_typed(rules: RuleFile, things: Things) -> Iterator[Iterator[str]]:
    """What calls return and attributes hold: the names and the names in the types exist; coroutines are awaited."""
    for typed in rules.returns:
        for name in expand_all(typed.names):
            yield judge_return(name, typed.type, things)
    for typed in rules.attributes:
        yield (f"{name}: does not exist" for name in expand_all(typed.names) if not exists(name, things))
    for typed in rules.returns + rules.attributes:
        yield (f"type {name}: does not exist" for name in names_in_type(typed.type) if not exists(name, things))


def judge_return(name: str, text: str, things: Things) -> Iterator[str]:
    """A callable whose result is declared exists, and is declared awaitable when it is a coroutine function."""
    thing = things[name]
    if thing["kind"] == "missing":
        yield f"{name}: does not exist"
    elif thing.get("async") and not text.startswith(("Awaitable", "Async", "Self", "asyncio.")):
        yield f"{name}: is async, its type must begin with Awaitable"


def judge_relations(rules: RuleFile, things: Things) -> Iterator[str]:
    """Aliases are one object, and bases are bases."""
    for alias in rules.aliases:
        one, other = things[alias.name], things[alias.is_]
        if "missing" in (one["kind"], other["kind"]):
            yield f"alias {alias.name} = {alias.is_}: does not exist"
        elif one.get("identity") != other.get("identity"):
            yield f"alias {alias.name}: is not {alias.is_}"
    for entry in rules.classes:
        for name in expand_all(entry.names):
            known = things[name].get("base_ids", [])
            if things[name]["kind"] != "class":
                yield f"class {name}: does not exist"
            yield from (
                f"class {name}: {base} is not a base of it"
                for base in entry.bases
                if known and things[base].get("identity") not in known
            )


def judge_arguments(rules: RuleFile, things: Things) -> Iterator[Iterator[str]]:
    """Rows that hand callables over name a callable that exists, and keyword arguments that it takes."""
    for row in handing_over(rules):
        for name in expand_all(row.names):
            if not exists(name, things):
                yield iter([f"{name}: does not exist"])
            for argument in row.argument:
                if isinstance(argument, str) and "*" not in argument and name in things:
                    yield judge_condition(name, Condition(argument=argument), things[name])
    yield (f"hook base {hook.base}: does not exist" for hook in rules.hooks if not exists(hook.base, things))


def count_blocking(rules: RuleFile, things: Things) -> int:
    """How many callables the file says block, patterns expanded."""
    found: set[str] = set()
    for block in rules.blocks:
        excepted = frozenset(expand_all(block.except_))
        for name in expand_all(block.names):
            if name.endswith(".*") and "members" in things[name]:
                found.update(member for member, is_async in covered(name, excepted, things[name]) if not is_async)
            else:
                found.add(name)
    return len(found)


# The environment of the real packages


class Environment:
    """A virtual environment into which packages are installed, and whose Python describes their names."""

    def __init__(self, folder: Path, *, install: bool) -> None:
        self.folder = folder
        self.install_missing = install
        self.variables = dict(os.environ)
        self.python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        if not self.python.exists():
            if not install:
                raise SystemExit(f"{folder} is no virtual environment: leave out --no-install to make one")
            venv.create(folder, with_pip=True)
        self._versions = self._installed()

    def _installed(self) -> dict[str, str]:
        code = (
            "import json, importlib.metadata as m;"
            "print(json.dumps({d.metadata['Name'].lower().replace('_', '-'): d.version for d in m.distributions()}))"
        )
        out = subprocess.run([self.python, "-c", code], capture_output=True, text=True, check=True).stdout
        return dict(json.loads(out))

    def version(self, requirement: str) -> str:
        """The installed version of the distribution that a requirement names; empty where there is none."""
        name = re.split(r"[\[<>=!~; ]", requirement)[0]
        return self._versions.get(name.lower().replace("_", "-"), "")

    def provide(self, requirements: Iterable[str]) -> str:
        """Installs what is missing; says what went wrong, or nothing."""
        missing = [requirement for requirement in requirements if not self.version(requirement)]
        if not missing:
            return ""
        if not self.install_missing:
            return f"not installed: {', '.join(missing)}"
        done = subprocess.run(
            [self.python, "-m", "pip", "install", "-q", "--only-binary", ":all:", "--prefer-binary", *missing],
            capture_output=True,
            text=True,
            check=False,
        )
        self._versions = self._installed()
        return "" if done.returncode == 0 else f"pip install {' '.join(missing)}: {done.stderr.strip()[-300:]}"

    def describe(self, request: dict[str, Any]) -> Things:
        """What probe.py says of the names."""
        done = subprocess.run(
            [self.python, "-W", "ignore", HERE / "probe.py"],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
            env=self.variables,
        )
        if done.returncode:
            raise SystemExit(f"probe.py failed on {request['modules']}:\n{done.stderr[-2000:]}")
        return dict(json.loads(done.stdout))


def outside_range(version: str, allowed: str) -> list[str]:
    """A problem where the installed version is not one that the file speaks of."""
    if not (allowed and version) or SpecifierSet(allowed).contains(version, prereleases=True):
        return []
    return [f"versions {allowed!r} do not contain {version}, the newest"]


def verify(file: str, rules: RuleFile, packages: Packages, environment: Environment) -> Result:
    """One rule file against its package."""
    exempt = next((one for one in packages.unavailable if one.package == rules.package), None)
    if exempt:
        return Result(file, rules.package, exempt.how, note=exempt.reason)
    wanted = {rules.package, *(block.package for block in rules.blocks)} - {""}
    if trouble := environment.provide(packages.to_install(wanted)):
        return Result(file, rules.package, "none", (trouble,))
    names = names_of(rules)
    things = environment.describe(
        {
            "names": sorted({*names, *(given for name, given in packages.gives.items() if name in names)}),
            "modules": [*rules.library, *packages.modules.get(rules.package, ())],
            "instances": [one for one in packages.instances if one["library"] in rules.library],
        }
    )
    for unseen in packages.unseen:
        things.update((name, {"kind": "unseen"}) for name in expand_all(unseen.names) if name in things)
    version = environment.version(packages.to_install([rules.package])[0]) if rules.package else ""
    problems = dict.fromkeys(
        [*outside_range(version, rules.versions), *judge(rules, things, packages.gives, awaited_methods(rules))]
    )
    return Result(file, rules.package, "imported", tuple(problems), count_blocking(rules, things))


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--environment", type=Path, required=True, metavar="DIR", help="where the packages are")
    parser.add_argument("--only", default="", metavar="NAMES", help="import roots, packages or file stems")
    parser.add_argument("--no-install", action="store_true", help="report what is not installed as a problem")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results to FILE as well")
    options = parser.parse_args(arguments)
    only = frozenset(filter(None, options.only.split(",")))
    files = read_rules(only)
    if not files:
        parser.error(f"no file in {RULES} is called or describes {options.only}")
    packages = msgspec.convert(tomllib.loads((HERE / "packages.toml").read_text("utf-8")), Packages)
    environment = Environment(options.environment.expanduser().resolve(), install=not options.no_install)
    environment.variables.update(packages.environment)
    results = []
    for file, rules in files.items():
        results.append(result := verify(file, rules, packages, environment))
        print(*(f"{file}: {problem}" for problem in result.problems), sep="\n", end="\n" * bool(result.problems))
    if options.json:
        options.json.write_bytes(msgspec.json.format(msgspec.json.encode(results)))
    wrong = sum(bool(result.problems) for result in results)
    names = sum(result.blocking for result in results)
    print(f"{len(results)} files, {names} blocking names, {wrong} files with problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
