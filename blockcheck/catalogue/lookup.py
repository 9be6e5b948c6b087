"""The catalogue: what is known of a library name, asked by any of its spellings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from types import MappingProxyType
from typing import Generic, TypeVar

from blockcheck.catalogue.callee import Callee
from blockcheck.catalogue.index import Index
from blockcheck.catalogue.library import Library
from blockcheck.catalogue.load import load_codes, load_user_rules, rules_folder
from blockcheck.catalogue.mro import linearise
from blockcheck.catalogue.ranges import NOTHING_KNOWN, Assumed, Known
from blockcheck.catalogue.schema import Block, Code, GeneratedClass, Hook, Marker, Mount, Runs, Typed
from blockcheck.catalogue.store import Describe, Store
from blockcheck.catalogue.types import CLASS_OF, TypeExpr, map_names, parse_type

K = TypeVar("K")
V = TypeVar("V")
Row = TypeVar("Row")
_NOT_BASES = frozenset({"builtins.object", "object", "typing.Generic", "typing.Protocol"})


def load_catalogue(
    roots: Collection[str] | None = None,
    extra: Sequence[Path] = (),
    versions: Known = NOTHING_KNOWN,
    installed: Callable[[Callable[[str], bool]], Describe] | None = None,
) -> Catalogue:
    """The shipped rules and the user's own.

    `roots` are import names that the program uses (`requests`, `google.cloud`): their files are read at once, those of
    other libraries when one of their names is asked for; None reads all.  `extra` are files with rules of the user:
    what one says of a name goes before what those after it say, and the shipped ones.  `versions` is what the project
    says of versions, for libraries that changed between them.  `installed` makes, from whether rules speak of an import
    name, who is asked about the names of other packages.  Raises RuleError for a file that cannot be used.
    """
    codes = load_codes()
    known = [word for code in codes for word in (code.name, code.code)]
    own = [load_user_rules(path, known) for path in extra]
    wanted = None if roots is None else frozenset(roots)
    library = Library(rules_folder())
    return Catalogue(codes, Store(library, own, wanted, versions, installed(library.covers) if installed else None))


class _Memo(dict[K, V], Generic[K, V]):
    """Answers that were computed once."""

    def __init__(self, compute: Callable[[K], V]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: K) -> V:
        value = self[key] = self._compute(key)
        return value


DEFAULT_OFFLOAD = "asyncio.to_thread"
"""What to suggest where no framework has an offload of its own."""


class Catalogue:
    """Rules and types of libraries.  Read-only; every answer is remembered.

    Names may be any public spelling or the defining name; builtin types also go by their bare names (`str`, `list`).
    What is said of a member of a class is looked for in the class and then in its bases, in the order of the MRO; the
    first class of which anything is said decides.
    """

    def __init__(self, codes: Sequence[Code], store: Store) -> None:
        self.codes: Mapping[str, Code] = MappingProxyType(
            {word: code for code in codes for word in (code.code, code.name)}
        )
        self._store = store
        self._orders: _Memo[str, tuple[str, ...]] = _Memo(self._find_order)
        self._types: _Memo[str, TypeExpr] = _Memo(lambda text: map_names(parse_type(text), store.canonical))
        self._blocks: _Memo[tuple[str, str], tuple[Block, ...]] = _Memo(self._find_blocks)
        self._runs = self._asking(store.runs)
        self._markers = self._asking(store.markers)
        self._mounts = self._asking(store.mounts)
        self._intrinsics = self._asking(store.intrinsics)
        self._meanings: _Memo[str, str] = _Memo(self._find_meaning)
        self._returns: _Memo[tuple[str, str], TypeExpr | None] = _Memo(self._find_returned)
        self._attributes: _Memo[tuple[str, str], TypeExpr | None] = _Memo(self._find_attribute)
        self._members: _Memo[tuple[str, str], bool] = _Memo(self._find_member)
        self._functions: _Memo[str, Callee] = _Memo(self._describe_function)
        self._methods: _Memo[tuple[str, str], Callee] = _Memo(self._describe_method)

    # Names

    def canonical(self, name: str) -> str:
        """The defining name: `redis.StrictRedis.get` → `redis.client.Redis.get`; itself where no other is known."""
        return self._store.canonical(name)

    def public(self, name: str) -> str:
        """The spelling to show to people, the one of the rules: `requests.api.get` → `requests.get`.

        What is said of a type that is named after the callable that gives it is shown as that callable.
        """
        name = self.canonical(name)
        owner, last = _parted(name)
        if last == "__next__" and (given := self.returns(owner)) is not None and given.name == owner:
            name = owner if not self._store.classes.get(owner) else name
        head, tail = name, ""
        while head:
            if (found := self._store.public.get(head)) is not None:
                return found + tail
            head, _, last = head.rpartition(".")
            tail = f".{last}{tail}"
        return name

    def known_root(self, name: str) -> bool:
        """Whether anything is known of this import name or one above or below it, or of this very class or function."""
        return self._store.covers(name)

    def is_shipped(self, name: str) -> bool:
        """Whether a rule file of blockcheck speaks of this import name, and not only one of the user."""
        return self._store.ships(name)

    def type_of(self, text: str) -> TypeExpr:
        """A type as it is written in a rule, with defining names.  Raises TypeSyntaxError."""
        return self._types[text]

    # Classes

    def is_class(self, name: str) -> bool:
        """Whether the name is known to be a class."""
        return self._is_known_class(self._class(name))

    def mro(self, name: str) -> tuple[str, ...]:
        """The class by its defining name, and its bases in the order in which they are asked; unknown ones by name.

        A builtin type that was asked for by its bare name comes back so, and its bases with it.
        """
        order = self._orders[self._class(name)]
        if "." in name:
            return order
        return (name, *(base.removeprefix("builtins.") for base in order[1:]))

    def _class(self, name: str) -> str:
        return self._store.canonical(CLASS_OF.get(name, name) if "." not in name else name)

    def _find_order(self, name: str) -> tuple[str, ...]:
        return linearise(name, self._bases)

    def _bases(self, name: str) -> Sequence[str]:
        self._store.read(name)
        listed = self._store.bases.get(name)
        if listed is None:
            listed = found.bases if (found := self._store.classes.get(name)) else ()
        bases = (self._store.canonical(base) for base in listed)
        return [base for base in dict.fromkeys(bases) if base not in _NOT_BASES]

    # What is said of functions, classes as callables, and other names

    def blocks(self, name: str) -> tuple[Block, ...]:
        """Why calling this name blocks; more than one row where they differ in their conditions."""
        return self._blocks[self._split(name)]

    def runs(self, name: str) -> tuple[Runs, ...]:
        """Which callables it runs that it is given."""
        return self._runs[self._split(name)]

    def markers(self, name: str) -> tuple[Marker, ...]:
        """What makes a framework supply a parameter."""
        return self._markers[self._split(name)]

    def mounts(self, name: str) -> tuple[Mount, ...]:
        """Which routes it puts below a path."""
        return self._mounts[self._split(name)]

    def intrinsic(self, name: str) -> str:
        """What kind of thing the engine can do with it; empty where it is nothing special."""
        return self._meanings[name]

    def _find_meaning(self, name: str) -> str:
        rows = self._store.intrinsics.find(*self._split(name))  # not those of its bases, where it is a class
        return rows[0].as_ if rows else ""

    def returns(self, name: str) -> TypeExpr | None:
        """What calling it returns, an instance where it is a class; None where that is unknown."""
        found = self._returns[self._split(name)]
        name = self._class(name)
        if found is None and self.is_class(name):
            return self._types[name]
        return self._types[name.rpartition(".")[0]] if found is not None and found.name == "Self" else found

    def is_coroutine(self, name: str) -> bool:
        """Whether calling a function or method, by its full name, is known to give what is awaited."""
        owner, last = self._split(name)
        found = self._returns[owner, last]
        return found is not None and found.name in _AWAITED

    def attribute_of_module(self, name: str) -> TypeExpr | None:
        """The type of a variable of a module, by its full name."""
        return self._attributes[self._split(name)]

    # What is said of members of classes

    def method_blocks(self, cls: str, name: str) -> tuple[Block, ...]:
        """Why calling the method (or running what the special method stands for) blocks."""
        return self._blocks[self._class(cls), name]

    def method_runs(self, cls: str, name: str) -> tuple[Runs, ...]:
        """Which callables the method runs that it is given."""
        return self._runs[self._class(cls), name]

    def method_mounts(self, cls: str, name: str) -> tuple[Mount, ...]:
        """Which routes the method puts below a path."""
        return self._mounts[self._class(cls), name]

    def method_intrinsic(self, cls: str, name: str) -> str:
        """What kind of thing the engine can do with the method; empty where it is nothing special."""
        return next((row.as_ for row in self._intrinsics[self._class(cls), name]), "")

    def method_returns(self, cls: str, name: str) -> TypeExpr | None:
        """What the method returns, `Self` as it is; None where that is unknown."""
        return self._returns[self._class(cls), name]

    def attribute(self, cls: str, name: str) -> TypeExpr | None:
        """The type of a property or another attribute; None where it is unknown, or a method."""
        return self._attributes[self._class(cls), name]

    def has_member(self, cls: str, name: str) -> bool:
        """Whether the class is known to have this method or attribute."""
        return self._members[self._class(cls), name]

    def hooks(self, bases: Iterable[str]) -> tuple[Hook, ...]:
        """What the library calls by itself of a class of the program that has these bases (all of them)."""
        names = dict.fromkeys(map(self._class, bases))
        return tuple(hook for name in names for hook in self._store.hooks.get(name, ()))

    def triggers(self, name: str) -> bool:
        """Whether calling this name (or a method of this name) may run what a row with `via` was given."""
        return name in self._store.triggers

    def offload_helper(self, framework: str) -> str:
        """The callable to suggest for moving work into a thread, as people write it after importing it."""
        return self._store.offloads.get(framework) or DEFAULT_OFFLOAD

    def is_wsgi(self, name: str) -> bool:
        """Whether a framework (by its name for people) has no event loop, or a library class mounts one without."""
        return name in self._store.wsgi or self.canonical(name) in self._store.wsgi

    def assumed(self, roots: AbstractSet[str]) -> tuple[Assumed, ...]:
        """Which versions were taken of the packages that changed between versions, of those with these import roots."""
        found = sorted(self._store.assumed.values(), key=lambda assumed: assumed.package.lower())
        return tuple(assumed for assumed in found if not roots.isdisjoint(assumed.roots))

    @property
    def prefix_arguments(self) -> frozenset[str]:
        """The arguments of routers that stand before the paths of their routes, as far as their libraries were read."""
        return frozenset(self._store.prefixes)

    # What there is to be asked about, as far as it was read

    def is_known(self, name: str) -> bool:
        """Whether anything is known of this very name: that it is a class or a callable, or what it holds."""
        return self.is_class(name) or self.is_callable(name) or self.attribute_of_module(name) is not None

    def is_callable(self, name: str) -> bool:
        """Whether the name is known to be something that can be called, or of which a row of the rules speaks."""
        owner, last = self._split(name)
        store = self._store
        indexes = (store.blocks, store.runs, store.markers, store.mounts, store.intrinsics, store.returns)
        return (
            self._members[owner, last]
            or _joined(owner, last) in store.functions
            or any(index.find(owner, last) is not None for index in indexes)
        )

    def members(self, cls: str) -> list[str]:
        """The methods of a class and its bases that are known, special ones too; those of the class itself first."""
        order = self._orders[self._class(cls)]
        found = dict.fromkeys(name for owner in order for name in self._store.classes.get(owner, _NO_CLASS).methods)
        found.update((last, None) for owner, last in map(_parted, self._store.blocks.names()) if owner in order)
        found.pop("*", None)
        return list(found)

    def names_that_block(self) -> list[str]:
        """Every name of a row of `[[blocks]]`, by defining name; `Class.*` where a row speaks of all its methods."""
        return list(self._store.blocks.names())

    def rows_for(self, name: str) -> tuple[Block, ...]:
        """The rows that speak of a name as `names_that_block` has it."""
        owner, last = _parted(name)
        return self._store.blocks.rows(owner) if last == "*" else self._store.blocks.find(owner, last) or ()

    def blocking_callables(self) -> Iterator[tuple[str, tuple[Block, ...]]]:
        """Every callable that is known to block, once, by the class that defines it: what `*` stands for is told."""
        found = {name: self.rows_for(name) for name in self.names_that_block()}
        for cls, facts in self._store.classes.items():
            found.update((f"{cls}.{name}", self.method_blocks(cls, name)) for name in facts.methods)
        found.update((name, self.blocks(name)) for name in self._store.functions)
        told = {owner for owner, last in map(_parted, found) if last != "*"}
        for name, rows in found.items():
            if rows and not (name.endswith(".*") and name[:-2] in told):
                yield name, rows

    def names_of(self, root: str) -> list[str]:
        """The names of classes, functions and rows that lie below an import root, by their public spelling."""
        store = self._store
        indexes = (store.blocks, store.runs, store.markers, store.mounts, store.returns)
        rows = (name.removesuffix(".*") for index in indexes for name in index.names())
        known = (name for name in (*rows, *store.classes, *store.functions) if name.startswith(f"{root}."))
        return list(dict.fromkeys(map(self.public, known)))

    # All at once

    def function(self, name: str) -> Callee:
        """What calling a function or class does."""
        return self._functions[name]

    def method(self, cls: str, name: str) -> Callee:
        """What calling a method of a class does; its `name` is the full one."""
        return self._methods[cls, name]

    def _describe_function(self, name: str) -> Callee:
        triggers = (name,) if self.triggers(name) else ()
        said = (self.intrinsic(name), self.blocks(name), self.markers(name), self.mounts(name), self.runs(name))
        plain, is_class = not (triggers or any(said)), self.is_class(name)
        remembered = is_class and not self._store.remembered.isdisjoint(self._orders[self._class(name)])
        return Callee(name, is_class, triggers, *said, self.returns(name), plain, remembered)

    def _describe_method(self, key: tuple[str, str]) -> Callee:
        cls, name = key
        order = (self.mro(cls) or (cls,)) if self.triggers(name) else ()
        triggers = tuple(full for owner in order if self.triggers(full := f"{owner}.{name}"))
        said = (self.method_intrinsic(*key), self.method_blocks(*key), (), self.method_mounts(*key))
        runs = self.method_runs(*key)
        full = f"builtins.{cls}.{name}" if "." not in cls and cls.islower() else f"{cls}.{name}"
        plain = not (triggers or any(said) or runs)
        return Callee(full, False, triggers, *said, runs, self.method_returns(*key), plain)

    # How it is found

    def _split(self, name: str) -> tuple[str, str]:
        return _parted(self._store.canonical(name))

    def _asking(self, index: Index[Row]) -> _Memo[tuple[str, str], tuple[Row, ...]]:
        return _Memo(lambda key: self._find(index, *key) or ())

    def _find_blocks(self, key: tuple[str, str]) -> tuple[Block, ...]:
        """Rows that cover a coroutine function (`*` over `send` and `send_async`) do not mean it."""
        rows = self._find(self._store.blocks, *key) or ()
        returned = self._returns[key] if rows else None
        return () if returned is not None and returned.name in _AWAITED else rows

    def _find(self, index: Index[Row], owner: str, name: str) -> tuple[Row, ...] | None:
        """The rows of the first owner of which anything is said."""
        for found in (index.find(*place) for place in self._places(owner, name)):
            if found is not None:
                return found
        return None

    def _places(self, owner: str, name: str) -> list[tuple[str, str]]:
        """Where it may be spoken of: a member in the class and its bases, another name in all modules that have it."""
        if self._is_known_class(owner):
            return [(base, name) for base in self._orders[owner]]
        full = _joined(owner, name)
        spellings = self._store.spellings.get(full, ())
        others = [*self._orders[full], *spellings] if self._is_known_class(full) else spellings
        return list(dict.fromkeys([(owner, name), *map(_parted, others)]))

    def _is_known_class(self, name: str) -> bool:
        self._store.read(name)
        return name in self._store.classes or name in self._store.bases

    def _find_returned(self, key: tuple[str, str]) -> TypeExpr | None:
        store = self._store
        if not self._is_known_class(key[0]):
            return self._first_type(store.returns.find(*key), store.functions.get(_joined(*key)))
        for owner, name in self._places(*key):
            cls = store.classes.get(owner, _NO_CLASS)
            if found := self._first_type(store.returns.find(owner, name), cls.methods.get(name)):
                return found
            if name in cls.attributes or store.attributes.find(owner, name):
                return None
        return None

    def _find_attribute(self, key: tuple[str, str]) -> TypeExpr | None:
        store = self._store
        if not self._is_known_class(key[0]):
            return self._first_type(store.attributes.find(*key), store.variables.get(_joined(*key)))
        for owner, name in self._places(*key):
            cls = store.classes.get(owner, _NO_CLASS)
            if found := self._first_type(store.attributes.find(owner, name), cls.attributes.get(name)):
                return found
            if name in cls.methods or store.returns.find(owner, name):
                return None
        if name.startswith("__") or self._members[key]:
            return None
        return self._returns[key[0], "__getattr__"]  # `client.shop` is what `__getattr__` gives

    def _first_type(self, rows: tuple[Typed, ...] | None, generated: str | None) -> TypeExpr | None:
        """What a rule says goes before what the source says."""
        if rows:
            return self._types[rows[0].type]
        return self._types[generated] if generated else None

    def _find_member(self, key: tuple[str, str]) -> bool:
        indexes = (
            self._store.returns,
            self._store.attributes,
            self._store.blocks,
            self._store.runs,
            self._store.intrinsics,
        )
        for owner, name in self._places(*key):
            cls = self._store.classes.get(owner)
            if cls is not None and (name in cls.methods or name in cls.attributes):
                return True
            if any(index.find(owner, name) is not None for index in indexes):
                return True
        return False


_NO_CLASS = GeneratedClass()
_AWAITED = frozenset({"Awaitable", "AsyncIterator", "AsyncContextManager"})


def _joined(owner: str, name: str) -> str:
    return f"{owner}.{name}" if owner else name


def _parted(name: str) -> tuple[str, str]:
    owner, _, last = name.rpartition(".")
    return owner, last
