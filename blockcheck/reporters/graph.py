"""A call graph as JSON, for Graphviz, or for Mermaid."""

from __future__ import annotations

from collections.abc import Iterator

from blockcheck.graphs import Graph, GraphFunction
from blockcheck.reporters.json import encoded
from blockcheck.reporters.styled import printable

_OFF_LOOP = frozenset({"thread", "import", "outside", "own loop"})


def as_json(graph: Graph) -> str:
    """`{"version": 1, "functions": […], "calls": […], "blocking": […]}`."""
    document = {"version": 1, **{name: getattr(graph, name) for name in graph.__struct_fields__}}
    return encoded(document)


def as_dot(graph: Graph) -> str:
    """For `dot`: functions on the loop are filled, blocking calls red, calls in another thread dashed."""
    lines = ["digraph calls {", "  rankdir=LR", '  node [shape=box, fontname="sans-serif"]']
    lines += [f"  {_quoted(function.name)} [{_dot_style(function)}]" for function in graph.functions]
    for name in _sinks(graph):
        lines.append(f'  {_quoted(_sink_id(name))} [label={_quoted(name)}, shape=oval, color="#b00020"]')
    lines += [f"  {_quoted(a)} -> {_quoted(b)}{' [style=dashed]' if dashed else ''}" for a, b, dashed in _arrows(graph)]
    return "\n".join([*lines, "}", ""])


def as_mermaid(graph: Graph) -> str:
    """For Mermaid, which GitHub shows in Markdown: the same picture."""
    ids = {function.name: f"f{number}" for number, function in enumerate(graph.functions)}
    ids |= {_sink_id(name): f"b{number}" for number, name in enumerate(_sinks(graph))}
    lines = ["flowchart LR"]
    for function in graph.functions:
        style = "" if _off_loop(function) else ":::loop"
        lines.append(f'  {ids[function.name]}["{"<br/>".join(map(_entities, _titles(function)))}"]{style}')
    lines += [f'  {ids[_sink_id(name)]}(["{_entities(name)}"]):::blocking' for name in _sinks(graph)]
    lines += [f"  {ids[a]} {'-.->' if dashed else '-->'} {ids[b]}" for a, b, dashed in _arrows(graph)]
    lines += ["  classDef loop fill:#fff3cd,color:#000", "  classDef blocking stroke:#b00020"]
    return "\n".join([*lines, ""])


def _arrows(graph: Graph) -> Iterator[tuple[str, str, bool]]:
    """Each pair once; whether the callee only runs elsewhere."""
    found: dict[tuple[str, str], bool] = {}
    for call in graph.calls:
        pair = call.caller, call.callee
        found[pair] = found.get(pair, True) and call.how in ("thread", "create")
    for block in graph.blocking:
        found[(block.caller, _sink_id(block.name))] = False
    return ((caller, callee, dashed) for (caller, callee), dashed in found.items())


def _sinks(graph: Graph) -> list[str]:
    return list(dict.fromkeys(block.name for block in graph.blocking))


def _sink_id(name: str) -> str:
    """A name that no function of the project has."""
    return f"{name}()"


def _off_loop(function: GraphFunction) -> bool:
    return not function.runs_on or _OFF_LOOP.issuperset(function.runs_on)


def _titles(function: GraphFunction) -> list[str]:
    labels = [label for label in function.entry_points if not label.startswith("async def ")]
    return [function.name, *labels[:3], *(["…"] if len(labels) > 3 else [])]


def _dot_style(function: GraphFunction) -> str:
    filled = "" if _off_loop(function) else ', style=filled, fillcolor="#fff3cd"'
    return f"label={_quoted(*_titles(function))}{filled}"


def _quoted(*lines: str) -> str:
    """A string of Graphviz: its lines below each other."""
    return '"' + "\\n".join(printable(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines) + '"'


def _entities(text: str) -> str:
    """Text that means nothing else to Mermaid or a browser."""
    safe = (char if char.isalnum() or char in " ._/-,:…" else f"#{ord(char)};" for char in printable(text))
    return "".join(safe)
