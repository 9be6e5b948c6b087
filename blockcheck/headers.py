"""Which lines are the header of a function, from its first decorator to the colon: they decide where it runs."""

from __future__ import annotations

from collections.abc import Iterator

from blockcheck.facts import Call, Function, MakeFunction, ModuleFacts


def headers(module: ModuleFacts) -> Iterator[tuple[str, int, int]]:
    """The qualified name of each `def`, with the first and the last line of its header."""
    decorated = dict(_decorated(module))
    for function in module.functions:
        if function.kind == "def":
            line = function.span.line
            yield function.qualname, min(decorated.get(function.index, line), line), _last_line(function)


def _decorated(module: ModuleFacts) -> Iterator[tuple[int, int]]:
    """The index of each decorated function, with the line of a decorator; the topmost comes last."""
    for function in module.functions:
        made: dict[int, int] = {}
        for place, op in enumerate(function.ops):
            if isinstance(op, MakeFunction):
                made[place] = op.index
            elif isinstance(op, Call) and op.kind == "decorator" and op.arguments[0].value in made:
                made[place] = made[op.arguments[0].value]
                yield made[place], op.span.line


def _last_line(function: Function) -> int:
    """The line above the first one of the body on which something happens."""
    spans = (getattr(op, "span", None) for op in function.ops)
    first = min((span.line for span in spans if span is not None), default=0)
    return max(function.span.line, first - 1)
