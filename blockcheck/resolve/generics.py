"""Type variables: what they stand for in a call, or for an object of a generic class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from blockcheck import facts
from blockcheck.nodes import EMPTY, Cell, Node, joined, under
from blockcheck.program import ClassDef
from blockcheck.resolve import types
from blockcheck.values import UNKNOWN, ClassValue, Generic, Instance, Intrinsic, Known, Symbol, Vals, Value

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame


Env = dict[str, tuple[Value, ...]]


def stated(values: Vals, declared: Vals) -> Vals:
    """Some values with what is declared in the place of the unknown one among them, if anything is."""
    if not declared:
        return values
    unknown = values[UNKNOWN]
    known: Vals = {value: origin for value, origin in values.items() if value is not UNKNOWN}
    return joined((known, {value: unknown if origin is None else origin for value, origin in declared.items()}))


def declared(frame: Frame, callee: Node, annotation: Cell, bindings: list[Vals | None] | None) -> Vals:
    """The objects that an annotation of a function stands for in a call of it."""
    written = frame.read(annotation)
    if not types.is_open(written):
        return types.instances(frame, written)
    env = _of_arguments(frame, callee, bindings or ())
    owner = callee.function.cls
    if owner is None or not owner.generic or not callee.params:
        return types.instances_in(frame, written, env)
    receivers = (bindings[0] if bindings else None) or frame.read(callee.params[0])
    return joined(
        under(types.instances_in(frame, written, env | _of_object(frame, receiver, owner)), origin)
        for receiver, origin in receivers.items()
    )


def note_attribute(frame: Frame, name: str, value: int) -> None:
    """`self.name = value` in a method of a generic class: what the value is declared to be."""
    op, owner = frame.ops[value], frame.function.cls
    if isinstance(op, facts.Param):
        annotation = frame.read(frame.node.signature.annotations[op.index])
    else:
        annotation = frame.vals(op.annotation) if isinstance(op, facts.Typed) else EMPTY
    if owner is not None and types.is_open(annotation):
        frame.write(frame.cell("open attribute", owner, name), annotation)


def of_attribute(frame: Frame, base: Instance, name: str) -> Vals:
    """The objects that an attribute of an object of a generic class is declared to hold."""
    for owner in base.cls.project_mro:
        cells = [frame.cell(space, owner, name) for space in ("field", "open attribute")]
        written = joined(map(frame.read, cells))
        if written:
            return types.instances_in(frame, written, _of_object(frame, base, owner))
    return EMPTY


def _of_arguments(frame: Frame, callee: Node, bindings: Sequence[Vals | None]) -> Env:
    """What is passed for parameters that are annotated `T` and `type[T]`."""
    env: Env = {}
    for place, passed in enumerate(bindings):
        if passed:
            _bind(frame, frame.read(callee.signature.annotations[place]), passed, env)
    return env


def _bind(frame: Frame, annotation: Iterable[Value], passed: Vals, env: Env) -> None:
    for value in annotation:
        if isinstance(value, Intrinsic) and types.is_variable(value):
            known = tuple(item for item in passed if item is not UNKNOWN and not isinstance(item, Known))
            if known:
                env[value.held[0]] = (*env.get(value.held[0], ()), *known)
        elif isinstance(value, Generic) and isinstance(value.base, Symbol) and value.args:
            meaning = frame.catalogue.intrinsic(value.base.name)
            if meaning in ("type-class", "class-of"):
                _bind(frame, value.args[0], types.instances(frame, passed), env)
            elif meaning == "type-union":
                for option in value.args:
                    _bind(frame, option, passed, env)


def _of_object(frame: Frame, receiver: Value, owner: ClassDef) -> Env:
    """What the type variables of a class mean for an object of it, or of a class that inherits from it."""
    if not isinstance(receiver, (Instance, ClassValue)):
        return {}
    args = receiver.args if isinstance(receiver, Instance) else ()
    envs = {receiver.cls: _named(frame, receiver.cls, args)}
    for cls in receiver.cls.project_mro:  # each before its bases
        env = envs.setdefault(cls, {})
        if cls is owner:
            return env
        for base in _type_bases(frame, cls):
            if isinstance(base.base, ClassValue) and base.base.cls not in envs:
                inner = base.base.cls
                envs[inner] = _named(frame, inner, types.type_arguments(frame, base, env))
    return {}


def _named(frame: Frame, cls: ClassDef, args: Sequence[tuple[Value, ...]]) -> Env:
    """The type parameters of a class by name: those of `Generic[…]`, else those in its bases in order."""
    bases = _type_bases(frame, cls)
    listed = [base for base in bases if _lists_parameters(frame, base)] or bases
    names = dict.fromkeys(name for base in listed for name in _variables(base))
    return {name: objects for name, objects in zip(names, args, strict=False) if objects}


def _type_bases(frame: Frame, cls: ClassDef) -> list[Generic]:
    return [base for base in frame.read(frame.cell("type bases", cls)) if isinstance(base, Generic)]


def _lists_parameters(frame: Frame, base: Generic) -> bool:
    return isinstance(base.base, Symbol) and frame.catalogue.intrinsic(base.base.name) == "type-parameters"


def _variables(value: Generic) -> list[str]:
    found: list[str] = []
    for inner in (item for arg in value.args for item in arg):
        if isinstance(inner, Intrinsic) and types.is_variable(inner):
            found.append(inner.held[0])
        elif isinstance(inner, Generic):
            found += _variables(inner)
    return found
