"""The names of entry points for people: routes with the prefixes of their routers, tasks, middleware, `async def`s."""

from __future__ import annotations

from blockcheck.reach import Entry
from blockcheck.resolve.entries import PATH, spread
from blockcheck.state import State
from blockcheck.values import Known, Value

MAX_PREFIXES = 8
MAX_PATHS = 32


class Labels:
    """Labels of entry points; prefixes are looked up in what routers were made with and where they are mounted."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._above: dict[Value, list[tuple[Value | None, str, bool]]] = {}
        for (router, parent, *_), prefixes in state.mounts.items():
            self._above.setdefault(router, []).extend((parent, *prefix) for prefix in prefixes)

    def of(self, entry: Entry) -> list[str]:
        """What an entry point is called: several names where its router is mounted in several places."""
        if entry.root is None:
            kind = "async def" if entry.node.is_async else "callback"  # a plain function that the loop calls
            return [f"{kind} {entry.node.function.name}"]
        labels = spread(entry.root.label)
        if PATH not in entry.root.label:
            return labels[:MAX_PATHS]
        prefixes = {prefix: None for router in entry.root.routers for prefix in self.prefixes(router)} or {"": None}
        found = [" ".join(label.replace(PATH, prefix).split()) for prefix in prefixes for label in labels]
        return list(dict.fromkeys(found))[:MAX_PATHS]

    def prefixes(self, router: Value) -> list[str]:
        """The paths below which the routes of a router, application or mount are found."""
        return self._prefixes(router, frozenset())

    def _prefixes(self, router: Value, seen: frozenset[Value]) -> list[str]:
        own = self._own_prefixes(router)
        above = [
            (parent, prefix, replaces)
            for parent, prefix, replaces in self._above.get(router, ())
            if parent not in seen and parent is not router
        ]
        if not above:
            return own
        found = []
        for parent, prefix, replaces in above:
            outer = self._prefixes(parent, seen | {router}) if parent is not None else [""]
            found += [start + prefix + end for start in outer for end in ([""] if replaces else own)]
        return list(dict.fromkeys(found))[:MAX_PREFIXES]

    def _own_prefixes(self, router: Value) -> list[str]:
        texts = [
            value.value
            for name in sorted(self.state.catalogue.prefix_arguments)
            for value in self.state.cell("argument", router, name).values
            if isinstance(value, Known) and isinstance(value.value, str)
        ]
        return texts or [""]
