"""What there is to say of one line, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blockcheck.explain import Explanation, ShownWay
from blockcheck.reporters.styled import Line, plain, render_lines
from blockcheck.reporters.wording import path, place, short_function


def render(explanation: Explanation, *, colour: bool = False) -> str:
    """The explanation as text."""
    where = f"{path(explanation.file)}:{explanation.line}"
    lines: list[Line] = [((where, "place"), (f"  {explanation.code}", "")), (), plain(_sentence(explanation.verdict))]
    for way in explanation.ways:
        lines += [(), *_way(way)]
    if explanation.more:
        lines += [(), plain(f"{explanation.more} more {'way leads' if explanation.more == 1 else 'ways lead'} here.")]
    if explanation.remarks:
        lines += [(), (("On this line:", "title"),)]
        for remark in explanation.remarks:
            lines += _remark(remark.code, remark.sentences)
    if explanation.findings:
        lines += [(), (("Findings:", "title"),)]
        lines += [plain(f"  {finding}") for finding in explanation.findings]
    return render_lines(lines, colour)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _way(way: ShownWay) -> Iterator[Line]:
    end = ":" if way.steps else "."
    where = f", {way.where}" if way.where else ""
    yield (("From ", "title"), (way.start, "title"), (f"{where}{end}", ""))
    places, functions = [place(step) for step in way.steps], [short_function(step) for step in way.steps]
    first, second = max(map(len, places), default=0), max(map(len, functions), default=0)
    for where, function, step in zip(places, functions, way.steps, strict=True):
        yield ((f"  {where:{first}}  ", ""), (f"{function:{second}}  ", "faint"), (step.code, ""))
    if way.moved:
        yield ((f"  {_sentence(way.moved)}", "faint"),)


def _remark(code: str, sentences: Sequence[str]) -> Iterator[Line]:
    """The expression, and under it what is said of it."""
    if len(sentences) == 1:
        yield ((f"  `{code}` ", "help"), (sentences[0], ""))
        return
    yield ((f"  `{code}`", "help"),)
    for sentence in sentences:
        yield plain(f"    {sentence}")
