"""What is known of one name, gathered for a person who asks: whether it blocks, why, and which file says so."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

import msgspec

from blockcheck.catalogue.lookup import Catalogue
from blockcheck.catalogue.origins import Origins
from blockcheck.catalogue.schema import Block, Condition, Hook, Marker, Runs
from blockcheck.catalogue.types import map_names

_MOST_NEAR = 5


class Blocking(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One row of `[[blocks]]`, with its rule."""

    rule: str
    name: str
    severity: str
    why: str
    async_: str = msgspec.field(name="async", default="")
    package: str = ""
    """The distribution that `async` comes from, where it is another one."""
    advice: str = ""
    only_if: tuple[str, ...] = ()
    """Conditions on the arguments, in words: it blocks only where all of them hold."""
    unless: tuple[str, ...] = ()
    """It does not block where one of these holds."""
    files: tuple[str, ...] = ()
    """The file and line of the row."""


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """Where a library runs what it is handed."""

    what: str
    async_: str = msgspec.field(name="async")
    sync: str
    files: tuple[str, ...] = ()


class Members(msgspec.Struct, frozen=True, kw_only=True):
    """Names in a class or module that block for the same reason."""

    names: tuple[str, ...]
    blocks: tuple[Blocking, ...]


class Knowledge(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that is known of a name, by its spelling in the rules; `defined` is where the library defines it."""

    name: str
    defined: str
    kind: str
    """`class`, `module`, or `callable` for a function, method or attribute."""
    blocks: tuple[Blocking, ...] = ()
    members: tuple[Members, ...] = ()
    returns: str = ""
    bases: tuple[str, ...] = ()
    runs: tuple[Running, ...] = ()
    packages: tuple[str, ...] = ()
    """The distributions that the rules speak of, each with the range of versions that was checked."""


def knowledge_of(name: str, catalogue: Catalogue, origins: Origins) -> Knowledge | None:
    """What is known of a dotted name, in any of its spellings and through attributes; None where that is nothing."""
    asked, name = name, _through_attributes(name, catalogue)
    inside = _blocking_below(name, catalogue)
    if not (catalogue.is_known(name) or inside):
        return None
    teller = _Teller(catalogue, origins)
    is_class = catalogue.is_class(name)
    members = _methods(name, catalogue) if is_class else _blocking_in_module(inside, catalogue)
    returned = None if is_class else catalogue.returns(name)
    public, defined = catalogue.public(name), catalogue.canonical(name)
    return Knowledge(
        name=public if public != defined or name != asked else name,
        defined=defined,
        kind="class" if is_class else "module" if inside and not catalogue.is_callable(name) else "callable",
        blocks=tuple(teller.blocking(row, name) for row in catalogue.blocks(name)),
        members=tuple(teller.grouped(members)),
        returns=str(map_names(returned, catalogue.public)).replace("builtins.", "") if returned else "",
        bases=tuple(map(catalogue.public, catalogue.mro(name)[1:])) if is_class else (),
        runs=tuple(teller.running(name)),
        packages=tuple(_packages(name, catalogue, origins)),
    )


def near_names(name: str, catalogue: Catalogue, origins: Origins) -> list[str]:
    """Known names that somebody may have meant: the import name of a distribution, names that end so, similar ones."""
    for rules in origins.files.values():
        if rules.package and rules.package.lower() == name.lower() and name not in rules.library:
            return list(rules.library)
    known = sorted({catalogue.public(each) for each in catalogue.names_that_block()})
    if ending := [each for each in known if each.endswith(f".{name}")]:
        return ending[:_MOST_NEAR]
    root, last = name.partition(".")[0], name.rpartition(".")[2]
    classes = [each[:-2] for each in known if each.startswith(f"{root}.") and each.endswith(".*")]
    of_root = catalogue.names_of(root)
    same = [each for each in of_root if each.rpartition(".")[2] == last]
    same += [f"{each}.{last}" for each in classes if last in catalogue.members(each)]
    if same:
        return sorted(same, key=len)[:_MOST_NEAR]
    roots = {library for rules in origins.files.values() for library in rules.library}
    return difflib.get_close_matches(name, of_root or roots, n=_MOST_NEAR)


def _through_attributes(name: str, catalogue: Catalogue) -> str:
    """The name by the classes of the attributes that it leads through; itself where there are none."""
    owner, _, last = name.rpartition(".")
    if not owner or catalogue.is_class(name):
        return name
    owner = _through_attributes(owner, catalogue)
    held = catalogue.attribute(owner, last) if catalogue.is_class(owner) else catalogue.attribute_of_module(name)
    options = held.args if held is not None and held.name == "|" else filter(None, [held])
    return next((each.name for each in options if catalogue.is_class(each.name)), f"{owner}.{last}")


def _blocking_below(name: str, catalogue: Catalogue) -> list[str]:
    """The names of rows that lie in this module or class, by their defining or their public name."""
    inside = (f"{name}.", f"{catalogue.canonical(name)}.")
    names = catalogue.names_that_block()
    return [each for each in names if each.startswith(inside) or catalogue.public(each).startswith(inside)]


def _methods(name: str, catalogue: Catalogue) -> list[tuple[str, tuple[Block, ...]]]:
    """The methods of a class that block; those of the class itself first."""
    return [(member, rows) for member in catalogue.members(name) if (rows := catalogue.method_blocks(name, member))]


def _blocking_in_module(names: Iterable[str], catalogue: Catalogue) -> list[tuple[str, tuple[Block, ...]]]:
    """What blocks below a module, a class of which every method does as `Class.*`."""
    public = {catalogue.public(name): name for name in names}
    return [(shown, rows) for shown, name in sorted(public.items()) if (rows := catalogue.rows_for(name))]


def _packages(name: str, catalogue: Catalogue, origins: Origins) -> Iterator[str]:
    own = catalogue.canonical(name)
    found: dict[str, None] = {}
    for rules in origins.files.values():
        if rules.package and any(f"{each}.".startswith(f"{root}.") for root in rules.library for each in (name, own)):
            found[f"{rules.package} {rules.versions}".strip()] = None
    yield from found


class _Teller:
    """Turns rows into what people read, with the file of each."""

    def __init__(self, catalogue: Catalogue, origins: Origins) -> None:
        self._catalogue = catalogue
        self._origins = origins

    def blocking(self, row: Block, name: str = "") -> Blocking:
        """A row, for one name or (with `*` in the async way) for several."""
        code = self._catalogue.codes[row.rule]
        return Blocking(
            rule=code.code,
            name=code.name,
            severity=row.severity or code.severity,
            why=row.why,
            async_=row.async_way(name) if name else row.async_,
            package=row.package,
            advice=row.advice,
            only_if=tuple(map(_condition, row.only_if)),
            unless=tuple(map(_condition, row.unless)),
            files=self._origins.places_of(row),
        )

    def grouped(self, members: Iterable[tuple[str, tuple[Block, ...]]]) -> Iterator[Members]:
        groups: dict[tuple[Block, ...], list[str]] = {}
        for name, rows in members:
            groups.setdefault(rows, []).append(name)
        for rows, names in groups.items():
            yield Members(names=tuple(names), blocks=tuple(map(self.blocking, rows)))

    def running(self, name: str) -> Iterator[Running]:
        rows: list[Runs | Marker | Hook] = [*self._catalogue.runs(name), *self._catalogue.markers(name)]
        rows += self._catalogue.hooks(self._catalogue.mro(name)) if self._catalogue.is_class(name) else ()
        for row in rows:
            places = self._origins.places_of(row)
            yield Running(what=row.about or _handed(row), async_=row.async_, sync=row.sync, files=places)


def _handed(row: Runs | Marker | Hook) -> str:
    """What a library runs, in words made from the row, where it has none of its own."""
    if isinstance(row, Hook):
        return f"`{'`, `'.join([*row.methods, *row.decorators])}` of a subclass"
    if isinstance(row, Runs) and row.decorates:
        return "the function that it decorates"
    places = [f"argument {place}" if isinstance(place, int) else f"`{place}`" for place in row.argument]
    return " or ".join(places) or "what it is handed"


def _condition(condition: Condition) -> str:
    """A condition in words: "`stream` is `True`"."""
    name = f"`{condition.argument}`{' of the object' if condition.made else ''}"
    if condition.given is not None:
        return f"{name} is {'' if condition.given else 'not '}given"
    if condition.types:
        return f"{name} is a {' or '.join(f'`{kind}`' for kind in condition.types)}"
    negation, value = ("", condition.is_) if condition.is_ is not msgspec.UNSET else ("not ", condition.not_)
    return f"{name} is {negation}`{value!r}`"
