"""Calls into libraries: whether they block, what they run of what they are given, and what they return."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from blockcheck import facts
from blockcheck.catalogue import Callee
from blockcheck.catalogue.schema import Block, Condition, Mount, Runs
from blockcheck.nodes import ANYTHING, Kind, Sink, join_origins, joined, under
from blockcheck.resolve import bags, entries, enums, intrinsics, types
from blockcheck.resolve.arguments import Arguments, keep, kept
from blockcheck.values import (
    UNKNOWN,
    ClassValue,
    Collection,
    Instance,
    Intrinsic,
    Known,
    LibraryMethod,
    LibraryObject,
    Origin,
    Symbol,
    Vals,
    Value,
)

if TYPE_CHECKING:
    from blockcheck.resolve.calls import How
    from blockcheck.resolve.frame import Frame


def call_symbol(frame: Frame, index: int, name: str, arguments: Arguments, origin: Origin, how: How) -> Vals:
    """Calls a function or class of a library."""
    callee = frame.catalogue.function(name)
    if callee.is_plain:
        return under(_called(frame, index, callee, arguments), origin)
    for trigger in callee.triggers:
        entries.run_via(frame, index, trigger)
    meaning = callee.intrinsic
    known = intrinsics.call(frame, index, meaning, name, arguments) if meaning else None
    for made in known if known and callee.is_remembered else ():
        keep(frame, made, arguments)
    if callee.markers:
        _make_marker(frame, index, callee, arguments)
    given = None
    if callee.runs:
        maker = frame.make(LibraryObject, types.plain(name), (), frame.site(index)) if callee.is_class else None
        given = _run_rows(frame, index, callee.runs, name, maker, arguments, origin)
    is_called_later = given is not None and any(row.passes == "call" for row in callee.runs)
    if callee.blocks and not is_called_later:
        _note_sinks(frame, index, name, callee.blocks, arguments, origin)
    if given is not None:
        return under(given, origin) if known is None else known
    if known is not None:
        return under(known, origin)
    return under(_called(frame, index, callee, arguments), origin)


def _called(frame: Frame, index: int, callee: Callee, arguments: Arguments) -> Vals:
    if callee.is_class or callee.markers:
        return _made(frame, index, callee, arguments).alone
    if callee.returns is None:
        frame.node.unresolved[index] = "nothing is known of what it returns"
        return ANYTHING
    return types.from_type(frame, callee.returns)


def _made(frame: Frame, index: int, callee: Callee, arguments: Arguments) -> LibraryObject:
    """An object of a library class; what it was made with is kept where something may ask for it."""
    made = frame.make(LibraryObject, types.plain(callee.name), (), frame.site(index))
    if callee.runs or callee.markers or callee.mounts or callee.is_remembered:
        keep(frame, made, arguments)
    if callee.mounts:
        _note_mounts(frame, index, made, arguments, callee.mounts)
    return made


def _make_marker(frame: Frame, index: int, callee: Callee, arguments: Arguments) -> None:
    """`Depends(f)` makes `f` run, wherever it stands; what it gives is kept for the fields of a class-based view."""
    made = frame.make(LibraryObject, types.plain(callee.name), (), frame.site(index))
    for marker in callee.markers:
        provided = {
            value: None for key in marker.argument for value in arguments.get(key) if not isinstance(value, Known)
        }
        for value in provided:
            label = f"dependency {entries.callable_name(value)}"
            spec = entries.RootSpec(label, None, marker.framework, marker.fixable, parameters=marker.parameters or "")
            frame.write(frame.cell("provided", made), entries.run_marker(frame, index, {value: None}, marker, spec))


def call_method(
    frame: Frame, index: int, method: LibraryMethod, arguments: Arguments, origin: Origin, how: How
) -> Vals:
    """Calls a method of a library class."""
    owner, name, receiver = method.owner, method.name, method.receiver
    callee = frame.catalogue.method(owner, name)
    for trigger in callee.triggers:
        entries.run_via(frame, index, trigger, receiver)
    meaning = callee.intrinsic
    if meaning:
        known = intrinsics.call_method(frame, index, meaning, callee.name, receiver, arguments)
    else:
        known = bags.call(frame, method, arguments)
    if callee.blocks:
        _note_sinks(frame, index, callee.name, callee.blocks, arguments, origin, making_of(frame, receiver))
    if isinstance(receiver, (Instance, ClassValue)):
        _run_object_hooks(frame, index, name, receiver, how)
        if name == "__init__":
            _keep_of_object(frame, receiver, arguments)  # `super().__init__(prefix="/items")`
    given = None
    if callee.runs:
        rows = [row for row in callee.runs if not row.assigned]
        given = _run_rows(frame, index, rows, callee.name, receiver, arguments, origin)
    if callee.mounts:
        _note_mounts(frame, index, receiver, arguments, callee.mounts)
    if given is not None:
        return under(given, origin)
    if known is not None:
        return under(known, origin)
    return under(_given(frame, index, callee, method, arguments), origin)


def _given(frame: Frame, index: int, callee: Callee, method: LibraryMethod, arguments: Arguments) -> Vals:
    """What the catalogue says that a method returns."""
    if method.name == "__new__" and (made := _new_objects(frame, arguments)):
        return made
    if callee.returns is None:
        frame.node.unresolved[index] = "nothing is known of what it returns"
    receiver = method.receiver
    if receiver is None:  # `Path.home()`: `Self` is one of the class
        receiver = frame.make(LibraryObject, types.plain(method.owner), (), None)
    return types.from_type(frame, callee.returns, receiver)


def _new_objects(frame: Frame, arguments: Arguments) -> Vals:
    """`super().__new__(cls)`: an object of the class that is passed."""
    classes = arguments.get(0).items()
    return {frame.make(Instance, cls.cls, None): origin for cls, origin in classes if isinstance(cls, ClassValue)}


def _run_object_hooks(frame: Frame, index: int, name: str, receiver: Instance | ClassValue, how: How) -> None:
    """`thread.start()` runs the project's `run`; `model.model_dump()` its serializers."""
    cls = receiver.cls
    if isinstance(receiver, ClassValue):
        receiver = frame.make(Instance, cls, frame.site(index))
    for occasion in ("called", "constructed", "serialized"):
        hooks = [hook for hook in frame.catalogue.hooks(cls.library_bases) if hook.on == occasion]
        if any(via.rpartition(".")[2] == name for hook in hooks for via in hook.via):
            entries.run_hooks(frame, index, cls, receiver, occasion, how)


def implicit(
    frame: Frame, index: int, owner: str, method: str, receiver: Value, arguments: Sequence[Vals] = ()
) -> Vals:
    """A special method of a library class that a construct runs: `with`, `for`, an operator."""
    callee = frame.catalogue.method(owner, method)
    if callee.blocks:
        given = Arguments(tuple(arguments))
        _note_sinks(frame, index, callee.name, callee.blocks, given, None, making_of(frame, receiver))
    return types.from_type(frame, callee.returns, receiver)


def construct_base(frame: Frame, index: int, name: str, made: Instance, arguments: Arguments) -> None:
    """A project class is made whose constructor is a library's."""
    _note_sinks(frame, index, name, frame.catalogue.blocks(name), arguments, None)
    _keep_of_object(frame, made, arguments)


def _keep_of_object(frame: Frame, made: Instance | ClassValue, arguments: Arguments) -> None:
    """What a library's constructor is given for a project object; the first argument, for any object of the class."""
    keep(frame, made, arguments)
    for cls in made.cls.project_mro:
        frame.write(frame.cell("given", cls), arguments.get(0))


def _run_rows(
    frame: Frame,
    index: int,
    rows: Sequence[Runs],
    name: str,
    receiver: Value | None,
    arguments: Arguments,
    origin: Origin,
) -> Vals | None:
    """Runs what a call hands over; what the call returns, None where the rows do not say."""
    rows = _counting(frame, rows, arguments)
    plain = [row for row in rows if not row.decorates]
    _note_results(frame, index, plain, name)
    ran = [
        (row, entries.run_row(frame, index, row, name, receiver, arguments, origin))
        for row in plain
        if row.passes != "call"
    ]
    for row in plain:
        if row.passes == "call" and (handed := entries.handed(frame, row, arguments)):
            held = (row, name, receiver)
            wrapped = frame.make(Intrinsic, "offloaded", held, frame.site(index))
            frame.write(frame.cell("held", wrapped), handed)
            return {wrapped: None}
    passed = any(entries.handed(frame, row, arguments) for row in plain if 0 in (row.argument or (0,)))
    deciding = [row for row in rows if row.decorates]
    if deciding and not passed:
        made = frame.make(Intrinsic, "decorator", (tuple(deciding), name, receiver), frame.site(index))
        keep(frame, made, arguments)
        return {made: None}
    for row, result in ran:
        if row.returns:
            return _returned_by(frame, row, result)
    return None


def _note_results(frame: Frame, index: int, rows: Sequence[Runs], name: str) -> None:
    """`to_thread(f())`: a call stands where the offload wants a callable."""
    op = frame.function.facts.ops[index]
    if not isinstance(op, facts.Call):
        return
    for row in rows:
        if row.sync not in ("thread", "process") or row.consumes or row.methods or row.items:
            continue
        for position, argument in enumerate(op.arguments):
            wanted = (argument.keyword or position) in (row.argument or (0,))
            if wanted and not argument.star and isinstance(frame.function.facts.ops[argument.value], facts.Call):
                frame.state.offloaded_results[(frame.function, argument.value)] = name


def _counting(frame: Frame, rows: Sequence[Runs], arguments: Arguments) -> list[Runs]:
    """The rows that count for a call: those whose conditions hold, and where there are such, not those without any."""
    fitting = [row for row in rows if all(_holds(frame, condition, arguments) for condition in row.only_if)]
    special = {row.argument for row in fitting if row.only_if}
    return [row for row in fitting if row.only_if or row.argument not in special]


def _returned_by(frame: Frame, row: Runs, result: Vals) -> Vals:
    return types.from_type(frame, frame.catalogue.type_of(row.returns), None, result or ANYTHING)


def decorated(frame: Frame, index: int, held: Any, made: Intrinsic, arguments: Arguments, origin: Origin) -> Vals:
    """A registering decorator is applied: the function is handed over, and given back."""
    rows, name, receiver = held
    written = kept(frame, made)
    for row in rows:
        if row.passes == "call":
            wrapped = frame.make(Intrinsic, "offloaded", (row, name, receiver), frame.site(index))
            frame.write(frame.cell("held", wrapped), arguments.get(0))
            return {wrapped: None}
    for value, value_origin in arguments.get(0).items():
        if not isinstance(value, Known) and value is not UNKNOWN:
            for row in rows:
                if not (row.async_ == "caller" and row.sync == "caller"):
                    entries.run_one(frame, index, row, name, receiver, value, written, value_origin)
    return arguments.get(0)


def run_offloaded(frame: Frame, index: int, made: Intrinsic, arguments: Arguments, origin: Origin, how: How) -> Vals:
    """`sync_to_async(f)(x)`: the callable runs now, where its row says; what blocks, blocks now."""
    row, name, receiver = made.held
    if how.kind is not Kind.THREAD:
        _note_sinks(frame, index, name, frame.catalogue.blocks(name), Arguments(), origin)
    results = []
    for value, value_origin in frame.read(frame.cell("held", made)).items():
        spec = entries.root_spec(frame, row, name, receiver, value, arguments) or how.root
        run = entries.Row(row.async_, row.sync, row.unwraps, row.consumes, row.then, row.then_sync, spec)
        results.append(entries.run_callable(frame, index, value, arguments, run, value_origin))
    result = joined(results)
    return _returned_by(frame, row, result) if row.returns else result or ANYTHING


def _note_mounts(
    frame: Frame, index: int, receiver: Value | None, arguments: Arguments, mounts: Iterable[Mount]
) -> None:
    """Routes are put below a path: one of several where that depends on who calls, or on the round of a loop."""
    for mount in mounts:
        prefixes = entries.literal_texts(frame, arguments.get(*mount.prefix)) if mount.prefix else []
        for child in arguments.get(*mount.argument):
            inner = frame.read(frame.cell("elements", child)) if isinstance(child, Collection) else {child: None}
            for router in inner:
                if isinstance(router, (LibraryObject, Instance)):
                    found = tuple((prefix, mount.replaces) for prefix in prefixes)
                    if mount.standalone and frame.node in frame.state.outside:
                        found += (("", False),)
                    frame.state.mounts[(router, receiver, frame.node, index)] = found or (("", False),)


# Sinks


def _note_sinks(
    frame: Frame,
    index: int,
    name: str,
    blocks: Sequence[Block],
    arguments: Arguments,
    origin: Origin,
    making: Arguments | None = None,
) -> None:
    op = frame.function.facts.ops[index]
    if not blocks or frame.running is Kind.THREAD or (isinstance(op, facts.Call) and op.awaited):
        return
    for number, block in enumerate(blocks):
        needed = blocks_under(frame, block, arguments, making)
        if needed is not NEVER:
            add_sink(frame, index, name, number, block, needed if origin is None else origin)


DECLARED = Block(names=(), rule="custom-blocking", why="is declared to block")


def note_declared(frame: Frame, index: int, name: str, how: How, origin: Origin) -> None:
    """A function of the project is called that a comment on its `def` line declares to block."""
    if Kind.THREAD not in (how.kind, frame.running):
        add_sink(frame, index, name, 0, DECLARED, origin)


def add_sink(frame: Frame, index: int, name: str, number: int, block: Block, condition: Origin) -> None:
    """Records that a call site blocks under a condition; the same one found twice is one sink."""
    if frame.state.steps is not None:
        frame.state.steps.append(("sink", (name, number, block, condition)))
    key = (index, name, number)
    old = frame.node.sinks.get(key)
    if old is None:
        frame.node.note(frame.node.sinks, key)
    else:
        condition = join_origins(old.condition, condition)
    frame.node.sinks[key] = Sink(frame.node, index, name, block, condition)


NEVER: Origin = frozenset()
"""The origin of what no caller can bring about."""


def making_of(frame: Frame, receiver: Value | None) -> Arguments | None:
    """What an object was made with; None where that was not kept or is not known."""
    return kept(frame, receiver) if receiver is not None and receiver in frame.state.shapes else None


def blocks_under(frame: Frame, block: Block, arguments: Arguments, making: Arguments | None = None) -> Origin:
    """The parameter values under which a call with these arguments blocks: None whoever calls, `NEVER` if it cannot.

    `making` are the arguments that the object was made with.
    """
    if not all(_holds(frame, condition, arguments, making) for condition in block.only_if):
        return NEVER
    needed: Origin = None
    for condition in block.unless:
        if _holds(frame, condition, arguments, making):
            return NEVER
        others = None if condition.made else _not_holding(frame, condition, arguments)
        needed = others if needed is None else needed
    return needed


def _not_holding(frame: Frame, condition: Condition, arguments: Arguments) -> Origin:
    """The parameter values for which a condition does not hold, where it does for others."""
    if condition.given is not None:
        return None
    values = _argument(arguments, condition)
    if not any(_value_holds(frame, condition, value) for value in values):
        return None
    origin: Origin = NEVER
    for value, source in values.items():
        if not _value_holds(frame, condition, value):
            origin = join_origins(origin, source)
    return origin


def _argument(arguments: Arguments, condition: Condition) -> Vals:
    keys: list[int | str] = [condition.argument]
    if condition.position is not None:
        keys.append(condition.position)
    return arguments.get(*keys)


def _holds(frame: Frame, condition: Condition, arguments: Arguments, making: Arguments | None = None) -> bool:
    if condition.made:
        if making is None:
            return False
        arguments = making
    values = _argument(arguments, condition)
    passed = bool(values) or condition.argument in arguments.keywords
    if condition.given is not None:
        return passed == condition.given
    if not values and condition.default is not msgspec.UNSET:
        values = frame.known(condition.default)
    if condition.types:  # whatever calls from outside passes what the parameter is annotated with
        values = {value: origin for value, origin in values.items() if value is not UNKNOWN}
    if not values:
        return False
    return all(_value_holds(frame, condition, value) for value in values)


def _value_holds(frame: Frame, condition: Condition, value: Value) -> bool:
    if condition.types:
        name = value.name if isinstance(value, LibraryObject) else ""
        wanted = {types.plain(frame.catalogue.canonical(wanted)) for wanted in condition.types}
        return bool(name) and (name in wanted or bool(wanted & set(frame.catalogue.mro(name))))
    if isinstance(value, Symbol):
        return isinstance(condition.is_, str) and value.name == frame.catalogue.canonical(condition.is_)
    literal = enums.literal(frame, value)
    if literal is None:
        return False
    if condition.not_ is not msgspec.UNSET:
        return literal.value != condition.not_
    return literal.value == condition.is_ and isinstance(literal.value, bool) == isinstance(condition.is_, bool)
