"""A project as a whole: which file an import means, which classes are bases, in which order methods are looked up."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from blockcheck.program import ClassDef, Program, absolute_name
from tests.unit.engine import module_of, program_of


def class_of(program: Program, name: str) -> ClassDef:
    (found,) = [cls for cls in program.classes() if cls.name == name]
    return found


def names(classes: tuple[ClassDef | str, ...]) -> list[str]:
    return [cls if isinstance(cls, str) else cls.facts.name for cls in classes]


def bases(files: Mapping[str, str], name: str = "main.C") -> list[str]:
    return [base if isinstance(base, str) else base.name for base in class_of(program_of(files), name).bases]


@pytest.mark.parametrize(
    ("importer", "module", "level", "expected"),
    [
        ("a/b/c.py", "x.y", 0, "x.y"),
        ("a/b/c.py", "x", 1, "a.b.x"),
        ("a/b/c.py", "", 1, "a.b"),
        ("a/b/c.py", "x", 2, "a.x"),
        ("a/b/__init__.py", "x", 1, "a.b.x"),
        ("a/b/__init__.py", "x", 2, "a.x"),
        ("a/b/__init__.py", "", 2, "a"),
        ("c.py", "x", 1, "x"),
        ("c.py", "x", 3, "x"),
    ],
)
def test_relative_imports(importer: str, module: str, level: int, expected: str) -> None:
    assert absolute_name(module_of(importer, ""), module, level) == expected


@pytest.mark.parametrize(
    ("main", "others"),
    [
        ("from base import B\nclass C(B): ...", {}),
        ("import base\nclass C(base.B): ...", {}),
        ("import base as b\nclass C(b.B): ...", {}),
        ("from base import *\nclass C(B): ...", {}),
        ("from base import B\nA = B\nclass C(A): ...", {}),
        ("from base import B\nclass C(B[int]): ...", {}),
        ("from base import B\nclass C(B): ...", {"base.py": "@decorated\nclass B: ..."}),
        ("try:\n    from base import B\nexcept ImportError:\n    B = object\nclass C(B): ...", {}),
        ("from pkg import B\nclass C(B): ...", {"pkg/__init__.py": "from base import B"}),
        ("from pkg import base\nclass C(base.B): ...", {"pkg/__init__.py": "import base"}),
        ("def make():\n    from base import B\n    class C(B): ...\n    return C\n", {}),
    ],
)
def test_bases_are_found(main: str, others: Mapping[str, str]) -> None:
    files = {"main.py": main, "base.py": "class B: ...", **others}
    name = next(cls.name for cls in program_of(files).classes() if cls.facts.name == "C")

    assert "base.B" in bases(files, name)


def test_bases_of_libraries_go_by_the_name_that_defines_them() -> None:
    files = {"main.py": "from sqlalchemy.orm import Session\nimport threading as t\nclass C(Session, t.Thread): ..."}

    assert bases(files) == ["sqlalchemy.orm.session.Session", "threading.Thread"]


def test_unknown_bases_are_none() -> None:
    assert bases({"main.py": "class C(make_base(), missing): ..."}) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class A: ...\nclass C(A): ...", ["C", "A"]),
        ("class R: ...\nclass A(R): ...\nclass B(R): ...\nclass C(A, B): ...", ["C", "A", "B", "R"]),
        ("class R: ...\nclass A(R): ...\nclass B: ...\nclass C(B, A): ...", ["C", "B", "A", "R"]),
        # what Python would refuse: depth first, each once
        ("class A: ...\nclass B(A): ...\nclass C(A, B): ...", ["C", "A", "B"]),
        ("class A(C): ...\nclass C(A): ...", ["C", "A"]),
        ("class C(C): ...", ["C"]),
    ],
    ids=["chain", "diamond", "two sides", "no order", "circle", "itself"],
)
def test_resolution_order(text: str, expected: list[str]) -> None:
    assert names(class_of(program_of({"main.py": text}), "main.C").mro) == expected


def test_library_bases_bring_their_own_bases() -> None:
    program = program_of({"main.py": "from requests import Session\nclass C(Session): ..."})
    cls = class_of(program, "main.C")

    assert cls.project_mro == (cls,)
    assert cls.library_bases[0] == "requests.sessions.Session"


def test_modules_that_star_import_each_other() -> None:
    program = program_of({"one.py": "from two import *\nclass C(Missing): ...", "two.py": "from one import *"})

    assert class_of(program, "one.C").bases == ()


def test_of_several_modules_with_one_name_the_nearest_is_meant() -> None:
    program = program_of({})
    left, right = module_of("left/utils.py", ""), module_of("right/utils.py", "")
    importer = module_of("right/main.py", "")
    for module in (left, right, importer):
        module.name = module.name.rpartition(".")[2]
    program = Program([left, right, importer])

    assert program.find("utils", importer) is right
    assert program.find("utils") is left
    assert program.find("nowhere") is None


def test_folders_without_init_are_packages() -> None:
    program = program_of({"a/b/c.py": ""})

    assert program.is_package("a")
    assert program.is_package("a.b")
    assert not program.is_package("a.b.c")


def test_what_a_module_imports_when_it_is_imported_and_later() -> None:
    program = program_of(
        {
            "main.py": "import a.b\nfrom pkg import c\ndef f():\n    import later\n",
            "a/__init__.py": "",
            "a/b.py": "",
            "pkg/__init__.py": "",
            "pkg/c.py": "",
            "later.py": "",
        }
    )
    main = program.find("main")
    assert main is not None

    assert {module.name for module in program.imported_by(main)} == {"a", "a.b", "pkg", "pkg.c"}
    assert {module.name for module in program.imported_by(main, top=False)} == {"later"}


def test_methods_know_their_class_and_functions_their_names() -> None:
    program = program_of({"pkg/main.py": "class C:\n    def method(self):\n        def inner(): ...\n"})
    functions = {function.name: function for function in program.functions()}

    method = functions["pkg.main.C.method"]
    assert method.cls is class_of(program, "pkg.main.C")
    assert functions["pkg.main.C.method.<locals>.inner"].cls is None
    assert functions["pkg.main"].facts.kind == "module"
