"""One file's bytes to its facts: the only place that knows the parser.

`extract` is a pure function: same bytes, same facts, whatever file they come from.  It never raises for bad input but
returns a `Problem` that names the file and what to do.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from blockcheck.extract.builder import ModuleBuilder
from blockcheck.extract.comments import find_contracts, find_suppressions
from blockcheck.extract.places import Places
from blockcheck.extract.scopes import body_of, scope_of
from blockcheck.extract.statements import Statements
from blockcheck.facts import Function, ModuleFacts, Problem, Span

_RECURSION_LIMIT = 6000
"""Deep enough for code that people generate, far from what would exhaust the stack."""


def extract(source: bytes, display: str) -> tuple[ModuleFacts | None, tuple[Problem, ...]]:
    """The facts of a file, or None and the problem that prevents them; `display` names the file in problems."""
    try:
        text = decode(source)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        return None, (_unreadable(display, error),)
    if "\0" in text:
        return None, (
            Problem(
                file=display,
                line=text[: text.index("\0")].count("\n") + 1,
                code="BLC902",
                message="the file contains a NUL byte",
                help="check that it is Python source, or exclude it",
            ),
        )
    try:
        with _deep_recursion(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
            return _facts(text, tree), ()
    except SyntaxError as error:
        return None, (_syntax(display, error),)
    except (RecursionError, MemoryError, ValueError):
        return None, (
            Problem(
                file=display,
                code="BLC902",
                message="the code is nested too deep to be read",
                help="exclude the file, or split its deepest expression",
            ),
        )


def decode(source: bytes) -> str:
    """Source text of the bytes, by their coding cookie or BOM.

    Raises SyntaxError, LookupError or UnicodeDecodeError.
    """
    if source.isascii() and b"coding" not in source[:200]:
        return source.decode("ascii").replace("\r\n", "\n").replace("\r", "\n")
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    text = source.decode(encoding)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _facts(text: str, tree: ast.Module) -> ModuleFacts:
    shared, body = ModuleBuilder(Places(text)), body_of(tree)
    builder = Statements(shared, "module", scope_of(body, shared.places), None)
    builder.qualname = "<module>"
    builder.block(body)
    builder.finish(name="<module>", span=Span(1, 1, 1, 1))
    contracts = find_contracts(text, tree)
    return ModuleFacts(
        functions=tuple(_under_contract(function, contracts) for function in shared.functions if function is not None),
        classes=tuple(cls for cls in shared.classes if cls is not None),
        imports=tuple(dict.fromkeys(shared.imports)),
        stars=tuple(shared.stars),
        exported=tuple(shared.exported),
        suppressions=find_suppressions(text, tree),
    )


def _under_contract(function: Function, contracts: dict[int, str]) -> Function:
    contract = contracts.get(function.span.line, "") if contracts and function.kind == "def" else ""
    return msgspec.structs.replace(function, contract=contract) if contract else function


@contextmanager
def _deep_recursion() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _RECURSION_LIMIT))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _unreadable(display: str, error: Exception) -> Problem:
    if isinstance(error, UnicodeDecodeError):
        message = (
            f"the file is not valid {error.encoding}: byte 0x{error.object[error.start]:02x} at offset {error.start}"
        )
    else:
        message = f"the encoding of the file is not known: {error.args[0]}"
    return Problem(
        file=display,
        code="BLC902",
        message=message,
        help="save it as UTF-8, or declare its encoding in the first line (# -*- coding: … -*-)",
    )


def _syntax(display: str, error: SyntaxError) -> Problem:
    version = ".".join(map(str, sys.version_info[:2]))
    return Problem(
        file=display,
        line=error.lineno or 1,
        column=error.offset or 1,
        code="BLC901",
        message=f"cannot be parsed by Python {version}: {error.msg}",
        help=f"correct the syntax; where it is newer than Python {version}, run blockcheck under the newer Python",
    )
