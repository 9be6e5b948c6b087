"""Types to values: what an annotation, or a type of the catalogue, says that an object is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from blockcheck.catalogue import TypeExpr
from blockcheck.nodes import ANYTHING, EMPTY, joined
from blockcheck.values import (
    UNKNOWN,
    ClassValue,
    Collection,
    Generic,
    Instance,
    Intrinsic,
    Known,
    LibraryObject,
    Symbol,
    Vals,
    Value,
)

if TYPE_CHECKING:
    from blockcheck.resolve.frame import Frame

Found = list[Value]
Env = Mapping[str, tuple[Value, ...]]
"""The objects that type variables stand for, by name."""

NO_ENV: Env = {}


def instances_in(frame: Frame, types: Vals, env: Env) -> Vals:
    """The objects that an annotation stands for where its type variables stand for certain objects."""
    return dict.fromkeys(item for value in types for item in _instances(frame, value, env) if item is not UNKNOWN)


def is_open(types: Iterable[Value]) -> bool:
    """Whether an annotation has type variables in it."""
    return any(is_variable(value) or (type(value) is Generic and any(map(is_open, value.args))) for value in types)


def is_variable(value: Value) -> bool:
    """Whether this is a type variable; it holds its name, and the types that it is bound to."""
    return isinstance(value, Intrinsic) and value.kind == "type-variable"


def is_type(value: Value) -> bool:
    """Whether this can stand in an annotation for what its name says."""
    return isinstance(value, (ClassValue, Symbol, Generic)) or (
        isinstance(value, Intrinsic) and value.kind in ("type-variable", "new-type")
    )


def instances(frame: Frame, types: Vals) -> Vals:
    """The objects that an annotation stands for; nothing where it says nothing."""
    memo = frame.state.instances
    found = []
    for value in types:
        known = memo.get(value)
        if known is None:
            known = memo[value] = dict.fromkeys(item for item in _instances(frame, value) if item is not UNKNOWN)
        found.append(known)
    return found[0] if len(found) == 1 else joined(found)


def _instances(frame: Frame, value: Value, env: Env = NO_ENV) -> Found:
    match value:
        case ClassValue():
            return [frame.make(Instance, value.cls, None)]
        case Symbol():
            return _of_symbol(frame, value.name)
        case Generic():
            return _of_generic(frame, value, env)
        case Intrinsic(kind="new-type"):
            return [found for inner in value.held for found in _instances(frame, inner, env)]
        case Intrinsic(kind="type-variable"):
            name, bounds = value.held
            return list(env[name]) if name in env else [found for bound in bounds for found in _instances(frame, bound)]
        case Known(value=None):
            return [value]
    return []


def _of_symbol(frame: Frame, name: str) -> Found:
    meaning = frame.catalogue.intrinsic(name)
    if meaning in (
        "type-any",
        "type-union",
        "type-first",
        "type-annotated",
        "type-literal",
        "type-class",
        "type-callable",
    ):
        return []
    if meaning.startswith("container-"):
        return [frame.make(LibraryObject, meaning.removeprefix("container-"), (), None)]
    if name in ("builtins.object", "builtins.type"):
        return []
    return [frame.make(LibraryObject, plain(name), (), None)]


def plain(name: str) -> str:
    """Builtin types go by their bare names."""
    return name.removeprefix("builtins.") if name.startswith("builtins.") else name


def type_arguments(frame: Frame, value: Generic, env: Env = NO_ENV) -> tuple[tuple[Value, ...], ...]:
    """The objects that the arguments of a subscripted type stand for."""
    return tuple(tuple(found for inner in arg for found in _instances(frame, inner, env)) for arg in value.args)


def _of_generic(frame: Frame, value: Generic, env: Env) -> Found:
    base = value.base
    args = type_arguments(frame, value, env)
    if isinstance(base, ClassValue):
        return [frame.make(Instance, base.cls, None, args) if any(args) else frame.make(Instance, base.cls, None)]
    if not isinstance(base, Symbol):
        return []
    meaning = frame.catalogue.intrinsic(base.name)
    if meaning in ("type-first", "type-annotated"):
        return list(args[0]) if args else []
    if meaning == "type-union":
        return [found for arg in args for found in arg]
    if meaning in ("type-class", "class-of"):
        return _classes(frame, value.args[0], env) if value.args else []
    if meaning == "type-callable":
        return [frame.make(Intrinsic, "returns", args[-1], None)] if args and args[-1] else []
    if meaning.startswith("type-"):
        return []
    name = meaning.removeprefix("container-") if meaning.startswith("container-") else plain(base.name)
    return [frame.make(LibraryObject, name, args, None)]


def _classes(frame: Frame, types: Iterable[Value], env: Env) -> Found:
    """`type[X]`: the class itself; `type[T]`: those of the objects that `T` stands for."""
    found: Found = []
    for value in types:
        if isinstance(value, (ClassValue, Symbol)):
            found.append(value)
        elif is_variable(value):
            for item in _instances(frame, value, env):
                if isinstance(item, Instance):
                    found.append(frame.make(ClassValue, item.cls))
                elif isinstance(item, LibraryObject) and "." in item.name:
                    found.append(frame.state.symbol(item.name))
    return found


def agreeing(frame: Frame, values: Vals, declared: Vals) -> Vals:
    """The values without library objects that the declared type excludes: a declaration is trusted more."""
    names = [
        value.name for value in declared if isinstance(value, LibraryObject) and frame.catalogue.is_class(value.name)
    ]
    if not names or len(names) != len([value for value in declared if not isinstance(value, Known)]):
        return values
    kept = {value: origin for value, origin in values.items() if not _is_excluded(frame, value, names)}
    return values if len(kept) == len(values) else kept or declared


def _is_excluded(frame: Frame, value: Value, names: list[str]) -> bool:
    if isinstance(value, Instance):
        return not any(frame.state.symbol(name).name in value.cls.mro for name in names)
    if not isinstance(value, LibraryObject) or not frame.catalogue.is_class(value.name):
        return False
    order = frame.catalogue.mro(value.name)
    return not any(
        plain(name) in map(plain, order) or value.name in map(plain, frame.catalogue.mro(name)) for name in names
    )


def metadata(frame: Frame, types: Vals) -> Found:
    """What stands behind the type in `Annotated[T, …]`, through aliases and unions."""
    found: Found = []
    for value in types:
        if isinstance(value, Generic) and isinstance(value.base, Symbol):
            meaning = frame.catalogue.intrinsic(value.base.name)
            if meaning == "type-annotated":
                found += [inner for arg in value.args[1:] for inner in arg]
                found += metadata(frame, dict.fromkeys(value.args[0]) if value.args else EMPTY)
            elif meaning in ("type-union", "type-first"):
                found += [inner for arg in value.args for inner in metadata(frame, dict.fromkeys(arg))]
    return found


def with_parts(types: Vals) -> Vals:
    """An annotation with everything that it is made of: `list[X]` and `X`."""
    parts: Vals = {item: None for value in types if isinstance(value, Generic) for arg in value.args for item in arg}
    return joined((types, with_parts(parts))) if parts else types


def parameter_types(frame: Frame, types: Vals) -> list[ClassValue]:
    """The project classes that an annotation names anywhere in it: what a framework makes for such a parameter."""
    found: list[ClassValue] = []
    for value in types:
        if isinstance(value, ClassValue):
            found.append(value)
        elif isinstance(value, Generic):
            inner = {item: None for arg in value.args for item in arg}
            found += parameter_types(frame, {value.base: None, **inner})
    return found


def subscripted(frame: Frame, base: Value, index: Vals) -> Vals:
    """`base[index]` where the base is a type."""
    args: list[tuple[Value, ...]] = []
    for value in index:
        if isinstance(value, Collection):
            keys = frame.read(frame.cell("keys", value))
            args += [tuple(frame.read(frame.cell("item", value, key))) for key in keys]
        else:
            args.append((value,))
    return frame.one(Generic, base, tuple(args))


def from_type(frame: Frame, expr: TypeExpr | None, receiver: Value | None = None, result: Vals = EMPTY) -> Vals:
    """The objects that a type of the catalogue stands for; anything where it says nothing."""
    if expr is None:
        return ANYTHING
    found = frame.state.of_types.get(expr)
    if found is None:
        found = _from_type(frame, expr, receiver, result) or ANYTHING
        if _is_constant(expr):
            frame.state.of_types[expr] = found
    return found


def _is_constant(expr: TypeExpr) -> bool:
    """Whether a type stands for the same wherever it is used."""
    return expr.name not in ("Self", "Result", "Given", "TypeArgument") and all(map(_is_constant, expr.args))


def _from_type(frame: Frame, expr: TypeExpr, receiver: Value | None, result: Vals) -> Vals:
    if expr.name in ("", "Any"):
        return ANYTHING
    special = _SPECIAL.get(expr.name)
    if special is not None:
        return special(frame, expr, receiver, result)
    args = tuple(tuple(_from_type(frame, arg, receiver, result)) for arg in expr.args)
    return frame.one(LibraryObject, plain(expr.name), args, None)


def _union(frame: Frame, expr: TypeExpr, receiver: Value | None, result: Vals) -> Vals:
    return joined(_from_type(frame, arg, receiver, result) for arg in expr.args)


def _self(frame: Frame, expr: TypeExpr, receiver: Value | None, result: Vals) -> Vals:
    return (receiver or UNKNOWN).alone


def _type(frame: Frame, expr: TypeExpr, receiver: Value | None, result: Vals) -> Vals:
    names: Sequence[TypeExpr] = expr.args
    return {frame.state.symbol(arg.name): None for arg in names if "." in arg.name}


def _given(frame: Frame, expr: TypeExpr, receiver: Value | None, result: Vals) -> Vals:
    if isinstance(receiver, Instance):
        return frame.read(frame.cell("given", receiver.cls))
    return frame.read(frame.cell("argument", receiver, 0)) if receiver is not None else EMPTY


def _type_argument(frame: Frame, expr: TypeExpr, receiver: Value | None, result: Vals) -> Vals:
    if isinstance(receiver, LibraryObject):
        return dict.fromkeys(receiver.args[0]) if receiver.args else EMPTY
    if not isinstance(receiver, Instance):
        return EMPTY
    bases = [base for cls in receiver.cls.project_mro for base in frame.read(frame.cell("type bases", cls))]
    generic = [base for base in bases if isinstance(base, Generic) and isinstance(base.base, Symbol)]
    return joined(instances(frame, dict.fromkeys(base.args[0])) for base in generic if base.args)


_SPECIAL: dict[str, Callable[[Frame, TypeExpr, Value | None, Vals], Vals]] = {
    "|": _union,
    "Self": _self,
    "Result": lambda frame, expr, receiver, result: result,
    "Given": _given,
    "TypeArgument": _type_argument,
    "None": lambda frame, expr, receiver, result: frame.known(None),
    "Callable": lambda frame, expr, receiver, result: ANYTHING,
    "type": _type,
}
