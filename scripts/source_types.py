"""Types in a package's source, as the catalogue writes them: with defining names, empty where nothing is known."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

import griffe

from scripts.source_copy import AWAITED, RESULT, SELF

_TYPING = ("typing.", "typing_extensions.", "collections.abc.", "_collections_abc.")
_TRANSPARENT = frozenset({"Annotated", "ClassVar", "Final", "Required", "NotRequired", "ReadOnly", "Mapped"})
_OPAQUE = frozenset(
    {
        "Any",
        "AnyStr",
        "Never",
        "NoReturn",
        "ParamSpec",
        "Concatenate",
        "Unpack",
        "TypeVarTuple",
        "Protocol",
        "TypeAlias",
    }
    | {"Final", "ClassVar"}
)
_PLAIN = {"LiteralString": "str", "Text": "str", "Self": "Self"}
_VARIABLES = ("TypeVar", "ParamSpec", "TypeVarTuple")
_MANAGERS = {"contextmanager": "ContextManager", "asynccontextmanager": "AsyncContextManager"}
_WAYS_OF_AWAITING = frozenset({"Awaitable", "typing.Awaitable", "collections.abc.Awaitable", "Coroutine"})
VARIABLE = "?"
"""Any type that the caller chooses; a union with it is not known in part, as one with `Any` is."""
_UNKNOWN = ("", VARIABLE)
_WIDEST_UNION = 5
_DEEPEST = 12

Found = griffe.Object | str | None


class Types:
    """Answers for the modules that a loader has read."""

    def __init__(self, modules: griffe.ModulesCollection) -> None:
        self._modules = modules

    # Names

    def find(self, path: str, seen: frozenset[str] = frozenset()) -> Found:
        """What a dotted name is, through imports and `a = b`: an object, or the name of something outside."""
        if path in seen:
            return None
        first, *rest = path.split(".")
        if first not in self._modules.members:
            return path
        found: griffe.Object | griffe.Alias = self._modules.members[first]
        for number, part in enumerate(rest):
            if isinstance(found, griffe.Alias) or part not in found.members:
                return None
            found = found.members[part]
            target = self._elsewhere(found)
            if target is not None:
                return self.find(".".join([target, *rest[number + 1 :]]), seen | {path})
        return None if isinstance(found, griffe.Alias) else found

    @staticmethod
    def _elsewhere(found: griffe.Object | griffe.Alias) -> str | None:
        """The name that an import or an assignment of a plain name stands for."""
        if isinstance(found, griffe.Alias):
            return found.target_path
        if not isinstance(found, griffe.Attribute) or not isinstance(
            found.value, griffe.ExprName | griffe.ExprAttribute
        ):
            return None
        is_other_name = found.annotation is None or str(found.annotation).endswith("TypeAlias")
        return found.value.canonical_path if is_other_name else None

    def class_of(self, path: str) -> griffe.Class | None:
        """The class of this name in the package."""
        found = self.find(path)
        return found if isinstance(found, griffe.Class) else None

    # Types

    def of(self, expr: str | griffe.Expr | None, inside: griffe.Object, depth: int = 0) -> str:
        """An annotation as the catalogue writes it; empty where nothing is known.  `inside` is what it belongs to."""
        if depth > _DEEPEST:
            return ""
        match expr:
            case "None":
                return "None"
            case griffe.ExprName() | griffe.ExprAttribute():
                return self._of_name(expr, inside, depth)
            case griffe.ExprBinOp(operator="|"):
                return union([self.of(side, inside, depth + 1) for side in (expr.left, expr.right)])
            case griffe.ExprSubscript():
                return self._of_subscript(expr, inside, depth)
            case _:
                return ""

    def _of_name(self, expr: griffe.ExprName | griffe.ExprAttribute, inside: griffe.Object, depth: int) -> str:
        path = expr.canonical_path
        name = path.rpartition(".")[2]
        if name == SELF:
            return "Self"
        if _is_typing(path) and self.find(path) in (path, None):
            return _of_typing(path)
        if _is_type_parameter(name, inside):
            return VARIABLE
        found = self.find(path)
        if isinstance(found, griffe.Attribute) and (
            isinstance(found.value, griffe.ExprCall) or not _is_typing(found.path)
        ):
            return self._of_variable(found, inside, depth)
        if isinstance(found, griffe.Class | griffe.Attribute):
            found = found.path
        if isinstance(found, str) and _is_typing(found):
            return _of_typing(found)
        if found == f"builtins.{name}" and isinstance(getattr(builtins, name, None), type):
            return "" if name == "object" else name
        if isinstance(getattr(builtins, name, None), type) and (not isinstance(found, str) or found == name):
            return "" if name == "object" else name  # `list[T]` in a class with a method `list`
        return found if isinstance(found, str) and "." in found and not found.startswith("_typeshed") else ""

    def _of_variable(self, variable: griffe.Attribute, inside: griffe.Object, depth: int) -> str:
        """What a type variable or a type alias stands for."""
        value = variable.value
        if isinstance(value, griffe.ExprCall):
            made = value.canonical_path.rpartition(".")[2]
            if made == "TypeVar":
                return self._of_type_variable(variable.path, value, inside, depth)
            if made == "NewType" and len(value.arguments) > 1:
                return self.of(_expr(value.arguments[1]), variable, depth + 1)
            return ""
        return self.of(_expr(value), variable, depth + 1)

    def _of_type_variable(self, path: str, call: griffe.ExprCall, inside: griffe.Object, depth: int) -> str:
        """`Self` where the method annotates its receiver with the variable, else the variable's default or bound."""
        if isinstance(inside, griffe.Function) and isinstance(inside.parent, griffe.Class) and len(inside.parameters):
            receiver = inside.parameters[0].annotation
            if isinstance(receiver, griffe.ExprSubscript):  # `cls: type[T]`
                receiver = _expr(receiver.slice)
            if isinstance(receiver, griffe.Expr) and receiver.canonical_path == path:
                return "Self"
        given = {item.name: item.value for item in call.arguments if isinstance(item, griffe.ExprKeyword)}
        for word in ("default", "bound"):
            found = self.of(_expr(given.get(word)), inside.module, depth + 1)
            if "." in found:
                return found
        return VARIABLE

    def _of_subscript(self, expr: griffe.ExprSubscript, inside: griffe.Object, depth: int) -> str:
        left = expr.left
        path = left.canonical_path if isinstance(left, griffe.Expr) else str(left)
        name = path.rpartition(".")[2]
        inner = expr.slice.elements if isinstance(expr.slice, griffe.ExprTuple) else [expr.slice]
        if name in (RESULT, AWAITED):
            return self._of_call(_expr(inner[0]), inside, depth, awaited=name == AWAITED)
        if name == "Literal":
            return union([_of_literal(str(item)) for item in inner])
        if name in ("TypeGuard", "TypeIs"):
            return "bool"
        if name in _TRANSPARENT and (path.startswith(_TYPING) or name == "Mapped"):
            return self.of(_expr(inner[0]), inside, depth + 1)
        base = self.of(_expr(left), inside, depth + 1)
        if base in ("", VARIABLE) or "[" in base:
            return base
        if base.endswith(("Union", "Optional")):
            nothing = ["None"] if base.endswith("Optional") else []
            return union([self.of(_expr(item), inside, depth + 1) for item in inner] + nothing)
        if base.endswith("Callable"):
            result = self.of(_expr(inner[-1]), inside, depth + 1)
            return f"Callable[..., {result}]" if result not in _UNKNOWN else "Callable"
        args = ["..." if item == "..." else self.of(_expr(item), inside, depth + 1) for item in inner]
        return (
            f"{base}[{', '.join(arg or 'Any' for arg in args)}]"
            if any(arg not in ("", "...") for arg in args)
            else base
        )

    def _called(self, func: str | griffe.Expr | None, inside: griffe.Object) -> Found:
        """The function or class behind a name, or behind `self.name` in a method."""
        if isinstance(func, griffe.ExprAttribute) and str(func.values[0]) in ("self", "cls") and len(func.values) == 2:
            cls = inside.parent if isinstance(inside.parent, griffe.Class) else None
            return next(self.inherited(cls, str(func.values[1])), None) if cls else None
        return self.find(func.canonical_path) if isinstance(func, griffe.Expr) else None

    def _of_call(self, func: str | griffe.Expr | None, inside: griffe.Object, depth: int, *, awaited: bool) -> str:
        """What calling a function, a class or a method of the same object gives, and what awaiting that gives."""
        found = self._called(func, inside)
        given = ""
        if isinstance(found, griffe.Class):
            given = found.path
        elif isinstance(found, str) and "." in found and found.rpartition(".")[2][:1].isupper():
            given = found  # a class of another package, by its looks
        elif isinstance(found, griffe.Function):
            given = self.result(found, depth + 1)
        if not awaited:
            return given
        return given.removeprefix("Awaitable[").removesuffix("]") if given.startswith("Awaitable[") else ""

    def inherited(self, cls: griffe.Class, name: str, seen: frozenset[str] = frozenset()) -> Iterator[griffe.Object]:
        """The members of this name in the class and its bases of the package, nearest first."""
        member = cls.members.get(name)
        if isinstance(member, griffe.Object):
            yield member
        for base in cls.bases:
            found = self.class_of(base.canonical_path) if isinstance(base, griffe.Expr) else None
            if found is not None and found.path not in seen:
                yield from self.inherited(found, name, seen | {cls.path})

    # Results

    def result(self, function: griffe.Function, depth: int = 0) -> str:
        """What calling the function gives."""
        forms = function.overloads or [function]
        return union([self._result_of_one(form, function, depth) for form in forms])

    def _result_of_one(self, form: griffe.Function, function: griffe.Function, depth: int) -> str:
        form.parent = form.parent or function.parent
        result = self.of(form.returns, form, depth)
        for decorator in function.decorators:
            manager = _MANAGERS.get(decorator.callable_path.rpartition(".")[2])
            if manager is not None:
                given = (
                    result.partition("[")[2].removesuffix("]") if "Iterat" in result or "Generator" in result else ""
                )
                return f"{manager}[{_first(given)}]" if given else manager
        if "async" in form.labels or "async" in function.labels:
            return f"Awaitable[{result}]" if result not in _UNKNOWN else "Awaitable"
        return result


def _expr(value: object) -> str | griffe.Expr | None:
    return value if isinstance(value, str | griffe.Expr) else None


def _of_literal(text: str) -> str:
    """The type of a value: `True`, `'r'`, `b'r'`, `3`."""
    if text in ("True", "False"):
        return "bool"
    if text == "None":
        return "None"
    if text.lstrip("-").isdigit():
        return "int"
    return {"'": "str", '"': "str", "b": "bytes"}.get(text[:1], "")


def _is_typing(path: str) -> bool:
    return path.startswith(_TYPING)


def _of_typing(path: str) -> str:
    """What a name of `typing` or `collections.abc` means."""
    name = path.rpartition(".")[2]
    return "" if name in _OPAQUE else _PLAIN.get(name, path)


def _is_type_parameter(name: str, inside: griffe.Object) -> bool:
    """Whether the name is a parameter of `def f[T]` or `class C[T]` around."""
    at: griffe.Object | None = inside
    while at is not None:
        if isinstance(at, griffe.Class | griffe.Function) and any(item.name == name for item in at.type_parameters):
            return True
        at = at.parent if isinstance(at.parent, griffe.Object) else None
    return False


def _first(arguments: str) -> str:
    """The first of several types with commas between them."""
    depth = 0
    for place, letter in enumerate(arguments):
        depth += (letter == "[") - (letter == "]")
        if letter == "," and depth == 0:
            return arguments[:place]
    return arguments


def union(options: list[str]) -> str:
    """One type for several: known ones without repeats, and not those to await where others can be used at once.

    What only differs in brackets becomes one without; where there are too many, nothing is known.
    """
    if VARIABLE in options:
        return VARIABLE
    parts = [part for option in options for part in _parts(option)]
    by_name: dict[str, str] = {}
    for part in dict.fromkeys(parts):
        name = part.partition("[")[0]
        by_name[name] = name if name in by_name else part
    at_once = {name: part for name, part in by_name.items() if name not in _WAYS_OF_AWAITING}
    if len(at_once) < len(by_name) and not all(options):
        return ""  # `Awaitable[Any] | Any`: a client whose methods are awaited or not
    if set(by_name) == {"None"} and not all(options):
        return ""
    chosen = at_once if set(at_once) - {"None"} else by_name
    return " | ".join(chosen.values()) if len(chosen) <= _WIDEST_UNION else ""


def _parts(text: str) -> Iterator[str]:
    """The alternatives of a union, less the unknown ones."""
    depth = start = 0
    for place, letter in enumerate(f"{text}|"):
        depth += (letter == "[") - (letter == "]")
        if letter == "|" and depth == 0:
            if part := text[start:place].strip():
                yield part
            start = place + 1
