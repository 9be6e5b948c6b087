"""The inventory of endpoints as a table, and as JSON (`docs/routes.schema.json`), Markdown and CSV."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Sequence

from blockcheck.reporters.json import encoded
from blockcheck.reporters.styled import STYLES, printable
from blockcheck.reporters.wording import counted as number_of
from blockcheck.reporters.wording import path as shown_path
from blockcheck.routes import Route, counted

_VERDICT_STYLES = {"ok": "good", "blocks the loop": "error", "threadpool": ""}
_RUNS_ON = {"loop": "event loop", "threadpool": "threadpool", "thread": "WSGI thread"}
_COLUMNS = ("Endpoint", "Handler", "Where", "Runs on", "Verdict", "Cause", "Step")
_WIDEST = 1_000


def table(routes: Sequence[Route], *, colour: bool = False, width: int | None = None) -> str:
    """A table for people, as wide as the terminal (None: as it needs), and a line that counts."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out = io.StringIO()
    console = Console(
        file=out,
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        width=width or _WIDEST,
    )
    shown = Table(*_COLUMNS, box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in shown.columns:
        column.overflow = "fold"
    for route in routes:
        styles = ("", "", "", "", STYLES.get(_VERDICT_STYLES[route.verdict], ""), "", "")
        shown.add_row(*(Text(cell, style) for cell, style in zip(_cells(route), styles, strict=True)))
    if routes:
        console.print(shown)
    lines = (line.rstrip() for line in out.getvalue().splitlines())
    return "".join(f"{line}\n" for line in [*(line for line in lines if line), "", summary(routes)][not routes :])


def summary(routes: Sequence[Route]) -> str:
    """How many routes there are, and of which verdict."""
    if not routes:
        return "No routes found."
    numbers = counted(routes)
    blocking = "blocks the loop" if numbers["blocks the loop"] == 1 else "block the loop"
    words = {"ok": "ok", "blocks the loop": blocking, "threadpool": "in the threadpool"}
    parts = [f"{number} {words[verdict]}" for verdict, number in numbers.items() if number]
    moving = sum(route.step.startswith("move") for route in routes)
    parts += [f"{moving} still to move from WSGI"] if moving else []
    return f"{number_of(len(routes), 'route')}: {', '.join(parts)}."


def as_json(routes: Sequence[Route]) -> str:
    """`{"version": 1, "routes": […]}`."""
    return encoded({"version": 1, "routes": list(routes)})


def as_markdown(routes: Sequence[Route]) -> str:
    """A table for GitHub's Markdown."""
    lines = [f"| {' | '.join(_COLUMNS)} |", f"|{'---|' * len(_COLUMNS)}"]
    for route in routes:
        endpoint, handler, where, runs_on, verdict, cause, step = _cells(route)
        cells = (_code(endpoint), _code(handler), _code(where), runs_on, verdict, _code(cause), _escaped(step))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*(lines if routes else []), *([""] if routes else []), summary(routes), ""])


def as_csv(routes: Sequence[Route]) -> str:
    """Comma-separated values, the names of the JSON document in the first line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Route.__struct_encode_fields__)
    for route in routes:
        values = (getattr(route, field) for field in Route.__struct_fields__)
        writer.writerow([printable(_plain(value)) for value in values])
    return out.getvalue()


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cells(route: Route) -> tuple[str, ...]:
    kind = "async def" if route.is_async else "def"
    name = route.handler.removeprefix(f"{_module(route)}.")
    cells = (
        f"{route.method} {route.path or '(path not known)'}",
        f"{kind} {name}",
        f"{shown_path(route.file)}:{route.line}",
        _RUNS_ON[route.runs_on],
        route.verdict,
        route.cause,
        route.step,
    )
    return tuple(printable(cell) for cell in cells)


def _module(route: Route) -> str:
    """The part of a handler's name that its file says already."""
    names = route.handler.split(".")
    folders = route.file.removesuffix(".py").removesuffix("/__init__").split("/")
    ends = (end for end in range(len(names) - 1, 0, -1) if names[:end] == folders[-end:])
    return ".".join(names[: next(ends, 0)])


def _code(text: str) -> str:
    """Text as code in a cell of a Markdown table."""
    if not text:
        return ""
    if "`" in text or "\\" in text:
        return f"<code>{html.escape(text).replace('|', '&#124;').replace('`', '&#96;')}</code>"
    return f"`{text}`".replace("|", "\\|")


def _escaped(text: str) -> str:
    """Text in a cell of a Markdown table, in which code may stand between back-ticks."""
    return html.escape(text, quote=False).replace("|", "\\|")
