"""Where the callables of a small application really ran, and whether rules/ says the same."""

from __future__ import annotations

import os
import threading
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.truth.rows import Row, Rows, title_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator


class Probe(NamedTuple):
    """A callable that was handed to the library: the row that it belongs to and the column that speaks of it."""

    name: str
    way: str
    column: str


class Truth:
    """Watches one application.

    The application says `ran(name, column)` in each callable that it hands to the library; `check` compares the place
    with the row for `name`.  `phase` is `import` before the loop runs, `startup` while the application starts or
    stops, `serving` in between; the driver sets it.  All of this is seen from the thread that made the watcher, which
    is the one that runs the loop.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.phase = "import"
        self.thread = threading.get_ident()
        self.process = os.getpid()
        self.caller: ContextVar[str] = ContextVar("caller", default="loop")
        self.places: dict[Probe, set[tuple[str, str]]] = {}

    def here(self) -> str:
        """The place that runs this line: loop, startup, import, thread or process."""
        if os.getpid() != self.process:
            return "process"
        if threading.get_ident() != self.thread:
            return "thread"
        return "loop" if self.phase == "serving" else self.phase

    def calls(self) -> None:
        """Notes that what this context calls next is called from here."""
        self.caller.set(self.here())

    def hands(self, name: str, column: str, way: str = "") -> Probe:
        """Notes that a callable is handed to the library, which may never run it."""
        probe = Probe(name, way, column)
        self.places.setdefault(probe, set())
        return probe

    def ran(self, name: str, column: str, way: str = "", place: str = "", caller: str = "") -> None:
        """Notes that a callable runs, here or at `place`, called from the context that is known or from `caller`."""
        seen = (place or self.here(), caller or self.caller.get())
        self.places.setdefault(Probe(name, way, column), set()).add(seen)

    def plain(self, name: str, way: str = "", result: object = None) -> Callable[..., Any]:
        """A plain function that is about to be handed to `name`."""
        probe = self.hands(name, "sync", way)

        def probed(*args: object, **kwargs: object) -> object:
            self.ran(probe.name, "sync", way)
            return result

        return probed

    def coroutine(self, name: str, way: str = "", result: object = None) -> Callable[..., Coroutine[Any, Any, Any]]:
        """A coroutine function that is about to be handed to `name`."""
        probe = self.hands(name, "async", way)

        async def probed(*args: object, **kwargs: object) -> object:
            self.ran(probe.name, "async", way)
            return result

        return probed

    def generator(self, name: str, way: str = "", item: object = b"") -> Callable[[], Iterator[Any]]:
        """A plain generator function that is about to be handed to `name`."""
        probe = self.hands(name, "sync", way)

        def probed() -> Iterator[object]:
            self.ran(probe.name, "sync", way)
            yield item
            self.ran(probe.name, "sync", way)

        return probed

    def async_generator(self, name: str, way: str = "", item: object = b"") -> Callable[[], AsyncIterator[Any]]:
        """An async generator function that is about to be handed to `name`."""
        probe = self.hands(name, "async", way)

        async def probed() -> AsyncIterator[object]:
            self.ran(probe.name, "async", way)
            yield item
            self.ran(probe.name, "async", way)

        return probed

    def mistakes(self) -> list[str]:
        """A sentence for every callable that ran elsewhere than rules/ says."""
        found = []
        for probe, places in self.places.items():
            said = getattr(self.rows.find(probe.name, probe.way), _field(probe.column))
            if seen := _differs(said, places):
                found.append(f"{probe.name} {probe.way}, {probe.column}: rules say {said}, it ran on {seen}")
        return found

    def not_driven(self) -> set[str]:
        """The titles of the rows that no callable of the application belongs to."""
        driven: list[Row] = [self.rows.find(probe.name, probe.way) for probe in self.places]
        return {title_of(row) for row in self.rows if not any(row is one for one in driven)}


def _field(column: str) -> str:
    return "async_" if column == "async" else column


def _differs(said: str, places: set[tuple[str, str]]) -> str:
    """The places that contradict what a row says; empty where none does."""
    if said == "none":
        return ", ".join(sorted({place for place, _ in places}))
    wrong = {place for place, caller in places if place != _meant(said, caller)}
    return ", ".join(sorted(wrong)) if places else "nothing: it never ran"


def _meant(said: str, caller: str) -> str:
    """The place that a row means for a callable that was handed over in the context `caller`."""
    if said == "caller":
        return caller
    if said == "own-loop":
        return "thread" if caller == "thread" else "loop"
    return said
