"""What is wrong with the names of a rule file, given descriptions of the names: pure functions."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from blockcheck.catalogue.schema import Block, Condition, Marker, Mount, RuleFile, Runs

Thing = dict[str, Any]
Things = dict[str, Thing]
NOTHING: Mapping[str, frozenset[str]] = MappingProxyType({})


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
        names.update(expand_all(block.names + block.except_), async_ways(block))
        for condition in block.unless + block.only_if:
            names.update(condition.types)
            names.update(asked_of(name, condition) for name in expand_all(block.names))
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
    rules: RuleFile, things: Things, gives: Mapping[str, str], generated: Mapping[str, frozenset[str]] = NOTHING
) -> list[str]:
    """What is wrong with the names of one file.

    `gives` says what a factory hands out, where its signature does not; `generated` has the coroutine methods of the
    classes that rules/types knows, by defining name.
    """
    return [
        *itertools.chain.from_iterable(judge_block(block, things, gives, generated) for block in rules.blocks),
        *itertools.chain.from_iterable(judge_typed(rules, things)),
        *judge_twins(rules, things),
        *judge_relations(rules, things),
        *itertools.chain.from_iterable(judge_arguments(rules, things)),
    ]


def exists(name: str, things: Things) -> bool:
    """Whether the package has it; names of another library in a type are looked up with the rest."""
    return things[name]["kind"] != "missing" if name in things else True


def judge_block(
    block: Block, things: Things, gives: Mapping[str, str], generated: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    """A blocking entry names what can be called, and nothing that is to be awaited; its async way is async."""
    for name in expand_all(block.names):
        yield from judge_blocking_name(name, frozenset(expand_all(block.except_)), things, generated)
        if not name.endswith(".*"):
            for condition in block.unless + block.only_if:
                asked = asked_of(name, condition)
                yield from judge_condition(asked, condition, things[asked])
    for name in expand_all(block.except_):
        if not (exists(name, things) or in_subclass(name, things)):
            yield f"except {name}: does not exist"
    for way in async_ways(block):
        if things[way]["kind"] != "unseen" and not things[way].get("offers"):
            handed_out = things.get(gives.get(way, ""), {})
            if not (exists(way, things) and handed_out.get("offers")):
                yield f"async {way}: does not exist, or is not async"


def async_ways(block: Block) -> list[str]:
    """The async way of each name of a row."""
    return list(dict.fromkeys(way for name in expand_all(block.names) if (way := block.async_way(name))))


def without_async_way(rules: RuleFile) -> set[str]:
    """The blocking names of which the file gives no async way and no advice."""
    alone = [block for block in rules.blocks if not (block.async_ or block.advice)]
    return {name for block in alone for name in expand_all(block.names)}


def judge_twins(rules: RuleFile, things: Things) -> Iterator[str]:
    """A blocking name whose package has an obvious async counterpart gives it."""
    for name in sorted(without_async_way(rules)):
        for twin in things[name].get("twins", ())[:1]:
            yield f"{name}: has an async twin, {twin}, and the row has no `async`"


def in_subclass(name: str, things: Things) -> bool:
    """Whether a subclass of the class that a pattern speaks of has the method."""
    owner, _, short = name.rpartition(".")
    return any(short in methods for methods in things.get(f"{owner}.*", {}).get("subclasses", {}).values())


def judge_blocking_name(
    name: str, excepted: frozenset[str], things: Things, generated: Mapping[str, frozenset[str]]
) -> Iterator[str]:
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
    for member, awaits in covered(name, excepted, thing):
        owner, _, short = member.rpartition(".")
        known = generated.get(thing["defined"], frozenset()) if owner == name[:-2] else generated.get(owner)
        if awaits and known is not None and short not in known:  # a class that nothing knows is never met
            yield f"{member}: is async, and {name} covers it"


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


def asked_of(name: str, condition: Condition) -> str:
    """The callable of whose arguments a condition speaks: the name, or the class of which it is a method."""
    return name.rpartition(".")[0] if condition.made else name


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
        elif one["kind"] != "unseen" and one.get("identity") != other.get("identity"):
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
