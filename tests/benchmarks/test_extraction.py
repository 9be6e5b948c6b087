"""How long extraction takes: `pytest tests/benchmarks --benchmark-columns=median`.

Run, not asserted; `--benchmark-autosave` and `--benchmark-compare` put runs side by side.
"""

from __future__ import annotations

import ast
import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from blockcheck.extract import extract
from tests.properties.projects import sources

PYTHON = Path(ast.__file__).parent


def repeated(line: str, count: int = 9000) -> str:
    """The line with the numbers up to `count`, one below the other."""
    return "".join(line.format(n=number) for number in range(count))


TEXTS = {
    "cases and blockcheck": [path.read_bytes() for path in sources()],
    "asyncio": [path.read_bytes() for path in sorted((PYTHON / "asyncio").glob("*.py"))],
    "one large file": [(PYTHON / "typing.py").read_bytes()],
    "a table of literals": [b"TABLE = {\n" + repeated("    'key{n}': ({n}, 'text', None),\n").encode() + b"}\n"],
    "comments everywhere": [repeated("f({n}, x)  # noqa: BLC101\n").encode()],
    "not ASCII": [repeated("grüße({n}, 'ß', x)\n").encode()],
    "a long function": [b"def f(a):\n" + repeated("    if a and v{n}: v{n}x = g(a)\n", 900).encode()],
}


@pytest.fixture(autouse=True)
def collector_off() -> Iterator[None]:
    """As it is when blockcheck reads files."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)
def test_extraction(benchmark: Callable[..., Any], texts: list[bytes]) -> None:
    facts = benchmark(lambda: [extract(text, "file.py")[0] for text in texts])

    record(benchmark, texts)
    assert len(facts) == len(texts)


@pytest.mark.parametrize("texts", [TEXTS["asyncio"]], ids=["asyncio"])
def test_parsing_alone(benchmark: Callable[..., Any], texts: list[bytes]) -> None:
    """What no extraction can be quicker than."""
    benchmark(lambda: [ast.parse(text) for text in texts])

    record(benchmark, texts)


def record(benchmark: Any, texts: list[bytes]) -> None:
    size = sum(map(len, texts))
    benchmark.extra_info["MB"] = round(size / 1e6, 2)
    benchmark.extra_info["MB/s"] = round(size / 1e6 / benchmark.stats.stats.median, 2)
