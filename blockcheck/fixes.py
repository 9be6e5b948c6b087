"""What to write in place of a blocking call: a plain `def`, an offload, or an async version that exists."""

from __future__ import annotations

from collections.abc import Callable

from blockcheck.callgraph import CallGraph
from blockcheck.facts import Attribute, Call, Enter, Function, Iterate, Span
from blockcheck.findings import line_mark
from blockcheck.nodes import Kind, Node, op_span
from blockcheck.program import FunctionDef
from blockcheck.reach import Hit, Path
from blockcheck.siblings import Sibling, Siblings
from blockcheck.twins import class_versions, versions

Code = Callable[[FunctionDef, Span], str]

_AWAITING = frozenset({Kind.AWAIT, Kind.OWN_LOOP})


class Adviser:
    """Chooses the advice for a finding from where its best path starts."""

    def __init__(self, graph: CallGraph, code: Code) -> None:
        self.graph = graph
        self.code = code
        self.siblings = Siblings(graph)
        self._awaited = {edge.callee for node in graph.nodes for edge in node.edges.values() if edge.kind in _AWAITING}
        self._awaited |= {edge.callee for node in graph.nodes for edge in node.creations.values()}
        self._roots = {root.node: root for root in graph.roots if root.kind is Kind.LOOP}

    def advice(self, hit: Hit) -> str:
        """One sentence that says what to do, with lines as `line_mark` has them."""
        path = hit.paths[0]
        block = hit.sink.block
        ways = []
        own = self.siblings.of(hit, path) if path.node.is_async else None
        if own is not None and not own.step:
            ways.append(f"the project has an async version: {self._written(path, own)}")
        if self.can_be_plain(path.node):
            name, framework = path.node.function.facts.name, self._framework(path.node)
            ways.append(f"make `{name}` a plain `def`: it never awaits, and {framework} will run it in its threadpool")
        elif path.node.is_async:
            ways.append(self._offload(hit, path))
        else:
            ways.append(self._move(path))
        if own is not None:
            if own.step:
                ways.append(f"the project has an async version of `{_short(own.sync)}`: {_named(own)}")
        elif block.advice:
            ways.append(block.advice)
        elif block.async_:
            package = f" of {block.package}" if block.package else ""
            ways.append(f"use `{block.async_way(hit.sink.name)}`{package}")
        elif twin := self._installed_twin(hit.sink.name):
            ways.append(f"use `{twin}`")
        return "; or ".join(ways)

    def _installed_twin(self, name: str) -> str:
        """The asynchronous version that a package has which only rules of the user speak of, as its source says."""
        catalogue = self.graph.catalogue
        if catalogue.is_shipped(name.partition(".")[0]):
            return ""
        owner, _, last = name.rpartition(".")
        module, _, cls = owner.rpartition(".")
        beside = [f"{owner}.{version}" for version in versions(last)]
        twins = [f"{module}.{twin}" for twin in class_versions(cls)] if catalogue.is_class(owner) else []
        beside += [f"{twin}.{method}" for twin in twins for method in (last, *versions(last))]
        return next((full for full in beside if catalogue.is_coroutine(full)), "")

    def _written(self, path: Path, own: Sibling) -> str:
        """How the boundary's call would be written with the asynchronous version, and where that is defined."""
        function, name = path.node.function, own.function.facts.name
        op = function.facts.ops[path.op] if path.op >= 0 else None
        called = function.facts.ops[op.func] if isinstance(op, Call) and op.func >= 0 else None
        before = ""
        if isinstance(called, Attribute) and called.name == own.sync.facts.name:
            before = self.code(function, called.span).removesuffix(called.name)
        if not isinstance(op, Call) or own.function.facts.is_generator or not own.of_same_object:
            verb = "async with" if isinstance(op, Enter) else "async for" if isinstance(op, Iterate) else ""
            return _named(own) + (f", with `{verb}`" if verb else "")
        if own.sync.cls is not None and not before.endswith("."):
            return _named(own)
        arguments = "…" if op.arguments else ""
        return f"`await {before}{name}({arguments})` ({_place(own)})"

    def can_be_plain(self, node: Node) -> bool:
        """Whether an `async def` may become a `def`: its framework runs those in threads, and nothing awaits it."""
        facts = node.function.facts
        root = self._roots.get(node)
        return (
            node.is_async
            and root is not None
            and root.fixable
            and not facts.awaits
            and not self._uses_loop(facts)
            and node not in self._awaited
        )

    def _uses_loop(self, facts: Function) -> bool:
        """Whether inner functions await, so that the function as a whole hangs on the loop."""
        return facts.is_generator and facts.awaits

    def _framework(self, node: Node) -> str:
        root = self._roots.get(node)
        return root.framework if root is not None and root.framework else "the framework"

    def _offload(self, hit: Hit, path: Path) -> str:
        """The call at the boundary, handed to a thread."""
        helper = self._helper(path)
        op = path.node.function.facts.ops[path.op] if path.op >= 0 else None
        if isinstance(op, Call) and not op.awaited:
            text = self._handed_over(path.node.function, op, helper)
            if text:
                return f"write `{text}`"
        return f"move the blocking work into a function and call it with `await {helper}(…)`"

    def _handed_over(self, function: FunctionDef, op: Call, helper: str) -> str:
        func = function.facts.ops[op.func]
        func_span = getattr(func, "span", None)
        whole = self.code(function, op.span)
        called = self.code(function, func_span) if func_span is not None else whole.partition("(")[0]
        if not whole.startswith(called) or not whole.endswith(")") or "…" in whole or "await " in whole:
            return ""
        rest = whole[len(called) :].strip()
        if not rest.startswith("("):
            return ""
        arguments = rest[1:-1].strip().rstrip(",")
        return f"await {helper}({called}, {arguments})" if arguments else f"await {helper}({called})"

    def _helper(self, path: Path) -> str:
        frameworks = [entry.root.framework for entry in path.entries if entry.root is not None and entry.root.framework]
        name = self.graph.catalogue.offload_helper(frameworks[0] if frameworks else "")
        module, _, short = name.rpartition(".")
        return name if "." not in module and not self._has_own(frameworks) else short

    def _has_own(self, frameworks: list[str]) -> bool:
        """Whether the framework's own offload is meant, which people import by its short name."""
        catalogue = self.graph.catalogue
        return bool(frameworks) and catalogue.offload_helper(frameworks[0]) != catalogue.offload_helper("")

    def _move(self, path: Path) -> str:
        name = path.node.function.facts.name
        line = line_mark(path.node.function.module.display, op_span(path.node.function, path.op).line)
        return f"`{name}` runs on the event loop: move the call in line {line} to where a thread runs it"


def _short(function: FunctionDef) -> str:
    return function.facts.qualname


def _place(own: Sibling) -> str:
    file = own.function.module.display
    return f"{file}:{line_mark(file, own.function.facts.span.line)}"


def _named(own: Sibling) -> str:
    return f"`{_short(own.function)}` ({_place(own)})"
