"""Projects to try properties on: all cases in one folder, and programs that hypothesis makes up."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from blockcheck.analysis import Request, analyse
from blockcheck.config import Settings
from blockcheck.findings import Report

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
EVERY_RULE = Settings(select=("ALL",))


def sources() -> list[Path]:
    """Real code of many kinds: the cases, and blockcheck itself."""
    return sorted(path for folder in (CASES, ROOT / "blockcheck") for path in folder.rglob("*.py"))


def join_cases(folder: Path) -> Path:
    """The cases that are single files, side by side in a folder: a program of a hundred modules."""
    for case in CASES.glob("*/*.py"):
        if "requires: python" not in case.read_text(encoding="utf-8"):
            shutil.copy(case, folder / f"{case.parent.name}_{case.name}")
    return folder


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """A folder with these files and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def report_on(folder: Path) -> Report:
    """What is found in a folder with every rule on."""
    return analyse(Request(paths=(str(folder),), settings=EVERY_RULE))


# Programs: few names, so that they refer to each other, to themselves, and in circles

NAMES = st.sampled_from(["a", "b", "f", "g", "C", "D", "self", "one", "two"])
ATTRIBUTES = st.sampled_from(["a", "f", "g", "C", "D", "items", "get", "append", "__call__"])
ATOMS = st.one_of(
    NAMES,
    st.sampled_from(
        ["None", "True", "1", "'a'", "time.sleep", "requests", "httpx.Client()", "[]", "{}", "super()", "..."]
    ),
)


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}.{}".format, inner, ATTRIBUTES),
        st.builds("{}({})".format, inner, inner),
        st.builds("{}(*{}, a={})".format, inner, inner, inner),
        st.builds("{}[{}]".format, inner, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("{{'a': {}, **{}}}".format, inner, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("({} is None and {})".format, inner, inner),
        st.builds("(lambda a, *b: {})".format, inner),
        st.builds("[{} for a in {} if {}]".format, inner, inner, inner),
        st.builds("({} for b in {})".format, inner, inner),
        st.builds("({} + {})".format, inner, inner),
        st.builds("f'{{{}}}'".format, NAMES),
        st.builds("(await {})".format, inner),
        st.builds("(yield {})".format, inner),
        st.builds("({} := {})".format, st.sampled_from(["a", "b"]), inner),
    )


EXPRESSIONS = st.recursive(ATOMS, _compound, max_leaves=5)
TARGETS = st.one_of(
    NAMES,
    st.builds("{}.{}".format, NAMES, st.sampled_from(["a", "f", "items"])),
    st.builds("{}[{}]".format, NAMES, ATOMS),
    st.just("a, *b"),
)
IMPORTS = st.sampled_from(
    ["import one", "from one import f, C as D", "from . import two", "import time", "import httpx",
     "from two import a, g", "from two import *"]
)  # fmt: skip
SIMPLE = st.one_of(
    st.builds("{} = {}".format, TARGETS, EXPRESSIONS),
    st.builds("{}: {} = {}".format, st.sampled_from(["a", "self.a"]), EXPRESSIONS, EXPRESSIONS),
    st.builds("{} += {}".format, NAMES, EXPRESSIONS),
    st.builds("return {}".format, EXPRESSIONS),
    EXPRESSIONS,
    IMPORTS,
    st.sampled_from(["time.sleep(1)", "requests.get('')", "httpx.Client().get('')"]),
    st.sampled_from(["global a, f", "pass", "break", "continue", "raise", "del a"]),
)
DECORATORS = st.sampled_from(
    ["", "", "@f\n", "@property\n", "@staticmethod\n", "@classmethod\n", "@functools.wraps(g)\n"]
)
HEADERS = st.one_of(
    st.builds("if {}:".format, EXPRESSIONS),
    st.builds("while {}:".format, EXPRESSIONS),
    st.builds("for {} in {}:".format, TARGETS, EXPRESSIONS),
    st.builds("with {} as {}:".format, EXPRESSIONS, NAMES),
    st.builds(
        "{}def {}(self, a=None, *b, **g):".format, DECORATORS, st.sampled_from(["f", "g", "__call__", "__iter__"])
    ),
    st.builds("{}async def {}(a: C = f, *b):".format, DECORATORS, st.sampled_from(["f", "g"])),
    st.builds("{}class C({}):".format, DECORATORS, st.sampled_from(["", "D", "C", "one.C", "D, C", "metaclass=D"])),
    st.builds("{}class D({}):".format, DECORATORS, st.sampled_from(["", "C", "two.D", "C[D]"])),
    st.just("try:"),
    st.builds("match {}:\n    case {}:".format, NAMES, st.sampled_from(["C()", "None", "[a, *b]", "{'a': a}", "_"])),
)


def _indented(text: str, depth: int) -> str:
    return "\n".join("    " * depth + line for line in text.split("\n"))


def _block(header: str, body: list[str]) -> str:
    depth = 2 if header.startswith("match") else 1
    text = "\n".join([header, *(_indented(statement, depth) for statement in body)])
    return f"{text}\nexcept a as b:\n    {body[0] if chr(10) not in body[0] else 'pass'}" if header == "try:" else text


STATEMENTS = st.recursive(
    SIMPLE, lambda inner: st.builds(_block, HEADERS, st.lists(inner, min_size=1, max_size=4)), max_leaves=8
)
BLOCKS = st.lists(STATEMENTS, min_size=1, max_size=3)
PARTS = st.fixed_dictionaries(
    {"before": BLOCKS, "f": BLOCKS, "base": st.sampled_from(["", "D", "one.C", "two.C"]), "init": BLOCKS, "g": BLOCKS,
     "call": BLOCKS, "after": BLOCKS}
)  # fmt: skip


def _module(parts: dict[str, Any]) -> str:
    """A module that has at least the functions and classes that its twin refers to."""
    lines = ["import functools, time, requests, httpx", "import one, two", *parts["before"]]
    lines += ["def f(a=None, *b):", *(_indented(statement, 1) for statement in parts["f"])]
    lines += [f"class C({parts['base']}):"]
    for header in ("init", "g", "call"):
        name = {"init": "__init__", "call": "__call__"}.get(header, header)
        lines += [f"    def {name}(self, a=f, *b):", *(_indented(statement, 2) for statement in parts[header])]
    lines += [*parts["after"], "async def main(a=f):", "    for item in f(C):", "        item(a)"]
    lines += ["    C(f)(two.C.g)", "    one.f(C().g(a))", "    return a.a + b(self)", ""]
    return "\n".join(lines)


MODULES = PARTS.map(_module)
PROGRAMS = st.fixed_dictionaries({"one.py": MODULES, "two.py": MODULES})
"""Two modules that import each other, themselves and what there is not; not all of it is valid Python."""
