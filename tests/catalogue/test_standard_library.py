"""The names of rules/python against the running interpreter; run it with each of the supported Pythons."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from blockcheck.catalogue import load_catalogue, rules_folder
from blockcheck.catalogue.load import load_rule_file, load_types
from blockcheck.catalogue.names import expand
from blockcheck.catalogue.schema import Block, Condition, GeneratedClass, Intrinsic, RuleFile, Runs
from blockcheck.catalogue.types import TypeExpr, parse_type
from tests.catalogue.names import MISSING, find, parameters

FILES = sorted((rules_folder() / "python").glob("*.toml"))
CATALOGUE = load_catalogue(())

# The first version that has a name, and the first that does not have it any more; for itself and all in it.
VERSIONS = {
    "aifc": (None, (3, 13)),
    "asyncio.AbstractEventLoop.sock_sendto": ((3, 11), None),
    "asyncio.Barrier": ((3, 11), None),
    "asyncio.Runner": ((3, 11), None),
    "asyncore": (None, (3, 12)),
    "crypt": (None, (3, 13)),
    "dbm.sqlite3": ((3, 13), None),
    "hashlib.file_digest": ((3, 11), None),
    "imghdr": (None, (3, 13)),
    "importlib.abc.Traversable": (None, (3, 14)),
    "importlib.resources.abc": ((3, 11), None),
    "nis": (None, (3, 13)),
    "nntplib": (None, (3, 13)),
    "os.path.isjunction": ((3, 12), None),
    "pathlib.Path.is_junction": ((3, 12), None),
    "pathlib.Path.link_to": (None, (3, 12)),
    "pathlib.Path.walk": ((3, 12), None),
    "sndhdr": (None, (3, 13)),
    "spwd": (None, (3, 13)),
    "sqlite3.Blob": ((3, 11), None),
    "sqlite3.Connection.deserialize": ((3, 11), None),
    "sqlite3.Connection.serialize": ((3, 11), None),
    "sunau": (None, (3, 13)),
    "telnetlib": (None, (3, 13)),
    "tomllib": ((3, 11), None),
    "uu": (None, (3, 13)),
}
"""Python 3.10 to 3.14."""

NOT_BUILT = ("dbm.gnu", "dbm.ndbm", "dbm.sqlite3", "nis", "spwd", "curses", "_curses", "sqlite3", "lzma", "bz2")
"""Modules that a Python can be built without; what they have is checked where they are there."""


def is_here(name: str) -> bool:
    """Whether this interpreter should have the name."""
    parts = name.split(".")
    heads = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
    for head in heads:
        since, until = VERSIONS.get(head, (None, None))
        if (since and sys.version_info < since) or (until and sys.version_info >= until):
            return False
    return not any(head in NOT_BUILT and find(head) is MISSING for head in heads)


def rules() -> Iterator[tuple[str, RuleFile]]:
    for path in FILES:
        yield path.name, load_rule_file(path)


def blocks() -> Iterator[tuple[str, Block]]:
    """Every block of the standard library with each of its names that this interpreter should have."""
    for _, file in rules():
        for block in file.blocks:
            for name in expand(block.names):
                if is_here(name):
                    yield name, block


MADE_UP = frozenset(name for path in FILES for row in load_rule_file(path).classes for name in expand(row.names))
"""Types that are named after what gives them."""

ON_OBJECTS_ONLY = (
    "multiprocessing.synchronize.Lock",
    "multiprocessing.synchronize.RLock",
    "multiprocessing.synchronize.Semaphore",
    "tempfile._TemporaryFileWrapper",
    "threading.Condition",
    "threading.Lock",
    "threading.RLock",
    "typing.IO",
)
"""Classes whose members the class object does not show; the generated types, which are typeshed's, must have them."""


def exists(name: str) -> bool:
    owner, _, last = name.rpartition(".")
    if owner in MADE_UP:
        bases = CATALOGUE.mro(owner)[1:]
        return (
            last == "__next__" or owner == "sys.stdin" or any(find(f"{base}.{last}") is not MISSING for base in bases)
        )
    if owner in ON_OBJECTS_ONLY:
        return any(last in GENERATED[base].methods for base in CATALOGUE.mro(owner) if base in GENERATED)
    return find(owner if last == "*" else name) is not MISSING


def generated_classes() -> dict[str, GeneratedClass]:
    roots = ("_thread", "threading", "multiprocessing", "tempfile", "typing")
    files = [load_types(rules_folder() / "types" / "stdlib" / f"{root}.json") for root in roots]
    return {name: cls for file in files for name, cls in file.classes.items()}


GENERATED = generated_classes()


def test_there_is_something_to_check() -> None:
    assert len(list(blocks())) > 600


@pytest.mark.parametrize("name", sorted({name for name, _ in blocks()}))
def test_name_exists(name: str) -> None:
    assert exists(name), f"Python {sys.version_info.major}.{sys.version_info.minor} has no {name}"


def test_version_table_says_what_is_true() -> None:
    """A name that is listed as missing is missing, and one that is listed as there is there."""
    for name in VERSIONS:
        head = name.partition(".")[0]
        if head not in NOT_BUILT or find(head) is not MISSING:
            assert (find(name) is not MISSING) <= is_here(name), name


def test_nothing_that_blocks_is_a_coroutine_function() -> None:
    wrong = [name for name, _ in blocks() if inspect.iscoroutinefunction(find(name))]
    assert wrong == []


def test_wildcards_cover_no_coroutine_function() -> None:
    for name, block in blocks():
        if name.endswith(".*"):
            covered = [member for member in vars(find(name[:-2])) if not member.startswith("_")]
            assert covered or name.startswith("xmlrpc.client."), f"{name} covers nothing"
            assert not [m for m in covered if inspect.iscoroutinefunction(getattr(find(name[:-2]), m))], block.names


def test_exceptions_exist() -> None:
    for _, file in rules():
        for block in file.blocks:
            for name in expand(block.except_):
                assert not is_here(name) or exists(name), name


def condition_fits(name: str, condition: Condition) -> bool:
    """Whether the callable takes the argument at that place (any place, where a signature is not to be had)."""
    taken = parameters(find(name))
    if taken is None:
        return name in NO_SIGNATURE
    names = [item.name for item in taken]
    if any(item.kind is inspect.Parameter.VAR_KEYWORD for item in taken) and condition.position is None:
        return True
    if condition.position is None:
        return condition.argument in names
    if condition.position >= len(taken):
        return False
    at = taken[condition.position]
    return at.name == condition.argument or at.kind is inspect.Parameter.POSITIONAL_ONLY


NO_SIGNATURE = ("time.sleep", "sqlite3.connect", *(f"{name}.acquire" for name in ON_OBJECTS_ONLY))
"""Where it is written down nowhere that a program could read; taken from the documentation."""


def test_made_up_types_are_named_after_something_that_gives_them() -> None:
    for name in MADE_UP:
        if not is_here(name):
            continue
        owner, _, last = name.rpartition(".")
        given = [CATALOGUE.returns(name), CATALOGUE.attribute(owner, last), CATALOGUE.attribute_of_module(name)]
        options = {option.name for type_ in given if type_ for option in (type_, *type_.args)}
        assert CATALOGUE.canonical(name) in options, name
        assert not inspect.isclass(find(name)), f"{name} is a class"


@pytest.mark.parametrize(
    ("name", "condition"),
    [(name, condition) for name, block in blocks() for condition in (*block.unless, *block.only_if)],
)
def test_condition_is_on_an_argument_of_the_call(name: str, condition: Condition) -> None:
    if condition.made:
        name = name.rpartition(".")[0]
    taken = parameters(find(name))
    shown = None if taken is None else [f"{item.name} ({item.kind.description})" for item in taken]
    assert condition_fits(name, condition), f"{name} takes {shown}"


def names_in(type_: TypeExpr) -> Iterator[str]:
    yield type_.name
    for arg in type_.args:
        yield from names_in(arg)


def test_types_that_rules_give_exist() -> None:
    wrong = []
    for file_name, file in rules():
        for row in (*file.returns, *file.attributes):
            for name in names_in(parse_type(row.type)):
                if "." in name and is_here(name) and name not in MADE_UP and not inspect.isclass(find(name)):
                    wrong.append(f"{file_name}: {name}")
    assert wrong == []


def test_what_gives_a_type_exists() -> None:
    wrong = []
    for file_name, file in rules():
        for name in (name for row in file.returns for name in expand(row.names)):
            if is_here(name) and not exists(name):
                wrong.append(f"{file_name}: {name}")
    assert wrong == []


def test_async_ways_of_the_standard_library_exist() -> None:
    ways = {block.async_ for _, block in blocks() if block.async_ and not block.package}
    wrong = [way for way in ways if is_here(way) and find(way) is MISSING]
    assert wrong == []
    assert all(way.startswith("asyncio.") for way in ways)


def test_intrinsics_and_callables_exist() -> None:
    outside = ("attr.", "attrs.", "typing_extensions.", "starlette.", "trio.", "anyio.")
    late = {
        "warnings.deprecated",
        "typing.override",
        "typing.Required",
        "typing.NotRequired",
        "typing.ReadOnly",
        "typing.Unpack",
    }
    late |= {"itertools.batched", "typing.Self", "typing.LiteralString", "typing.Never"}
    wrong = []
    for file_name, file in rules():
        rows: list[Intrinsic | Runs] = [*file.intrinsics, *file.runs]
        for row in rows:
            for name in expand(row.names):
                if not name.startswith(outside) and name not in late and is_here(name) and find(name) is MISSING:
                    wrong.append(f"{file_name}: {name}")
    assert wrong == []


def test_paths_are_those_of_the_checkout() -> None:
    assert Path(__file__).parents[2] == rules_folder().parent
