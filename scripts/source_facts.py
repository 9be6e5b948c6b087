"""What a package offers: public names with the defining name, and the classes and functions that they lead to."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator, Sequence

import griffe

from blockcheck.catalogue.schema import GeneratedClass, GeneratedTypes
from blockcheck.catalogue.types import parse_type
from scripts.source_copy import OFFERED
from scripts.source_types import VARIABLE, Types

_SPECIAL = frozenset(
    {"__enter__", "__aenter__", "__exit__", "__aexit__", "__iter__", "__next__", "__aiter__", "__anext__", "__await__"}
    | {"__getitem__", "__setitem__", "__delitem__", "__contains__", "__len__", "__bool__", "__call__", "__del__"}
    | {"__getattr__", "__get__", "__new__", "__or__", "__and__", "__add__", "__truediv__"}
)
_NO_BASES = frozenset({"builtins.object", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol", "object"})
_NO_OBJECTS = ("Callable", "typing._", "typing.TypeVar", "type[typing")  # what has such a type is better known by name
_BUILTIN = re.compile(r"\bbuiltins\.([A-Za-z]\w*)")
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.\w+)+")


class PackageFacts:
    """The facts of one package.  What a stub imports is for itself unless it says otherwise (PEP 484)."""

    def __init__(
        self, types: Types, modules: griffe.ModulesCollection, name: str, left_out: Sequence[str], *, stub: bool
    ) -> None:
        self._types = types
        self._root = name
        self._stub = stub
        self._left_out = frozenset(left_out)
        self._modules = modules
        self._aliases: dict[str, str] = {}
        self._classes: dict[str, GeneratedClass] = {}
        self._functions: dict[str, str] = {}
        self._variables: dict[str, str] = {}

    def generated(self) -> GeneratedTypes:
        """Everything that a public name leads to."""
        for module in self._all_modules(self._modules[self._root]):
            if self._is_public(module.path):
                for member in list(module.members.values()):
                    self._add_member(module, member)
        self._add_reached()
        return GeneratedTypes(
            generator="",
            package="",
            version="",
            aliases=self._aliases,
            classes=self._classes,
            functions=self._functions,
            variables=self._variables,
        )

    def _all_modules(self, module: griffe.Module) -> Iterator[griffe.Module]:
        yield module
        for member in module.members.values():
            if isinstance(member, griffe.Module):
                yield from self._all_modules(member)

    def _is_public(self, path: str) -> bool:
        parts = path.split(".")
        heads = {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
        return path == self._root or (
            not any(part.startswith("_") for part in parts) and heads.isdisjoint(self._left_out)
        )

    def _is_own(self, path: str) -> bool:
        return path == self._root or path.startswith(f"{self._root}.")

    # Public names

    def _add_member(self, module: griffe.Module, member: griffe.Object | griffe.Alias) -> None:
        if member.name.startswith("_"):
            return
        path = f"{module.path}.{member.name}"
        if isinstance(member, griffe.Alias):
            if self._is_offered(module, member):
                self._add_alias(path, member.target_path)
        elif isinstance(member, griffe.Class):
            self._add_class(member)
        elif isinstance(member, griffe.Function):
            self._add_function(path, member)
        elif isinstance(member, griffe.Attribute):
            self._add_variable(path, member)

    def _is_offered(self, module: griffe.Module, alias: griffe.Alias) -> bool:
        """Whether an import is there for others: listed, `import x as x`, or in a package's `__init__` for its own."""
        if module.exports is not None and any(str(name) == alias.name for name in module.exports):
            return True
        offered = module.members.get(OFFERED)
        value = offered.value if isinstance(offered, griffe.Attribute) else None
        if isinstance(value, griffe.ExprList) and repr(alias.name) in map(str, value.elements):
            return True
        own = alias.target_path.partition(".")[0] == self._root.partition(".")[0]
        if alias.wildcard_imported:
            return own or self._stub
        return own and module.is_init_module and not self._stub

    def _add_alias(self, path: str, target: str) -> None:
        found = self._types.find(target)
        if isinstance(found, griffe.Object) and found.path != path:
            if isinstance(found, griffe.Attribute) and not self._has_type(found):
                return
            self._aliases[path] = found.path
            if isinstance(found, griffe.Class):
                self._add_class(found)
            elif isinstance(found, griffe.Function):
                self._add_function(found.path, found)
            elif isinstance(found, griffe.Attribute):
                self._add_variable(found.path, found)
        elif isinstance(found, str) and found != path and "." in found:
            self._aliases[path] = found

    def _add_variable(self, path: str, variable: griffe.Attribute) -> None:
        if not self._is_own(path):
            return
        target = self._types.find(path)
        if isinstance(target, str) or (isinstance(target, griffe.Object) and target is not variable):
            self._add_alias(path, path)  # `StrictRedis = Redis`
            return
        if self._has_type(variable):
            self._variables[path] = self._type_of_value(variable)

    def _has_type(self, variable: griffe.Attribute) -> bool:
        """Whether a variable holds an object of which something can be said, and not a plain number or text."""
        parts = self._type_of_value(variable).split(" | ")
        return any("." in part for part in parts) and not any(part.startswith(_NO_OBJECTS) for part in parts)

    def _add_function(self, path: str, function: griffe.Function) -> None:
        if path not in self._functions and self._is_own(path) and (result := _plain(self._types.result(function))):
            self._functions[path] = result

    # Classes

    def _add_class(self, cls: griffe.Class) -> None:
        if cls.path in self._classes or not self._is_own(cls.path):
            return
        self._classes[cls.path] = GeneratedClass()  # a base or a nested class may lead back here
        attributes: dict[str, str] = {}
        methods: dict[str, str] = {}
        for member in list(cls.members.values()):
            if member.name.startswith("_") and member.name not in _SPECIAL:
                continue
            if isinstance(member, griffe.Class):
                self._add_class(member)
            elif isinstance(member, griffe.Function):
                self._add_method(cls, member, attributes, methods)
            elif isinstance(member, griffe.Attribute):
                self._add_attribute(cls, member, attributes, methods)
        self._classes[cls.path] = GeneratedClass(bases=self._bases(cls), attributes=attributes, methods=methods)

    def _bases(self, cls: griffe.Class) -> tuple[str, ...]:
        bases = (self._base(base, cls) for base in cls.bases)
        return tuple(dict.fromkeys(base for base in bases if base and base not in _NO_BASES))

    def _base(self, base: str | griffe.Expr, cls: griffe.Class) -> str:
        """The class below the brackets and through a call that makes a base (`declarative_base()` is left out)."""
        if isinstance(base, griffe.ExprSubscript):
            base = base.left if isinstance(base.left, griffe.Expr) else str(base.left)
        if not isinstance(base, griffe.ExprName | griffe.ExprAttribute):
            return ""
        found = self._types.find(base.canonical_path)
        if isinstance(found, griffe.Object) and not found.is_class and cls.parent is not None:
            found = self._types.find(f"{cls.parent.path}.{base}")  # `class datetime(date)`, which has a method `date`
        if isinstance(found, griffe.Object):
            return found.path if found.is_class else ""
        if found is None or "." not in found:
            return f"builtins.{base}" if hasattr(builtins, str(base)) else ""
        return found

    def _add_method(
        self, cls: griffe.Class, method: griffe.Function, attributes: dict[str, str], methods: dict[str, str]
    ) -> None:
        result = _plain(self._types.result(method))
        if any("property" in decorator.callable_path.rpartition(".")[2] for decorator in method.decorators):
            if result:
                attributes[method.name] = result
            return
        methods[method.name] = result

    def _add_attribute(
        self, cls: griffe.Class, member: griffe.Attribute, attributes: dict[str, str], methods: dict[str, str]
    ) -> None:
        """`name: T`, `name = X()`, a property; and `name = method`, which is a method."""
        value = member.value
        if member.annotation is None and isinstance(value, griffe.ExprName):
            sibling = next(self._types.inherited(cls, str(value)), None)
            if isinstance(sibling, griffe.Function):
                methods[member.name] = _plain(self._types.result(sibling))
                return
        type_ = self._type_of_value(member)
        if type_.startswith("Callable") and " | " not in type_:  # `read: Callable[..., str]`
            methods[member.name] = _result_of_callable(type_)
        elif type_:
            attributes[member.name] = type_

    def _type_of_value(self, member: griffe.Attribute) -> str:
        if member.annotation is not None:
            return _plain(self._types.of(member.annotation, member))
        found = self._types.find(member.value.canonical_path) if isinstance(member.value, griffe.ExprCall) else None
        if isinstance(found, griffe.Class):
            return found.path
        return _plain(self._types.result(found)) if isinstance(found, griffe.Function) else ""

    # What they lead to

    def _add_reached(self) -> None:
        """Adds the classes of private modules that public ones mention, until no more turn up."""
        done: set[str] = set()
        while todo := sorted(self._mentioned() - done):
            done.update(todo)
            for path in todo:
                if (cls := self._types.class_of(path)) is not None:
                    self._add_class(cls)

    def _mentioned(self) -> set[str]:
        texts = [*self._functions.values(), *self._variables.values(), *self._aliases.values()]
        for cls in self._classes.values():
            texts += [*cls.bases, *cls.attributes.values(), *cls.methods.values()]
        return {name for text in texts for name in _DOTTED.findall(text)}


def _result_of_callable(text: str) -> str:
    args = parse_type(text).args
    return _plain(str(args[-1])) if args else ""


def _plain(text: str) -> str:
    """The type in the catalogue's own spelling; builtin types by their bare names."""
    if text in ("", VARIABLE):
        return ""
    found = _BUILTIN.sub(lambda match: match.group(1), str(parse_type(text.replace(VARIABLE, "Any"))))
    return "" if found == "Any" else found
