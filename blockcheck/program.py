"""The project as a whole: its modules by name, its functions and its classes with their bases and resolution order.

Linking is static: a name in a base list is followed through assignments and imports, never through calls.
"""

from __future__ import annotations

import builtins
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from blockcheck.facts import (
    Attribute,
    Call,
    Choice,
    Class,
    Field,
    Function,
    GlobalName,
    Import,
    MakeClass,
    ModuleFacts,
    Subscript,
    Typed,
)


@dataclass(eq=False, slots=True)
class Module:
    """A file of the project under its dotted name."""

    name: str
    display: str
    is_package: bool
    is_test: bool
    facts: ModuleFacts
    functions: tuple[FunctionDef, ...] = ()
    classes: tuple[ClassDef, ...] = ()

    @property
    def body(self) -> FunctionDef:
        """The code that runs when the module is imported."""
        return self.functions[0]

    @property
    def variables(self) -> dict[str, tuple[int, ...]]:
        """The names that the module binds, with the operations of its body that may be their value."""
        return self.functions[0].facts.variables


@dataclass(eq=False, slots=True)
class FunctionDef:
    """A function of the project (or the body of a module or class)."""

    module: Module
    facts: Function
    cls: ClassDef | None = None
    """The class whose body it stands in."""

    @property
    def name(self) -> str:
        """`module.qualname`, for people."""
        if self.facts.kind == "module":
            return self.module.name
        return f"{self.module.name}.{self.facts.qualname}"

    @property
    def order(self) -> tuple[str, int]:
        """A place in the project that does not depend on how it was read."""
        return self.module.display, self.facts.index

    def __repr__(self) -> str:
        return f"<{self.name}>"


@dataclass(eq=False, slots=True)
class ClassDef:
    """A class of the project.  Bases and `mro` hold project classes, and library classes by canonical name."""

    module: Module
    facts: Class
    body: FunctionDef
    bases: tuple[ClassDef | str, ...] = ()
    mro: tuple[ClassDef | str, ...] = ()
    project_mro: tuple[ClassDef, ...] = ()
    """The project's part of the resolution order."""
    library_bases: tuple[str, ...] = ()
    """The library's part of the resolution order."""
    metaclass: ClassDef | None = None
    """The project class that it is an object of, its own or its bases'; None where that is a library's."""
    subclasses: tuple[ClassDef, ...] = ()
    """The project classes that name it among their bases."""
    generic: bool = False
    """Whether type arguments stand in its base list, or in that of one of its bases."""

    @property
    def name(self) -> str:
        """`module.qualname`, for people."""
        return f"{self.module.name}.{self.facts.qualname}"

    def factory_of(self, field: Field) -> int:
        """The operation of the class body that gives `f` in `x: T = field(default_factory=f)`; -1 where none does."""
        made = self.body.facts.ops[field.value] if field.value >= 0 else None
        arguments = made.arguments if isinstance(made, Call) else ()
        return next((argument.value for argument in arguments if argument.keyword == "default_factory"), -1)

    def __repr__(self) -> str:
        return f"<class {self.name}>"


class Program:
    """Modules by name; which file an import means."""

    def __init__(self, modules: Sequence[Module]) -> None:
        self.modules = tuple(modules)
        self._by_name: dict[str, list[Module]] = defaultdict(list)
        self._packages: set[str] = set()
        for module in modules:
            self._by_name[module.name].append(module)
            parts = module.name.split(".")
            self._packages.update(".".join(parts[:end]) for end in range(1, len(parts)))

    def find(self, name: str, importer: Module | None = None) -> Module | None:
        """The module of this name; where several roots have one, the one nearest to the importing file."""
        found = self._by_name.get(name)
        if not found:
            return None
        if len(found) == 1 or importer is None:
            return found[0]
        return max(found, key=lambda module: _common_prefix(module.display, importer.display))

    def is_package(self, name: str) -> bool:
        """Whether the project has modules below this name (a namespace package, when it has no file itself)."""
        return name in self._packages

    def imported_by(self, module: Module, top: bool = True) -> list[Module]:
        """The project modules that a module imports when it is imported itself (`top`), or only later."""
        found: dict[Module, None] = {}
        for entry in module.facts.imports:
            if entry.top is top:
                name = absolute_name(module, entry.module, entry.level)
                parts = name.split(".")
                names = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
                names += [f"{name}.{member}" for member in entry.names]
                found.update((target, None) for known in names if (target := self.find(known, module)) is not None)
        return list(found)

    def functions(self) -> Iterator[FunctionDef]:
        """All functions, module and class bodies included."""
        for module in self.modules:
            yield from module.functions

    def classes(self) -> Iterator[ClassDef]:
        """All classes."""
        for module in self.modules:
            yield from module.classes


def absolute_name(module: Module, name: str, level: int) -> str:
    """The dotted name that an import statement of this module means."""
    if not level:
        return name
    parts = module.name.split(".") if module.name else []
    if not module.is_package:
        parts = parts[:-1]
    parts = parts[: len(parts) - (level - 1)] if level > 1 else parts
    return ".".join([*parts, name] if name else parts)


def make_module(name: str, display: str, is_package: bool, is_test: bool, facts: ModuleFacts) -> Module:
    """A module with its functions and classes, not yet linked to others."""
    module = Module(name, display, is_package, is_test, facts)
    functions = tuple(FunctionDef(module, function) for function in facts.functions)
    module.functions = functions
    module.classes = tuple(ClassDef(module, cls, functions[cls.body]) for cls in facts.classes)
    for function in functions:
        if function.facts.owner >= 0:
            function.cls = module.classes[function.facts.owner]
    return module


def link(
    modules: Sequence[Module],
    canonical: Callable[[str], str],
    library_mro: Callable[[str], tuple[str, ...]],
) -> Program:
    """Joins modules to a program: finds the bases of every class and works out the resolution orders.

    `canonical` and `library_mro` are the catalogue's: a library name's defining name, and its bases.
    """
    program = Program(sorted(modules, key=lambda module: module.display))
    linker = Linker(program, canonical)
    for cls in program.classes():
        cls.bases = linker.bases(cls)
    orders = _Orders(library_mro)
    for cls in program.classes():
        cls.mro = orders.of(cls)
        cls.project_mro = tuple(base for base in cls.mro if isinstance(base, ClassDef))
        cls.library_bases = tuple(base for base in cls.mro if isinstance(base, str))
        cls.generic = any(map(linker.has_type_arguments, cls.project_mro))
    _relate(program, linker)
    return program


def _relate(program: Program, linker: Linker) -> None:
    """What classes are to each other besides their order: metaclasses, and who derives from whom."""
    own = {cls: linker.metaclass(cls) for cls in program.classes()}
    below: dict[ClassDef, list[ClassDef]] = defaultdict(list)
    for cls in program.classes():
        cls.metaclass = next((found for base in cls.project_mro if (found := own[base]) is not None), None)
        for base in cls.bases:
            if isinstance(base, ClassDef):
                below[base].append(cls)
    for cls, derived in below.items():
        cls.subclasses = tuple(derived)


class Linker:
    """Follows names to what they are defined as, without running anything."""

    def __init__(self, program: Program, canonical: Callable[[str], str]) -> None:
        self.program = program
        self.canonical = canonical
        self.sites: dict[tuple[Module, int], tuple[FunctionDef, MakeClass]] = {}
        """Where classes are made, by their module and index."""
        for module in program.modules:
            self.note(module)
        self._active: set[tuple[FunctionDef, int]] = set()

    def note(self, module: Module) -> None:
        """Learns of a module, the classes of which may then be asked for."""
        for function in module.functions:
            made = (op for op in function.facts.ops if isinstance(op, MakeClass))
            self.sites.update(((module, op.index), (function, op)) for op in made)

    def bases(self, cls: ClassDef) -> tuple[ClassDef | str, ...]:
        """The classes in the base list, in order."""
        site = self.sites.get((cls.module, cls.facts.index))
        if site is None:
            return ()
        function, op = site
        found: list[ClassDef | str] = []
        for base in op.bases:
            for value in self.resolve(function, base):
                if isinstance(value, (ClassDef, str)) and value is not cls and value not in found:
                    found.append(value)
        return tuple(found)

    def metaclass(self, cls: ClassDef) -> ClassDef | None:
        """The project class that the class statement names as `metaclass`."""
        site = self.sites.get((cls.module, cls.facts.index))
        if site is None:
            return None
        function, op = site
        named = (argument.value for argument in op.keywords if argument.keyword == "metaclass")
        found = (value for operation in named for value in self.resolve(function, operation))
        return next((value for value in found if isinstance(value, ClassDef)), None)

    def has_type_arguments(self, cls: ClassDef) -> bool:
        """Whether a type with arguments stands in the base list."""
        function, op = self.sites.get((cls.module, cls.facts.index), (cls.body, None))
        return op is not None and any(isinstance(function.facts.ops[base], Subscript) for base in op.bases)

    def resolve(self, function: FunctionDef, index: int) -> list[ClassDef | Module | str]:
        """What an operation stands for: classes, modules and library names; empty where it is anything else."""
        key = (function, index)
        if index < 0 or key in self._active:
            return []
        self._active.add(key)
        try:
            return self._resolve(function, function.facts.ops[index])
        finally:
            self._active.discard(key)

    def _resolve(self, function: FunctionDef, op: object) -> list[ClassDef | Module | str]:
        match op:
            case MakeClass():
                return [function.module.classes[op.index]]
            case GlobalName():
                module, name = function.module, op.name
                return self.member(module, name) or self._builtin(module, name) or self.starred(module, name)
            case Import():
                return self._imported(function.module, op)
            case Attribute():
                return [found for base in self.resolve(function, op.base) for found in self.attribute(base, op.name)]
            case Choice():
                return [found for option in op.options for found in self.resolve(function, option)]
            case Call(kind="decorator"):
                return self.resolve(function, op.arguments[0].value)
            case Subscript():
                return self.resolve(function, op.base)
            case Typed():
                return self.resolve(function, op.value)
        return []

    def _imported(self, module: Module, op: Import) -> list[ClassDef | Module | str]:
        name = absolute_name(module, op.module, op.level)
        if not op.name:
            return self.module(name if op.whole else name.partition(".")[0], module)
        found = self.program.find(name, module)
        if found is not None and (values := self.member(found, op.name) or self.starred(found, op.name)):
            return values
        return self.module(f"{name}.{op.name}", module)

    def module(self, name: str, importer: Module) -> list[ClassDef | Module | str]:
        """A project module, or a library name."""
        found = self.program.find(name, importer)
        if found is not None:
            return [found]
        return [self.canonical(name)] if not self.program.is_package(name.partition(".")[0]) else [name]

    def member(
        self, module: Module, name: str, passed: frozenset[Module] = frozenset()
    ) -> list[ClassDef | Module | str]:
        """What a name of a module stands for; `passed` are the modules whose star imports led here."""
        if name in module.variables:
            return [found for option in module.variables[name] for found in self.resolve(module.body, option)]
        for star in reversed(module.facts.stars):
            source = self.program.find(absolute_name(module, star.module, star.level), module)
            if source is not None and source not in passed:
                found = self.member(source, name, passed | {module})
                if found:
                    return found
        return []

    def starred(
        self, module: Module, name: str, passed: frozenset[Module] = frozenset()
    ) -> list[ClassDef | Module | str]:
        """What a name that nothing else explains may be: one of a library that is imported with a star."""
        for star in reversed(module.facts.stars):
            target = absolute_name(module, star.module, star.level)
            source = self.program.find(target, module)
            if source is None:
                return [self.canonical(f"{target}.{name}")]
            if source not in passed and (found := self.starred(source, name, passed | {module})):
                return found
        return []

    def _builtin(self, module: Module, name: str) -> list[ClassDef | Module | str]:
        """A builtin type by its bare name; `object` says nothing."""
        is_type = isinstance(getattr(builtins, name, None), type) and name != "object"
        return [self.canonical(f"builtins.{name}")] if is_type and name not in module.variables else []

    def attribute(self, base: ClassDef | Module | str, name: str) -> list[ClassDef | Module | str]:
        """What `base.name` stands for."""
        if isinstance(base, Module):
            found = self.member(base, name) or self.starred(base, name)
            return found or self.module(f"{base.name}.{name}", base)
        if isinstance(base, ClassDef):
            ops = base.body.facts.variables.get(name, ())
            return [found for option in ops for found in self.resolve(base.body, option)]
        return [self.canonical(f"{base}.{name}")]


class _Orders:
    """Method resolution orders (C3); where the bases contradict each other, depth first without repeats."""

    def __init__(self, library_mro: Callable[[str], tuple[str, ...]]) -> None:
        self.library_mro = library_mro
        self._known: dict[ClassDef, tuple[ClassDef | str, ...]] = {}
        self._active: set[ClassDef] = set()

    def of(self, cls: ClassDef | str) -> tuple[ClassDef | str, ...]:
        """The order for a class, itself first."""
        if isinstance(cls, str):
            return self.library_mro(cls) or (cls,)
        if cls in self._known:
            return self._known[cls]
        if cls in self._active:  # a class among its own bases: broken code
            return (cls,)
        self._active.add(cls)
        parts = [list(self.of(base)) for base in cls.bases]
        order = (cls, *_merge([*parts, list(cls.bases)]))
        self._active.discard(cls)
        self._known[cls] = order
        return order


def _merge(parts: list[list[ClassDef | str]]) -> list[ClassDef | str]:
    order: list[ClassDef | str] = []
    parts = [list(part) for part in parts if part]
    while parts:
        head = next((part[0] for part in parts if not any(part[0] in other[1:] for other in parts)), parts[0][0])
        order.append(head)
        parts = [rest for part in parts if (rest := [cls for cls in part if cls is not head and cls != head])]
    return order


def _common_prefix(left: str, right: str) -> int:
    shared = 0
    for one, other in zip(left.split("/"), right.split("/"), strict=False):
        if one != other:
            break
        shared += 1
    return shared
