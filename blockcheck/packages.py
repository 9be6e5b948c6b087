"""Names of installed packages that no rule file knows, followed through their source.

`acme.Session` may be another spelling of `requests.Session`, a class whose bases are known, an object of such a class,
or a function that declares what it returns.  The source is read as the project's is, and never imported; no further
than a name that is asked for leads, and what functions do is not followed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from blockcheck.catalogue.schema import GeneratedClass, GeneratedTypes
from blockcheck.disk import Disk
from blockcheck.extract import extract
from blockcheck.facts import Call, MakeFunction, Op
from blockcheck.program import ClassDef, FunctionDef, Linker, Module, Program, make_module

MAX_MODULES = 400
"""So many files are read at most: this is for a few packages, and not for whole environments."""
LARGEST_FILE = 512 * 1024

_SAYS_NOTHING = ("typing.", "collections.", "builtins.")


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of names, as in a file of generated types."""

    aliases: dict[str, str] = field(default_factory=dict)
    classes: dict[str, GeneratedClass] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)

    def as_types(self) -> GeneratedTypes | None:
        if not (self.aliases or self.classes or self.functions or self.variables):
            return None
        return GeneratedTypes(
            generator="", package="", version="", aliases=self.aliases, classes=self.classes, functions=self.functions,
            variables=self.variables,
        )  # fmt: skip


class Packages:
    """What the source in folders of packages says of names; `knows` tells the import names that rules speak of."""

    def __init__(self, folders: Sequence[str], disk: Disk, knows: Callable[[str], bool]) -> None:
        self._program = _Installed(folders, disk, knows)
        self._linker = self._program.linker
        self._passed: set[str] = set()

    def describe(self, name: str) -> GeneratedTypes | None:
        """What is to be known of a dotted name and what lies on the way to it, each thing once; None if nothing is."""
        told, (head, *rest) = _Told(), name.split(".")
        module = self._program.find(head)
        for part in rest:
            if module is None:
                break
            found = self._meant(module, part)
            head = f"{head}.{part}"
            if head not in self._passed:
                self._passed.add(head)
                self._tell(told, head, found, module, part)
            module = found if isinstance(found, Module) else None
        return told.as_types()

    def _meant(self, module: Module, name: str) -> ClassDef | Module | str | None:
        """The module, class or library name that a name of a module stands for."""
        found = self._linker.attribute(module, name)
        return found[0] if len(found) == 1 and found[0] != f"{module.name}.{name}" else None

    def _tell(self, told: _Told, spelt: str, found: ClassDef | Module | str | None, module: Module, name: str) -> None:
        if found is None:
            op = _only(module.body, name)
            if isinstance(op, MakeFunction) and (result := self._result(module.body, op)):
                told.functions[spelt] = result
            elif isinstance(op, Call) and not op.kind and (made := self._type(module.body, op.func)):
                told.variables[spelt] = made
            return
        meant = found if isinstance(found, str) else found.name
        if meant.startswith(f"{spelt}."):  # `acme.session` is the class, and the module in which it is defined
            meant = spelt
        if meant != spelt:
            told.aliases[spelt] = meant
        if isinstance(found, ClassDef):
            told.classes[meant] = self._class(found)

    def _class(self, cls: ClassDef) -> GeneratedClass:
        bases = tuple(base if isinstance(base, str) else base.name for base in self._linker.bases(cls))
        methods = {name: _only(cls.body, name) for name in cls.body.facts.variables}
        results = {name: self._result(cls.body, op) for name, op in methods.items() if isinstance(op, MakeFunction)}
        return GeneratedClass(bases=bases, methods={name: result for name, result in results.items() if result})

    def _result(self, body: FunctionDef, op: MakeFunction) -> str:
        """The type that calling a function gives, as far as it is declared by a name; empty where it is not."""
        function = body.module.functions[op.index].facts
        if function.is_async:
            return (
                "AsyncIterator[Any]" if function.is_generator else f"Awaitable[{self._type(body, op.returns) or 'Any'}]"
            )
        return "" if function.is_generator else self._type(body, op.returns)

    def _type(self, body: FunctionDef, op: int) -> str:
        """The class that an expression names; empty where it is none, or one that says nothing."""
        found = [each if isinstance(each, str) else each.name for each in self._linker.resolve(body, op)]
        return found[0] if len(found) == 1 and "." in found[0] and not found[0].startswith(_SAYS_NOTHING) else ""


def _only(body: FunctionDef, name: str) -> Op | None:
    """The only operation that gives a name its value in the body of a module or class."""
    ops = [body.facts.ops[index] for index in body.facts.variables.get(name, ())]
    return ops[0] if len(ops) == 1 else None


class _Installed(Program):
    """The modules of installed packages, each read when it is first asked for."""

    def __init__(self, folders: Sequence[str], disk: Disk, knows: Callable[[str], bool]) -> None:
        super().__init__(())
        self.linker = Linker(self, lambda name: name)
        self._folders = folders
        self._disk = disk
        self._knows = knows
        self._found: dict[str, Module | None] = {}
        self._left = MAX_MODULES

    def find(self, name: str, importer: Module | None = None) -> Module | None:
        """The module of this name, unless its package is one that rules speak of."""
        if name not in self._found:
            above = name.rpartition(".")[0]
            possible = self.find(above) is not None if above else bool(name) and not self._knows(name)
            self._found[name] = self._read(name) if possible and self._left else None
        return self._found[name]

    def _read(self, name: str) -> Module | None:
        for path, is_package in self._places(name):
            if self._disk.is_file(path):
                return self._module(name, path, is_package)
        return None

    def _module(self, name: str, path: str, is_package: bool) -> Module | None:
        self._left -= 1
        try:
            content = self._disk.content(path)
        except OSError:
            return None
        facts, _ = extract(content, path) if len(content) <= LARGEST_FILE else (None, ())
        if facts is None:
            return None
        module = make_module(name, path, is_package, False, facts)
        self.linker.note(module)
        return module

    def _places(self, name: str) -> Iterator[tuple[str, bool]]:
        for folder in self._folders:
            path = os.path.join(folder, *name.split("."))
            yield os.path.join(path, "__init__.py"), True
            yield f"{path}.py", False
