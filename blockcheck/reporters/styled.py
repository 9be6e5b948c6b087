"""Lines of text whose parts have a style, written plain or coloured; control characters in them are never sent."""

from __future__ import annotations

import io
from collections.abc import Iterable

Part = tuple[str, str]
"""A text and the name of its style; the empty name for none."""
Line = tuple[Part, ...]

STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "title": "bold",
    "place": "bold",
    "frame": "blue",
    "help": "bold cyan",
    "faint": "dim",
    "good": "bold green",
}


def plain(*texts: str) -> Line:
    """A line without any style."""
    return tuple((text, "") for text in texts)


def render_lines(lines: Iterable[Line], colour: bool) -> str:
    """The lines as one text, each ended by a newline; with the terminal's colours if asked for."""
    if colour:
        return _coloured(lines)
    return "".join("".join(printable(text) for text, _ in line).rstrip() + "\n" for line in lines)


def printable(text: str) -> str:
    """The text with every character that could steer a terminal, or cannot be shown, written as its escape."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def _coloured(lines: Iterable[Line]) -> str:
    from rich.console import Console
    from rich.text import Text

    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", legacy_windows=False)
    for line in lines:
        parts = [(printable(text), STYLES.get(style, "")) for text, style in line]
        console.print(Text.assemble(*parts, end="\n"), soft_wrap=True, highlight=False)
    return out.getvalue()
