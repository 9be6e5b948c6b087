"""Which rows of the rules speak of a name: whole names first, then exceptions, then `*`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from blockcheck.catalogue.names import expand

Row = TypeVar("Row")


class Index(Generic[Row]):
    """The rows of one table (`[[blocks]]`), by the names that they give.

    Rows have a rank: those of a lower rank go before all others (a user's before the shipped ones, those for a newer
    version of a library before those for an older one).
    """

    def __init__(self) -> None:
        self._whole: dict[str, dict[int, list[Row]]] = {}
        self._wild: dict[str, dict[int, list[tuple[Row, frozenset[str]]]]] = {}
        self._silent: dict[str, set[int]] = {}

    def add(
        self, row: Row, names: Iterable[str], exceptions: Iterable[str], rank: int, owner: Callable[[str], str]
    ) -> None:
        """Files a row under its names; `owner` gives the defining name of what stands before the last dot."""
        excluded: dict[str, set[str]] = {}
        for name in expand(exceptions):
            head, _, last = name.rpartition(".")
            excluded.setdefault(owner(head), set()).add(last)
        for name in expand(names):
            head, _, last = name.rpartition(".")
            if last == "*":
                found = owner(head)
                ranks = self._wild.setdefault(found, {})
                ranks.setdefault(rank, []).append((row, frozenset(excluded.get(found, ()))))
            else:
                self._whole.setdefault(owner(name), {}).setdefault(rank, []).append(row)
        # `except = ["redis.client.Pipeline.*"]`: a subclass of which nothing is said by what is said of its bases.
        for found in (found for found, lasts in excluded.items() if "*" in lasts):
            self._silent.setdefault(found, set()).add(rank)

    def find(self, owner: str, name: str) -> tuple[Row, ...] | None:
        """The rows for `owner.name`; none where an exception stands there; None where nothing is said."""
        whole = self._whole.get(f"{owner}.{name}" if owner else name, _NOTHING)
        wild = self._wild.get(owner, _NOTHING) if name[:1] != "_" else _NOTHING
        silent = self._silent.get(owner, ())
        if not (whole or wild or silent):
            return None
        rank = min({*whole, *wild, *silent})
        if rank in whole:
            return tuple(whole[rank])
        if rank in silent or any(name in excluded for _, excluded in wild[rank]):
            return ()
        return tuple(row for row, _ in wild[rank])

    def rows(self, owner: str) -> tuple[Row, ...]:
        """The rows that speak of everything in a class or module (`owner.*`)."""
        ranks = self._wild.get(owner, _NOTHING)
        return tuple(row for row, _ in ranks[min(ranks)]) if ranks else ()

    def names(self) -> Iterator[str]:
        """Every name that rows give, by defining name; `Class.*` as it is."""
        yield from self._whole
        yield from (f"{owner}.*" for owner in self._wild)


_NOTHING: dict[int, list] = {}  # type: ignore[type-arg]
