"""What code learns that asks for the kind of a value: `iscoroutinefunction(f)`, `isawaitable(x)`, `isclass(c)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from blockcheck.nodes import ANYTHING, join_origins
from blockcheck.resolve import access
from blockcheck.resolve.awaiting import gives_awaitable
from blockcheck.resolve.membership import Truth
from blockcheck.values import (
    Bound,
    ClassValue,
    Collection,
    Coroutine,
    Descriptor,
    FunctionValue,
    Generator,
    Instance,
    Known,
    LibraryObject,
    Partial,
    Vals,
    Value,
)

if TYPE_CHECKING:
    from blockcheck.program import FunctionDef
    from blockcheck.resolve.frame import Frame

Question = Callable[["Frame", Value], Truth]


def ask(frame: Frame, meaning: str, values: Vals) -> Vals:
    """The answers for some values, each with the origins of the values that give it; nothing for nothing."""
    question = QUESTIONS[meaning]
    found: Vals = {}
    for value, origin in values.items():
        answer = question(frame, value)
        for each in ANYTHING if answer is None else frame.known(answer):
            found[each] = join_origins(found[each], origin) if each in found else origin
    return found


def _function(value: Value) -> FunctionDef | None:
    """The project's function that calling a value runs, where it is one."""
    while isinstance(value, (Bound, Partial, Descriptor)):
        value = value.function
    return value.function if isinstance(value, FunctionValue) else None


def _is_function(*, is_async: bool, is_generator: bool) -> Question:
    def ask_function(frame: Frame, value: Value) -> Truth:
        function = _function(value)
        if function is None:
            return False if isinstance(value, (Instance, ClassValue, Known, Collection)) else None
        return function.facts.is_async is is_async and function.facts.is_generator is is_generator

    return ask_function


def _is_async_callable(frame: Frame, value: Value) -> Truth:
    """Like `iscoroutinefunction`, but an object counts whose `__call__` is one."""
    if isinstance(value, Instance):
        found, library = access.lookup(frame, value.cls.mro, "__call__")
        functions = [function for function in map(_function, found or ()) if function is not None]
        return functions[0].facts.is_async if functions else None if library else False
    return _IS_COROUTINE_FUNCTION(frame, value)


_IS_COROUTINE_FUNCTION = _is_function(is_async=True, is_generator=False)


def _is_awaitable(frame: Frame, value: Value) -> Truth:
    if gives_awaitable(frame, value.alone):
        return True
    return _is_data(frame, value)


def _is_coroutine(frame: Frame, value: Value) -> Truth:
    return True if isinstance(value, Coroutine) else _is_data(frame, value)


def _is_generator(*, is_async: bool) -> Question:
    def ask_generator(frame: Frame, value: Value) -> Truth:
        if isinstance(value, Generator):
            return value.node.is_async is is_async
        return _is_data(frame, value)

    return ask_generator


def _is_data(frame: Frame, value: Value) -> Truth:
    """False for what is no coroutine or generator for sure."""
    kinds = (Known, Instance, Collection, FunctionValue, ClassValue, Bound, Generator, Coroutine)
    if isinstance(value, LibraryObject):
        return False if frame.catalogue.is_class(value.name) else None
    return False if isinstance(value, kinds) else None


def _is_class(frame: Frame, value: Value) -> Truth:
    if isinstance(value, ClassValue):
        return True
    if isinstance(value, LibraryObject):
        return _is_data(frame, value)
    return False if isinstance(value, (FunctionValue, Bound, Partial, Instance, Known, Collection)) else None


QUESTIONS: dict[str, Question] = {
    "is-async-callable": _is_async_callable,
    "is-async-generator": _is_generator(is_async=True),
    "is-async-generator-function": _is_function(is_async=True, is_generator=True),
    "is-awaitable": _is_awaitable,
    "is-class": _is_class,
    "is-coroutine": _is_coroutine,
    "is-coroutine-function": _IS_COROUTINE_FUNCTION,
    "is-generator": _is_generator(is_async=False),
    "is-generator-function": _is_function(is_async=False, is_generator=True),
}
