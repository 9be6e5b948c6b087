"""Cuts files of rules/types down to what the rules can use.

    python -m scripts.prune_types rules/types/openai.json …

A library of five thousand classes has a few hundred from which a call that blocks can be reached.  Kept are the classes
that a rule speaks of, their subclasses, whatever has an attribute or a method that leads to one of these, and the other
spellings of all that is kept.  Members that lead nowhere go, except coroutine functions where a rule says `Class.*`
(which does not mean them) and the names beside a `__getattr__` (which is not asked for them).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
import tomli

from blockcheck.catalogue.names import expand
from blockcheck.catalogue.schema import GeneratedClass, GeneratedTypes, RuleFile
from scripts.type_files import layout

RULES = Path(__file__).resolve().parent.parent / "rules"
DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.\w+)+")
AWAITED = re.compile("Awaitable|AsyncIterator|AsyncContextManager")
DEAD_ENDS = ("TypedDict", "Enum", "Exception", "NamedTuple")


# Parts of two very large libraries that hardly anybody uses; with them, their files would be above the limit.
SELDOM = {
    "twilio.rest": """
        accounts api.v2010.account.sip api.v2010.account.usage bulkexports chat conversations.v2 events flex_api
        frontline_api iam insights intelligence ip_messaging knowledge marketplace memory monitor numbers oauth preview
        preview_iam pricing proxy routes serverless studio supersim sync taskrouter trusthub trunking voice.v2 voice.v3
        webhooks wireless
    """,
    "stripe": "climate financial_connections forwarding issuing params treasury v2",
}
LEFT_OUT = tuple(f"{root}.{part}." for root, parts in SELDOM.items() for part in parts.split())


class Spoken(msgspec.Struct, frozen=True):
    """What the rules name: names and owners of names as they are written, and the owners of a `*`.

    `abroad` are the first and last words of the classes with methods that block, to which types of other libraries may
    lead; `aliases` the other spellings that rules give.
    """

    names: frozenset[str]
    owners: frozenset[str]
    wild: frozenset[str]
    abroad: frozenset[str]
    aliases: dict[str, str]


def read_spoken(folder: Path) -> Spoken:
    """The names in all rule files below a folder."""
    names: set[str] = set()
    wild: set[str] = set()
    abroad: set[str] = set()
    aliases: dict[str, str] = {}
    for path in sorted(folder.glob("*/*.toml")):
        rules = msgspec.convert(tomli.loads(path.read_text("utf-8")), RuleFile)
        for name in _names_in(rules):
            (wild if name.endswith(".*") else names).add(name.removesuffix(".*"))
        blocking = expand(name for block in rules.blocks for name in block.names)
        abroad.update(_ends(name.rpartition(".")[0]) for name in blocking)
        aliases.update({alias.name: alias.is_ for alias in rules.aliases})
    owners = {name.rpartition(".")[0] for name in names} | wild
    return Spoken(frozenset(names | wild), frozenset(owners), frozenset(wild), frozenset(abroad), aliases)


def _names_in(rules: RuleFile) -> Iterator[str]:
    for block in rules.blocks:
        yield from expand((*block.names, *block.except_))
        yield from filter(None, [block.async_])
    for typed in (*rules.returns, *rules.attributes):
        yield from expand(typed.names)
        yield from DOTTED.findall(typed.type)
    for names in (row.names for rows in (rules.runs, rules.markers, rules.mounts, rules.intrinsics) for row in rows):
        yield from expand(names)
    for entry in rules.classes:
        yield from (*expand(entry.names), *entry.bases)
    yield from (hook.base for hook in rules.hooks)
    yield from (name for alias in rules.aliases for name in (alias.name, alias.is_))


def _ends(name: str) -> str:
    """The first and last word of a dotted name: what stays the same whether it is a public or the defining one."""
    return f"{name.partition('.')[0]}…{name.rpartition('.')[2]}"


class Pruner:
    """One file of types, seen with what the rules speak of."""

    def __init__(self, types: GeneratedTypes, spoken: Spoken) -> None:
        kept = {name: cls for name, cls in types.classes.items() if not name.startswith(LEFT_OUT)}
        self.types = msgspec.structs.replace(types, classes=kept)
        curated = {name: target for name, target in spoken.aliases.items() if target not in types.aliases}
        self.aliases = {**curated, **types.aliases}
        self.spoken = msgspec.structs.replace(
            spoken,
            names=frozenset(map(self.canonical, spoken.names)),
            owners=frozenset(map(self.canonical, spoken.owners)),
            wild=frozenset(map(self.canonical, spoken.wild)),
        )
        self.useful = self._useful()

    def canonical(self, name: str) -> str:
        """The defining name, through aliases of the longest part that has one."""
        head, tail = name, ""
        while head:
            if (target := self.aliases.get(head)) is not None and target != head:
                return target + tail if target.startswith(f"{head}.") else self.canonical(target + tail)
            head, _, last = head.rpartition(".")
            tail = f".{last}{tail}"
        return name

    def bases(self, name: str) -> Iterator[str]:
        """The class and all its bases, each once."""
        seen, waiting = {name}, [name]
        while waiting:
            yield (current := waiting.pop())
            found = self.types.classes.get(current)
            fresh = [base for base in (found.bases if found else ()) if base not in seen]
            seen.update(fresh)
            waiting += fresh

    def _useful(self) -> set[str]:
        """The classes that a rule speaks of, those that lead to one, and the heirs of all these: a fixed point."""
        families = {name: list(self.bases(name)) for name in self.types.classes}
        useful = {
            name
            for name, family in families.items()
            if name in self.spoken.names or any(self._is_spoken_of(one) for one in family)
        }
        leads = {
            name: set(DOTTED.findall(" ".join([*cls.attributes.values(), *cls.methods.values()])))
            for name, cls in self.types.classes.items()
            if not any(one.endswith(DEAD_ENDS) for one in families[name])
        }
        for name, led in leads.items():
            led.update(base for base in families[name] if base != name)  # what its bases lead to, it leads to
        while fresh := {name for name, led in leads.items() if name not in useful and not useful.isdisjoint(led)}:
            useful |= fresh
        return useful

    def _is_spoken_of(self, name: str) -> bool:
        return name in self.spoken.owners if name in self.types.classes else self._is_abroad(name)

    def _is_abroad(self, name: str) -> bool:
        """Whether it is a class of another library that rules speak of, as far as its ends tell."""
        return name not in self.types.classes and _ends(name) in self.spoken.abroad

    def is_useful(self, text: str) -> bool:
        """Whether a type leads to anything."""
        return any(name in self.useful or self._is_abroad(name) for name in DOTTED.findall(text))

    def pruned(self) -> GeneratedTypes:
        """The file without what leads nowhere."""
        classes = {name: self._class(name) for name in self.useful}
        functions = self._values(self.types.functions)
        variables = self._values(self.types.variables)
        kept = {*classes, *functions, *variables, *self.spoken.names}
        aliases = {name: target for name, target in self.types.aliases.items() if self.canonical(target) in kept}
        return msgspec.structs.replace(
            self.types, aliases=aliases, classes=classes, functions=functions, variables=variables
        )

    def _values(self, types: Mapping[str, str]) -> dict[str, str]:
        return {name: text for name, text in types.items() if self.is_useful(text)}

    def _class(self, name: str) -> GeneratedClass:
        cls = self.types.classes[name]
        family = list(self.bases(name))
        own = [self.types.classes[one] for one in family if one in self.types.classes]
        all_names = any("__getattr__" in one.methods for one in own)
        is_wild = any(one in self.spoken.wild for one in family)
        return GeneratedClass(
            bases=tuple(base for base in cls.bases if base in self.useful or base not in self.types.classes),
            attributes=self._members(cls.attributes, all_names, is_wild=False),
            methods=self._members(cls.methods, all_names, is_wild),
        )

    def _members(self, members: Mapping[str, str], all_names: bool, is_wild: bool) -> dict[str, str]:
        found = {}
        for name, text in members.items():
            if is_wild and not name.startswith("_") and (awaited := AWAITED.match(text)):
                found[name] = f"{awaited.group()}[Any]"
            elif self.is_useful(text):
                found[name] = text
            elif all_names and not name.startswith("_"):
                found[name] = ""
        return found


def main(arguments: Iterable[str]) -> int:
    """Rewrites the files in place, and tells the sizes."""
    parser = argparse.ArgumentParser(description="Cut files of rules/types down to what the rules can use.")
    parser.add_argument("files", nargs="+", type=Path)
    spoken = read_spoken(RULES)
    for path in parser.parse_args(list(arguments)).files:
        before = path.read_bytes()
        types = msgspec.json.decode(before, type=GeneratedTypes)
        text = layout(Pruner(types, spoken).pruned())
        path.write_text(text, encoding="utf-8")
        print(f"{path.name}: {len(before):,} -> {len(text):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
