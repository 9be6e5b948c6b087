"""Names, parameters and their places in rules/frameworks are those of the real packages, where these are installed."""

from __future__ import annotations

import importlib
import inspect
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from blockcheck.catalogue.schema import Hook, Marker, RuleFile, Runs
from tests.truth.installed import skip_other_version
from tests.truth.rows import RULES, Rows, expand, names_of, read

FILES = sorted(str(path.relative_to(RULES).with_suffix("")) for path in (RULES / "frameworks").glob("*.toml"))

if TYPE_CHECKING:
    from collections.abc import Iterator

# Importing a framework may warn of what it will drop.
pytestmark = pytest.mark.filterwarnings("ignore")


def find(name: str) -> Any:
    """The object with a dotted name.  Raises AttributeError without it, ModuleNotFoundError without its package."""
    parts = name.split(".")
    for end in range(len(parts) - 1, 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError as missing:
            if missing.name is None or not name.startswith(missing.name):
                raise
            continue
        for part in parts[end:]:
            found = attribute_of(found, part)
        return found
    raise ModuleNotFoundError(name=parts[0])


def sources_of(kind: type) -> Iterator[str]:
    """The texts of a class and its bases, but for those written in C."""
    for one in kind.__mro__:
        with suppress(OSError, TypeError):
            yield inspect.getsource(one)


def attribute_of(owner: Any, name: str) -> Any:
    """An attribute; the class itself stands for one that its instances are given by `self.name = …`."""
    set_on_self = re.compile(rf"\bself\.{name}\b[^=\n]* = ")
    if inspect.isclass(owner) and not hasattr(owner, name) and any(map(set_on_self.search, sources_of(owner))):
        return owner
    return getattr(owner, name)


def parameters_of(name: str) -> list[inspect.Parameter]:
    """The parameters of a call, without the receiver."""
    found = find(name)
    parameters = list(inspect.signature(found).parameters.values())
    is_method = (
        inspect.isfunction(found) and "." in found.__qualname__ and inspect.isclass(find(name.rpartition(".")[0]))
    )
    static = is_method and isinstance(
        inspect.getattr_static(find(name.rpartition(".")[0]), found.__name__), staticmethod
    )
    return parameters[1:] if is_method and not static else parameters


def wrong_places(name: str, row: Runs | Marker) -> list[str]:
    """What a row says of parameters and is not so."""
    try:
        parameters = parameters_of(name)
    except ValueError:  # written in C, without a signature
        return []
    open_ended = any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters)
    names = [one.name for one in parameters]
    given = [argument for argument in row.argument if isinstance(argument, str) and argument.isidentifier()]
    places = [argument for argument in row.argument if isinstance(argument, int)]
    wrong = [f"{name} has no parameter {one}" for one in given if one not in names and not open_ended]
    if len(given) == len(places) == 1 and given[0] in names and names.index(given[0]) != places[0]:
        wrong.append(f"{name}: {given[0]} is parameter {names.index(given[0])}, not {places[0]}")
    return wrong


def known_elsewhere(row: Runs | Marker) -> bool:
    """Whether one of several names has the parameter: a row may say `route` of one and `endpoint` of another."""
    return sum(isinstance(argument, str) for argument in row.argument) > 1


def mistakes_of(row: Runs | Hook | Marker) -> list[str]:
    """What one row names that is not in the package."""
    wrong: list[str] = []
    for name in names_of(row):
        if isinstance(row, Runs) and row.assigned:
            find(name.rpartition(".")[0])
        elif isinstance(row, Hook):
            find(name)
            wrong += [one for one in row.decorators if not callable(find(one))]
        elif not row.argument or known_elsewhere(row):
            find(name)
        else:
            wrong += wrong_places(name, row)
    return wrong


def checked(rows: Rows) -> tuple[list[str], set[str]]:
    """The mistakes of some rows, and the packages that are missing to judge the others."""
    wrong: list[str] = []
    missing: set[str] = set()
    for row in rows:
        try:
            wrong += mistakes_of(row)
        except AttributeError as error:
            wrong.append(str(error))
        except ImportError as error:
            missing.add(error.name or "an optional package")
    return wrong, missing


def other_names(file: RuleFile) -> list[str]:
    """The names that the tables without callables speak of."""
    patterns: list[str] = [name for mount in file.mounts for name in mount.names]
    patterns += [name for meaning in file.intrinsics for name in meaning.names]
    patterns += [name for typed in (*file.returns, *file.attributes) for name in typed.names]
    patterns += [name for entry in file.classes for name in (*entry.names, *entry.bases)]
    patterns += [name for alias in file.aliases for name in (alias.name, alias.is_)]
    patterns += [name for row in file.runs for name in row.via] + [name for hook in file.hooks for name in hook.via]
    return [name for pattern in patterns for name in expand(pattern)]


@pytest.mark.parametrize("name", FILES)
def test_other_names_exist(name: str) -> None:
    skip_other_version(read(name))
    wrong: list[str] = []
    for one in other_names(read(name)):
        try:
            find(one)
        except AttributeError as error:
            wrong.append(f"{one}: {error}")
        except ImportError:
            pass  # a package beside the one that is tested
    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_names_and_parameters_exist(name: str) -> None:
    skip_other_version(read(name))
    wrong, missing = checked(Rows(name))
    assert wrong == []
    if missing:
        pytest.skip(f"needs {', '.join(sorted(missing))}")
