"""Programs written out in tests, as the engine's own data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from textwrap import dedent

from blockcheck.callgraph import CallGraph, build_call_graph
from blockcheck.catalogue import Catalogue, load_catalogue
from blockcheck.compose import compose
from blockcheck.extract import extract
from blockcheck.facts import Function, ModuleFacts
from blockcheck.findings import Finding
from blockcheck.nodes import Node
from blockcheck.program import Module, Program, link, make_module
from blockcheck.reach import Search, find_blocking


def facts_of(text: str) -> ModuleFacts:
    """The facts of a module."""
    facts, problems = extract(dedent(text).encode(), "module.py")
    assert not problems
    assert facts is not None
    return facts


def function_of(text: str, name: str = "f") -> Function:
    """The facts of the one function, class body or module body (`<module>`) of this name."""
    (found,) = [function for function in facts_of(text).functions if function.name == name]
    return found


@cache
def catalogue() -> Catalogue:
    """The rules of the project; nothing in them changes."""
    return load_catalogue()


def module_of(path: str, text: str) -> Module:
    """A module under the name that its path says."""
    parts = path.removesuffix(".py").split("/")
    is_package = parts[-1] == "__init__"
    return make_module(".".join(parts[:-1] if is_package else parts), path, is_package, False, facts_of(text))


def program_of(files: Mapping[str, str]) -> Program:
    """Modules by path, joined."""
    modules = [module_of(path, text) for path, text in files.items()]
    return link(modules, catalogue().canonical, catalogue().mro)


def graph_of(files: Mapping[str, str] | str) -> CallGraph:
    """The call graph of a program; a text alone is `app.py`."""
    return build_call_graph(program_of({"app.py": files} if isinstance(files, str) else files), catalogue())


def node_of(graph: CallGraph, name: str) -> Node:
    """The one activation of a function, by qualified name."""
    (found,) = [node for node in graph.nodes if node.function.name == name]
    return found


def findings_of(files: Mapping[str, str] | str) -> tuple[Finding, ...]:
    """What is found in a program, before anything is selected."""
    files = {"app.py": files} if isinstance(files, str) else files
    search = Search(graph_of(files))
    lines = {path: dedent(text).split("\n") for path, text in files.items()}
    return compose(search, find_blocking(search), lines.__getitem__)


def finding_of(files: Mapping[str, str] | str) -> Finding:
    """The only finding in a program."""
    (found,) = findings_of(files)
    return found
