"""The endpoints of a program: what its frameworks are told to serve, under which method and path."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from blockcheck import facts
from blockcheck.catalogue.schema import Mount, Runs
from blockcheck.describe import function_in
from blockcheck.labels import Labels
from blockcheck.nodes import Edge, Kind, Node, op_span
from blockcheck.program import ClassDef, FunctionDef
from blockcheck.reach import Entry, Search
from blockcheck.resolve import entries
from blockcheck.resolve.arguments import Arguments, kept
from blockcheck.resolve.frame import Frame
from blockcheck.state import Root
from blockcheck.values import (
    ClassValue,
    FunctionValue,
    Instance,
    Intrinsic,
    LibraryMethod,
    LibraryObject,
    Symbol,
    Value,
)

_METHODS = frozenset(
    {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY", "WS", "ASGI", "*"}
)
_NAME = re.compile(r"[^\W\d][\w.]*")
"""What stands in a label in place of a path where the endpoint is a class."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A method and path, and the function that serves it: `root` says how, None for an application that is mounted."""

    method: str
    path: str
    label: str
    framework: str
    handler: str
    file: str
    line: int
    is_async: bool
    runs_on: Literal["loop", "threadpool", "thread"]
    is_wsgi: bool
    root: Root | None


def endpoints(search: Search) -> list[Endpoint]:
    """Every endpoint, in no particular order."""
    finder = _Finder(search)
    found = [endpoint for root in finder.handlers() for endpoint in finder.of_root(root)]
    return [*found, *finder.mounted({router: None for root in search.graph.roots for router in root.routers})]


class _Finder:
    def __init__(self, search: Search) -> None:
        self.search, self.graph = search, search.graph
        self.catalogue = search.graph.catalogue
        self.labels = Labels(search.graph.state)
        self._paths: dict[ClassDef, dict[str, None]] | None = None

    def handlers(self) -> list[Root]:
        """The entry points less those that a framework only meets on the way: a coroutine that a handler gives back."""
        by_label: dict[tuple[str, tuple[Value, ...]], list[Root]] = {}
        for root in self.graph.roots:
            by_label.setdefault((root.label, root.routers), []).append(root)
        found = []
        for roots in by_label.values():
            handed = [root for root in roots if self._is_handed(root)] if len(roots) > 1 else roots
            found += handed or roots
        return found

    def _is_handed(self, root: Root) -> bool:
        """Whether the function itself, not only what comes of it, is among the arguments of the registering call."""
        for edge in self.search.callers[root.node]:
            call = edge.caller.function.facts.ops[edge.op] if edge.op >= 0 else None
            if edge.kind is not root.kind or not isinstance(call, facts.Call):
                continue
            values = [value for argument in call.arguments for value in edge.caller.vals[argument.value]]
            if not any(function_in(value) is root.node.function for value in values):
                return False
        return True

    def of_root(self, root: Root) -> Iterator[Endpoint]:
        """The endpoints that an entry point serves: none where it is something else."""
        for label in self.labels.of(Entry(root.node, root)) if root.label else ():
            methods, _, path = label.partition(" ")
            if not path and "/" in label and " " not in label and root.framework:  # a path for every method
                methods, path = "*", label if label.startswith(("/", "^")) else f"/{label}"
            if not _METHODS.issuperset(methods.split(",")):
                continue
            owner = root.node.function.cls
            if _NAME.fullmatch(path) and owner is not None:
                for known in self.paths_of(owner) or [""]:
                    yield self._endpoint(root, methods, known, label)
            else:
                yield self._endpoint(root, methods, path, label)

    def _endpoint(self, root: Root, method: str, path: str, label: str) -> Endpoint:
        function = self._handler(root)
        is_wsgi = self.catalogue.is_wsgi(root.framework)
        off_loop: Literal["threadpool", "thread"] = "thread" if is_wsgi else "threadpool"
        return Endpoint(
            method=method,
            path=path,
            label=label,
            framework=root.framework,
            handler=function.name,
            file=function.module.display,
            line=function.facts.span.line,
            is_async=root.node.is_async,
            runs_on=off_loop if root.kind is Kind.THREAD else "loop",
            is_wsgi=is_wsgi,
            root=root,
        )

    def _handler(self, root: Root) -> FunctionDef:
        """The function that people wrote as the handler: the one under the decorators, or what a wrapper wraps."""
        found: dict[FunctionDef, list[Edge]] = {}
        for edge in self.search.callers[root.node]:
            call = edge.caller.function.facts.ops[edge.op] if edge.op >= 0 else None
            if edge.kind is root.kind and isinstance(call, facts.Call):
                for argument in call.arguments:
                    written = self._written(edge.caller.function, argument.value)
                    if written is not None and self._stands_for(root.node.function, written):
                        found.setdefault(written, []).append(edge)
        if len(found) > 1:  # one wrapper stands for many functions
            named = (written for written, edges in found.items() if root.label in self._labels_at(edges))
            return next(named, None) or self._unwrapped(root.node)
        return next(iter(found), None) or self._unwrapped(root.node)

    def _labels_at(self, edges: Iterable[Edge]) -> set[str]:
        """What decorators call the entry points that they make."""
        labels = set()
        for edge in edges:
            frame = Frame(self.graph.state, edge.caller)
            call = edge.caller.function.facts.ops[edge.op]
            for value in edge.caller.vals[call.func] if isinstance(call, facts.Call) else ():
                if isinstance(value, Intrinsic) and value.kind == "decorator":
                    rows, name, receiver = value.held
                    specs = (entries.root_spec(frame, row, name, receiver, value, kept(frame, value)) for row in rows)
                    labels |= {spec.label for spec in specs if spec is not None}
        return labels

    def _written(self, function: FunctionDef, op: int, seen: frozenset[int] = frozenset()) -> FunctionDef | None:
        """The `def` that an expression stands for, below its decorators."""
        found = function.facts.ops[op]
        match found:
            case facts.MakeFunction():
                return function.module.functions[found.index]
            case facts.Call(kind="decorator") if op not in seen:
                return self._written(function, found.arguments[0].value, seen | {op})
            case facts.GlobalName():
                body = function.module.body
                ops = function.module.variables.get(found.name, ())
                return self._written(body, ops[0], seen | {op}) if len(ops) == 1 and ops[0] not in seen else None
            case _:
                return None

    @staticmethod
    def _stands_for(function: FunctionDef, written: FunctionDef) -> bool:
        """Whether what runs is the function itself, or something made around it: a function inside a decorator."""
        return function is written or function.facts.parent >= 0

    def _unwrapped(self, node: Node) -> FunctionDef:
        """What a wrapper says that it wraps; the function itself where it says nothing."""
        function, env, seen = node.function, node.env, {node.function}
        while True:
            values = self.graph.state.cell("wraps", function, env).values
            wrapped = [value for value in values if isinstance(value, FunctionValue)]
            if len(wrapped) != 1 or wrapped[0].function in seen:
                return function
            function, env = wrapped[0].function, wrapped[0].env
            seen.add(function)

    # Classes

    def paths_of(self, cls: ClassDef) -> list[str]:
        """The paths under which a class is registered as an endpoint: `Route("/x", Page)`."""
        if self._paths is None:
            self._paths = {}
            for node in self.graph.nodes:
                for op, found in enumerate(node.function.facts.ops):
                    if isinstance(found, facts.Call) and found.kind != "decorator":
                        self._note_class(node, op, found)
        return list(dict.fromkeys(path for each in cls.project_mro for path in self._paths.get(each, ())))

    def _note_class(self, node: Node, op: int, call: facts.Call) -> None:
        for value in node.vals[call.func]:
            rows = [row for row in self._rows(value) if row.label and not row.decorates and not row.assigned]
            for row in rows:
                frame = Frame(self.graph.state, node)
                arguments = Arguments.of(frame, op, call.arguments)
                for handed in arguments.get(*row.argument):
                    cls = handed.cls if isinstance(handed, (ClassValue, Instance)) else None
                    receiver = value.receiver if isinstance(value, LibraryMethod) else None
                    spec = entries.root_spec(frame, row, "", receiver, handed, arguments) if cls is not None else None
                    if cls is not None and spec is not None and self._paths is not None:
                        root = Root(node, Kind.LOOP, spec.label, None, spec.framework, False, spec.routers)
                        for label in self.labels.of(Entry(node, root)):
                            self._paths.setdefault(cls, {})[label.rpartition(" ")[2]] = None

    def _rows(self, value: Value) -> tuple[Runs, ...]:
        if isinstance(value, Symbol):
            return self.catalogue.runs(value.name)
        return self.catalogue.method_runs(value.owner, value.name) if isinstance(value, LibraryMethod) else ()

    # Applications

    def mounted(self, routers: Container[Value]) -> Iterator[Endpoint]:
        """The WSGI applications that are mounted and of whose routes nothing is known."""
        known = {parent for router, parent, *_ in self.graph.state.mounts if router in routers}
        for mount, parent, *_ in self.graph.state.mounts:
            if parent is None or mount in known or mount in routers or not isinstance(mount, LibraryObject):
                continue
            if self.catalogue.is_wsgi(mount.name) and isinstance(mount.site, tuple):
                for path in self.labels.prefixes(mount):
                    yield self._mount(mount, path or "/")

    def _mount(self, mount: LibraryObject, path: str) -> Endpoint:
        place, op = mount.site[:2]
        name, file, line = place.name, place.module.display, op_span(place, op).line
        for row in self.catalogue.mounts(mount.name):
            for value in self._arguments(mount, row):
                if isinstance(value, FunctionValue):
                    function = value.function
                    name, file, line = function.name, function.module.display, function.facts.span.line
                elif isinstance(value, Symbol):
                    name = value.name
        return Endpoint(
            method="WSGI",
            path=path,
            label="",
            framework="WSGI",
            handler=name,
            file=file,
            line=line,
            is_async=False,
            runs_on="threadpool",
            is_wsgi=True,
            root=None,
        )

    def _arguments(self, mount: LibraryObject, row: Mount) -> Iterator[Value]:
        """What is mounted."""
        for key in row.argument:
            yield from self.graph.state.cell("argument", mount, key).values
