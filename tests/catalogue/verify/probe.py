"""Describes names of the packages installed beside it, as JSON.  Run by verify.py with another environment's Python.

Reads `{"names": [...], "instances": [...]}` on standard input and writes `{name: description}`; see `describe`.  It
imports the packages, so it uses the standard library alone and never runs inside blockcheck.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import json
import os
import re
import sys
import types
import typing
import warnings
from collections.abc import Iterable

MISSING = object()
ASYNC_TYPE = re.compile(
    r"^\W*(?:typing\.|t\.|collections\.abc\.|_?abc\.)*(?:Awaitable|Coroutine|Async(?:Iterator|Iterable|Generator|ContextManager)|Future)\b"
)
PROPERTIES = (property, functools.cached_property, types.GetSetDescriptorType, types.MemberDescriptorType)


def locate(name: str) -> tuple[object, object]:
    """The object of that dotted name and the one that holds it; `MISSING` where there is none.

    An attribute goes before a submodule of the same name, as it does in `from package import name`; where that leads
    nowhere, the longest part that is a module is taken.
    """
    parts = name.split(".")
    found = walk(imported(parts[0]) or MISSING, parts, 1)
    for size in range(len(parts) - 1, 1, -1):
        if found[0] is not MISSING:
            break
        found = walk(imported(".".join(parts[:size])) or MISSING, parts, size)
    return found


def walk(found: object, parts: list[str], size: int) -> tuple[object, object]:
    """What the parts from `size` on lead to, through attributes and submodules, and what holds it."""
    owner: object = MISSING
    for end in range(size + 1, len(parts) + 1):
        owner, found = found, attribute(found, parts[end - 1])
        if found is MISSING and inspect.ismodule(owner):
            found = imported(".".join(parts[:end])) or MISSING
        if found is MISSING:
            break
    return found, owner


def imported(name: str) -> types.ModuleType | None:
    """The module of that name; a module that fails to import counts as missing."""
    if name in sys.modules:
        return sys.modules[name]
    try:
        return importlib.import_module(name)
    except Exception as error:  # noqa: BLE001 - a package may fail in any way
        if not isinstance(error, ModuleNotFoundError):
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
        return None


def attribute(holder: object, name: str) -> object:
    """The attribute as it is stored (a property stays one), else as it is reached, else a slot for a declared one."""
    if inspect.isclass(holder):
        stored = inspect.getattr_static(holder, name, MISSING)
        if isinstance(stored, PROPERTIES) or type(stored).__name__.lower().endswith("property"):
            return stored
    with contextlib.suppress(Exception):
        return getattr(holder, name)
    return inspect.getattr_static(holder, name, MISSING)


def declared(owner: object, name: str) -> bool:
    """Whether the class annotates the attribute, or its source (or that of a base) sets it on `self`."""
    for base in inspect.getmro(owner) if inspect.isclass(owner) else ():
        if name in inspect.get_annotations(base):
            return True
        with contextlib.suppress(OSError, TypeError):
            if re.search(rf"\b(?:self|cls)\.{re.escape(name)}\b[^=\n]*=", inspect.getsource(base)):
                return True
    return False


def is_async(thing: object) -> bool:
    """Whether calling it gives something to await: a coroutine function, or one declared to return an awaitable."""
    function = unbound(thing)
    thing = inspect.unwrap(function) if callable(function) else thing
    if inspect.iscoroutinefunction(thing) or inspect.isasyncgenfunction(thing):
        return True
    if inspect.isclass(thing):
        return hasattr(thing, "__await__")
    annotation = getattr(thing, "__annotations__", {}).get("return", "") if inspect.isroutine(thing) else ""
    text = annotation if isinstance(annotation, str) else re.sub(r"^<class '(.*)'>$", r"\1", repr(annotation))
    return bool(ASYNC_TYPE.match(text))


def unbound(thing: object) -> object:
    """The function in a static method, class method, partial or single-dispatch wrapper."""
    while True:
        if isinstance(thing, (staticmethod, classmethod, types.MethodType)):
            thing = thing.__func__
        elif isinstance(thing, functools.partial):
            thing = thing.func
        else:
            return thing


def offers_async(thing: object) -> bool:
    """Whether a name given as the async way is one: itself, or a class or module with something async in it."""
    if is_async(thing):
        return True
    if inspect.isclass(thing):
        return any(hasattr(thing, n) for n in ("__aenter__", "__aiter__", "__await__")) or any(
            is_async(inspect.getattr_static(thing, n, None)) for n in dir(thing)
        )
    if inspect.ismodule(thing):
        return any(offers_async(v) for v in vars(thing).values() if inspect.isroutine(v) or inspect.isclass(v))
    return isinstance(thing, PROPERTIES)


METHOD_TWINS = ("a{}", "async_{}", "a_{}", "{}_async", "{}Async")
CLASS_TWINS = ("Async{}", "{}Async", "Aio{}")
ASYNC_PARTS = ("aio", "asyncio", "asynchronous")


def twins(name: str) -> list[str]:
    """The async counterparts that a blocking name has by the look of their names: `ainvoke`, `AsyncClient`, `aio`."""
    owner, _, short = name.rpartition(".")
    holder, _ = locate(owner)
    found = [f"{owner}.{twin}" for twin in map_names(METHOD_TWINS, short) if is_async(static(holder, twin))]
    if inspect.isclass(holder):
        members = [
            each for each in class_twins(owner, holder) if short == "*" or is_async(static(locate(each)[0], short))
        ]
        return found + members
    return found + [each for each in class_twins(name, locate(name)[0]) if short != "*"]


def class_twins(name: str, thing: object) -> list[str]:
    """Async classes beside this one, or of the same name in an async part of the package."""
    owner, _, short = name.rpartition(".")
    homes = dict.fromkeys((owner, getattr(thing, "__module__", owner)))
    twins_here = [*map_names(CLASS_TWINS, short.removeprefix("Sync")), f"{short.removesuffix('Client')}AsyncClient"]
    names = [f"{home}.{twin}" for home in homes for twin in twins_here]
    parts = owner.split(".")
    for end in range(len(parts), 0, -1):
        names += [".".join([*parts[:end], part, *parts[end:], short]) for part in ASYNC_PARTS]
    return [each for each in dict.fromkeys(names) if inspect.isclass(found := locate(each)[0]) and offers_async(found)]


def map_names(patterns: Iterable[str], name: str) -> list[str]:
    """A name as each of the patterns changes it."""
    return [pattern.format(name) for pattern in patterns]


def static(holder: object, name: str) -> object:
    """The attribute as it is stored."""
    return inspect.getattr_static(holder, name, None)


def kind_of(thing: object) -> str:
    """module, class, property, function (anything that can be called) or value."""
    if thing is MISSING:
        return "missing"
    if inspect.ismodule(thing):
        return "module"
    if inspect.isclass(thing):
        return "class"
    if isinstance(thing, PROPERTIES) or type(thing).__name__.lower().endswith("property"):
        return "property"
    return "function" if callable(unbound(thing)) else "value"


def parameters_of(thing: object, owner: object) -> list[list[str]] | None:
    """`[name, kind, default]` of each parameter without the receiver; `None` where the signature cannot be known."""
    try:
        signature = inspect.signature(thing)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return None
    found = [
        [p.name, p.kind.name, "" if p.default is p.empty else repr(p.default)] for p in signature.parameters.values()
    ]
    plain = inspect.isclass(owner) and inspect.isfunction(thing) and not is_static(owner, thing)
    return found[1:] if plain and found else found


def is_static(owner: type, thing: types.FunctionType) -> bool:
    """Whether the class holds the function as a static method."""
    return isinstance(inspect.getattr_static(owner, thing.__name__, None), staticmethod)


def members_of(thing: object) -> dict[str, dict[str, object]]:
    """The public callables of a class or module, described in short."""
    return {
        name: {"kind": kind_of(attribute(thing, name)), "async": is_async(inspect.getattr_static(thing, name, None))}
        for name in dir(thing)
        if not name.startswith("_")
    }


def subclasses_of(thing: type) -> Iterable[type]:
    """Every subclass that is loaded, each once."""
    seen: set[type] = set()
    waiting: list[type] = [thing]
    while waiting:
        children: list[type] = type.__subclasses__(waiting.pop())
        for child in children:
            if child not in seen:
                seen.add(child)
                waiting.append(child)
    return seen


def own_callables(child: type) -> dict[str, bool]:
    """The public callables that the class itself defines, and whether each is async."""
    return {
        name: is_async(value)
        for name, value in vars(child).items()
        if not name.startswith("_") and kind_of(value) == "function"
    }


def full_name(thing: object) -> str:
    """Where the object is defined, as far as it says."""
    module, name = getattr(thing, "__module__", ""), getattr(thing, "__qualname__", "")
    return f"{module}.{name}" if module and name else ""


def describe(name: str) -> dict[str, object]:
    """What verify.py judges by: kind, async, parameters; for a pattern `X.*`, members of X and of its subclasses."""
    thing, owner = locate(name.removesuffix(".*"))
    if thing is MISSING:
        short = name.rsplit(".", 1)[-1]
        holder, _ = locate(name.rsplit(".", 1)[0])
        return {"kind": "declared" if declared(holder, short) else "missing"}
    found: dict[str, object] = {
        "kind": kind_of(thing),
        "async": is_async(thing),
        "offers": offers_async(thing),
        "parameters": parameters_of(thing, owner),
        "defined": full_name(thing),
        "identity": id(thing),
    }
    if inspect.isclass(thing):
        found["bases"] = [full_name(base) for base in thing.__mro__[1:-1]]
        found["base_ids"] = [id(base) for base in thing.__mro__[1:-1]]
    if name.endswith(".*"):
        found["members"] = members_of(thing)
        if inspect.isclass(thing):
            found["subclasses"] = {full_name(child): own_callables(child) for child in subclasses_of(thing)}
    return found


def on_instances(name: str, instances: list[object]) -> dict[str, object] | None:
    """The description of a method that exists on instances only, found on the first of them that has it."""
    owner, _, short = name.rpartition(".")
    holder, _ = locate(owner)
    for instance in instances:
        if inspect.isclass(holder) and isinstance(instance, holder) and hasattr(type(instance), short):
            value = getattr(type(instance), short)
            return {"kind": kind_of(value), "async": is_async(value), "parameters": None, "defined": full_name(value)}
    return None


def instance_from(recipe: dict[str, typing.Any]) -> object:
    """The object that an `[[instances]]` table of packages.toml describes: a call, then attributes and method calls."""
    function, _ = locate(recipe["call"])
    made = function(*recipe.get("arguments", ()), **recipe.get("keywords", {}))  # type: ignore[operator]
    for step in recipe.get("then", ()):
        made = getattr(made, step) if isinstance(step, str) else getattr(made, step[0])(*step[1:])
    return typing.cast("object", made)


def main() -> None:
    """Answer one request."""
    warnings.simplefilter("ignore")
    request = json.load(sys.stdin)
    sys.setrecursionlimit(5000)
    answers = {}
    # Libraries print while they are imported; the answer goes to the real standard output.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out, contextlib.redirect_stdout(sys.stderr):
        for module in request.get("modules", ()):
            imported(module)
        instances = [instance_from(recipe) for recipe in request["instances"]]
        for name in request["names"]:
            answer = describe(name)
            if answer["kind"] == "missing":
                answer = on_instances(name, instances) or answer
            answers[name] = answer
        for name in request.get("alone", ()):
            answers[name]["twins"] = twins(name)
        json.dump(answers, out)


if __name__ == "__main__":
    main()
