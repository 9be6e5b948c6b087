"""The shape of `rules/*.toml`: what blocks, what calls return, and where a library runs the callables it is given.

A *name* is a dotted public name (`requests.get`, `redis.Redis.get`), where one `*` may stand for a whole last segment
(`redis.Redis.*`) and `{a,b}` for alternatives.  `*` means public names only: special methods, which stand for a
construct (`__iter__` for a loop, `__getitem__` for a subscript), are written out, and constructing a class is the name
of the class; nor does it mean what the generated types know to return an awaitable (`send_async`).  What is said of a
class holds for its subclasses, whether or not the library defines the method anew there (a method that the project
defines is project code): the receiver's classes are asked in the order of its MRO, and the first that says anything of
the method decides; there a whole name goes before `except`, and `except` before `*`.

A *type* is written as in an annotation: a dotted name, `Self`, `None`, `Any`, `A | B`, `list[T]`, `dict[K, V]`,
`tuple[A, B]`, `Iterator[T]`, `AsyncIterator[T]`, `ContextManager[T]`, `AsyncContextManager[T]`, `Awaitable[T]`,
`Callable[..., T]`, `type[T]`; in `[[runs]]`, `Result` is what the callable returns; in `[[attributes]]`, `Given` is the
first argument that the object was made with, and `TypeArgument` the `T` of a class `Box[T]`.  What a call gives may
have a type of its own that is named after the callable (`pathlib.Path.glob`): an iterator that reads when it is gone
through, a pipe.  It is declared in `[[classes]]`, and its methods (`pathlib.Path.glob.__next__`) are named after it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Scalar = bool | int | float | str | None

Context = Literal["loop", "own-loop", "thread", "process", "startup", "import", "caller", "none"]
"""Where a library runs a callable: on the application's event loop, whoever asks (`loop`); on the loop that the caller
runs on, which in a thread is a loop of its own and elsewhere the application's (`own-loop`); in a worker thread or
process; on the loop while the application starts or stops (`startup`); while modules are imported, before there is a
loop (`import`); in the very call (`caller`); or never, which for a coroutine function handed to an offload means that
nobody awaits it (`none`)."""


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """What every table has in common: it is frozen, and an unknown key in it is an error."""


class Condition(_Table, frozen=True, kw_only=True):
    """A statement about an argument of the call; true only when it is known to hold.

    `argument` is its keyword name, `position` its place counted from 0 without the receiver (none: keyword only).
    Exactly one of the others: `is_` a literal (`is = false`; the default counts when the argument is left out and
    `default` gives it), `given` whether it is passed at all, `types` the names of classes that the value is an instance
    of, `not_` a literal that it differs from. With `made` it is an argument of the call that made the object whose
    method is called, where that is known (`queue.Queue(maxsize=5)` of `put`). A literal text that is the dotted name of
    a constant stands for that constant as well (`is = "os.WNOHANG"`).
    """

    argument: str
    position: int | None = None
    is_: Scalar | msgspec.UnsetType = msgspec.field(name="is", default=msgspec.UNSET)
    not_: Scalar | msgspec.UnsetType = msgspec.field(name="not", default=msgspec.UNSET)
    given: bool | None = None
    types: tuple[str, ...] = ()
    default: Scalar | msgspec.UnsetType = msgspec.UNSET
    made: bool = False


class Block(_Table, frozen=True, kw_only=True):
    """Callables that block their thread: every method of a client in one line, less the exceptions."""

    names: tuple[str, ...]
    except_: tuple[str, ...] = msgspec.field(name="except", default=())
    """Names that a `*` does not cover, or all of a subclass that blocks in no method (`redis.client.Pipeline.*`)."""
    rule: str
    """A rule name or code of `codes.toml`."""
    why: str
    """A few words for the message: "waits for the server's answer"."""
    async_: str = msgspec.field(name="async", default="")
    """The library's own async way, a public name that exists (`httpx.AsyncClient`); empty where there is none.

    A `*` in it stands for the last part of the blocking name: `acme.Client.a*` is `acme.Client.aget` for `get`."""
    package: str = ""
    """The distribution that `async` comes from, where it is another one."""
    advice: str = ""
    """A sentence in place of the one made from `async`."""
    severity: Literal["error", "warning", "off"] | None = None
    held: bool = False
    """It takes a lock: it waits only as long as others hold that one."""
    unless: tuple[Condition, ...] = ()
    """Does not block where any of these holds."""
    only_if: tuple[Condition, ...] = ()
    """Blocks only where all of these hold."""

    def async_way(self, name: str) -> str:
        """The async way for one of the names; empty where there is none."""
        return self.async_.replace("*", name.rpartition(".")[2])


class Typed(_Table, frozen=True, kw_only=True):
    """What calls return (`[[returns]]`) or attributes hold (`[[attributes]]`)."""

    names: tuple[str, ...]
    type: str


class ClassEntry(_Table, frozen=True, kw_only=True):
    """A library class (`[[classes]]`) that the generated facts do not have: its bases, in order."""

    names: tuple[str, ...]
    bases: tuple[str, ...] = ()


class Alias(_Table, frozen=True, kw_only=True):
    """Another public spelling of the same object."""

    name: str
    is_: str = msgspec.field(name="is")


class Runs(_Table, frozen=True, kw_only=True):
    """A library callable that runs what it is given: an offload, a scheduler, a route decorator, a retry helper.

    `argument`: which parameters hold the callable, by position (without the receiver) and keyword names, `"*"` for
    every positional one and `"2*"` for those from the third on; `decorates` says that calling the name gives a
    decorator, and the decorated function is the callable; a name with neither is itself the decorator
    (`argument = [0]`).  Besides functions, a callable may be a class (its constructor runs), a coroutine or generator
    (its body runs), and a `functools.partial` (the function inside decides).

    A name may have several rows (a route decorator runs the function, and constructs its `response_class`), and each
    may name several parameters: all callables that the call passes run.  Where one row takes its callable from the
    first place and another decorates (`@task` and `@task(queue="x")`), the latter counts for calls that pass no
    callable there.  Where one row has a condition (`only_if`) that holds, those without a condition that take the
    callable from the same place do not count.
    """

    names: tuple[str, ...]
    about: str = ""
    """What it is, in a few words for the table of the documentation."""
    argument: tuple[int | str, ...] = ()
    decorates: bool = False
    async_: Context = msgspec.field(name="async", default="loop")
    """Where a coroutine function (or a coroutine, or an async generator) runs."""
    sync: Context = "caller"
    """Where a plain function (or a plain generator, step by step) runs."""
    unwraps: bool = False
    """The function under `functools.wraps` decides between `async` and `sync`; the wrapper's body runs there."""
    consumes: Literal["", "iterate", "enter"] = ""
    """What the library does with a generator or context manager that it is given or that the callable returns: runs
    it to its end in the same place, enters and leaves it there; empty: it is only made there."""
    then: Context | None = None
    """Where the library later calls what the callable returns: the application that a middleware class makes."""
    then_sync: Context | None = None
    """Where it calls that if it is a plain function, if that is another place."""
    methods: tuple[str, ...] = ()
    """The argument is an object (or the class of one), and these methods of it are the callables."""
    passes: Literal["none", "rest", "keywords", "args-kwargs", "elements", "call", "unknown"] = "unknown"
    """What the callable gets: nothing, the call's own remaining arguments, only those by keyword after arguments of the
    library's, an `args`/`kwargs` pair, the elements of the remaining arguments, the arguments that the returned
    function is called with (the callable runs then: `sync_to_async(f)(x)`), or whatever a framework makes up."""
    supplies: tuple[str, ...] = ()
    """With `passes = "unknown"`: the types of the first arguments that the framework passes."""
    spares: tuple[str, ...] = ()
    """Import names of libraries whose calls do not block inside the callable, since the library waits for them without
    holding up the loop (`session.run_sync(f)` of SQLAlchemy)."""
    items: bool = False
    """The argument is a list (tuple, mapping) of such callables."""
    assigned: Literal["", "value", "item", "appended"] = ""
    """The name is an attribute, and the callable is what is assigned to it (`app.openapi = f`), to an item of it
    (`app.dependency_overrides[g] = f`), or appended to it (`app.on_startup.append(f)`, `extend`, `insert`, `+=`)."""
    replaces: bool = False
    """The key of the assigned item is a callable that does not run any more."""
    on: Literal["called", "constructed", "serialized"] = "called"
    """`constructed`, `serialized`: the callable runs when a value is made, or turned into output, of the class whose
    body (or the parameter whose annotation) the call stands in: `Field(default_factory=f)`, `AfterValidator(f)`."""
    via: tuple[str, ...] = ()
    """The callable runs whenever one of these is called, on whatever object: `addHandler(h)` and `Logger.warning`."""
    parameters: Context | None = None
    """Where a framework makes the values of the annotated parameters: hooks `constructed` of their classes."""
    result: Context | None = None
    """Where the framework makes a value of the declared result type (`caller`: where the callable itself ran)."""
    output: Context | None = None
    """Where hooks `serialized` of the declared result type run."""
    model: tuple[str, ...] = ()
    """Arguments that declare the result type in place of the return annotation (`response_model`)."""
    keeps: tuple[str, ...] = ()
    """Where the framework keeps what the callable gives, for handlers to read: a class whose objects have it as
    attributes (of a dictionary, those that its keys name), or one attribute of a class (`….Info.context`)."""
    returns: str = ""
    """A type in which `Result` is what the callable returns (a generator: yields; a context manager: gives); empty: see
    `[[returns]]`.  A decorator returns the function."""
    label: str = ""
    """Makes the callable an entry point, and names it: `{name}` the last segment of the matched name (`get`), `{NAME}`
    the same in capitals, `{0}`, `{path}` arguments of the call (a list: joined by commas), `{function}` the callable's
    own name (`{FUNCTION}`: in capitals); `{0|path|'GET'}` takes the first of several that is there, at last the text in
    quotes."""
    prefix: str = ""
    """The receiver's argument that stands before the path in the label (`prefix`)."""
    startup: bool = False
    """Runs only while the application starts or stops; findings there are one level lower."""
    only_if: tuple[Condition, ...] = ()
    """The row counts only where all of these hold of the call (`sync_to_thread=True`)."""
    fixable: bool = False
    """An `async def` here may become a plain `def`, which the framework then runs in a thread."""
    framework: str = ""


class Mount(_Table, frozen=True, kw_only=True):
    """A call that puts routes below a path: `include_router(router, prefix="/v1")`, `Mount("/sub", app)`.

    `argument` holds the router, application or list of routes, `prefix` the path; the labels of the routes in it begin
    with that path.
    """

    names: tuple[str, ...]
    argument: tuple[int | str, ...] = ()
    prefix: tuple[int | str, ...] = ()
    replaces: bool = False
    """A path that is given here stands in place of the one that the router was made with, not before it."""
    standalone: bool = False
    """What is mounted may be served by itself as well: it is, where nothing calls the function that mounts it."""


class Hook(_Table, frozen=True, kw_only=True):
    """Methods of the project's subclasses of a library class that the library calls by itself.

    Either by name (`methods`, patterns with `*`) or by decorator (`decorators`).  `on`: when they run: `registered`
    makes them entry points as soon as the class exists, `constructed` runs them in the constructor call of the class,
    `serialized` when a framework turns an object into output, `called` when the library method named in `via` is
    called on the object; with `via`, `serialized` is also that call.
    """

    base: str
    about: str = ""
    methods: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()
    on: Literal["registered", "constructed", "serialized", "called"] = "registered"
    via: tuple[str, ...] = ()
    async_: Context = msgspec.field(name="async", default="loop")
    sync: Context = "caller"
    consumes: Literal["", "iterate", "enter"] = ""
    then: Context | None = None
    """Where the library later calls what the method returns."""
    label: str = ""
    """As in `[[runs]]`; `{class}` is the name of the class."""
    startup: bool = False
    fixable: bool = False
    framework: str = ""


class Marker(_Table, frozen=True, kw_only=True):
    """A parameter default or annotation that makes a framework supply the parameter by running a callable (`Depends`).

    `argument` holds the callable; where it is left out, the parameter's annotation is the callable.  The parameter's
    value is what the callable returns, awaits to or yields; generators are run to their end.  A call that stands
    elsewhere (`dependencies=[Depends(f)]`) makes its callable an entry point as well.
    """

    names: tuple[str, ...]
    about: str = ""
    argument: tuple[int | str, ...] = (0,)
    async_: Context = msgspec.field(name="async", default="loop")
    sync: Context = "thread"
    unwraps: bool = False
    parameters: Context | None = None
    only_if: tuple[Condition, ...] = ()
    fixable: bool = False
    framework: str = ""


Meaning = Literal[
    "anext",
    "asynccontextmanager",
    "attr-getter",
    "await-all",
    "bag",
    "cached",
    "cached-property",
    "cast",
    "channel",
    "class-of",
    "classmethod",
    "closing",
    "construct",
    "container-AsyncContextManager",
    "container-AsyncIterator",
    "container-Awaitable",
    "container-ContextManager",
    "container-Coroutine",
    "container-Iterator",
    "container-defaultdict",
    "container-dict",
    "container-list",
    "container-set",
    "container-tuple",
    "contextmanager",
    "dataclass",
    "delattr",
    "enum",
    "enter-context",
    "exit-callback",
    "format",
    "format-map",
    "getattr",
    "hasattr",
    "holder",
    "identity",
    "is-async-callable",
    "is-async-generator",
    "is-async-generator-function",
    "is-awaitable",
    "is-class",
    "is-coroutine",
    "is-coroutine-function",
    "is-generator",
    "is-generator-function",
    "isinstance",
    "item-bag",
    "item-getter",
    "iterate",
    "iterate-all",
    "lazy-iterate",
    "lazy-map",
    "leave-context",
    "method-caller",
    "new-class",
    "new-type",
    "next",
    "none-off-loop",
    "partial",
    "property",
    "provider",
    "put",
    "raises-off-loop",
    "run-coroutine",
    "setattr",
    "singledispatch",
    "special",
    "staticmethod",
    "super",
    "take",
    "text-or-default",
    "true-of-own-loop",
    "type-annotated",
    "type-any",
    "type-callable",
    "type-checking",
    "type-class",
    "type-first",
    "type-literal",
    "type-parameters",
    "type-union",
    "type-variable",
    "wraps",
    "write",
]
"""What the engine can do with a name.  Most say it themselves; of the others: `await-all` runs every coroutine that it
is given on the loop of the caller, `cached` gives a function that does its work once for the same arguments,
`enter-context`, `leave-context` and `exit-callback` enter, leave or call now or when the stack is left, `identity`
gives its first argument back, `iterate` goes through its first argument here and gives its elements, `iterate-all`
goes through each of them, `lazy-iterate` gives an iterator over its arguments that is gone through later, `lazy-map`
one that calls the first argument on the elements of the others, `is-…` tells of what kind its first argument is,
`raises-off-loop` raises where no event loop runs in this thread and nowhere else, `none-off-loop` gives None there,
`true-of-own-loop` says of a loop whether it runs, which the one of this thread does where code runs on it, `wraps`
gives a decorator whose function follows the wrapped one, `bag` (`item-bag`) is a class whose objects have what
attributes (items) the program sets, `holder` one whose objects hold what they are made with and what a `put` method
is given, which a `take` method gives back, `channel` gives two ends, the second of which gives what the first was
given, `provider` gives what calls its first argument with what other providers among the rest give, `special` runs
the special method of its own name, `write` makes text of all that it is given by position, `text-or-default` gives a
text or its second argument, `container-…` and `type-…` say what a name means in an annotation (`type-first`: what
its first argument means, `type-class`: the class itself)."""


class Intrinsic(_Table, frozen=True, kw_only=True):
    """Names that the engine knows how to interpret, by the kind of thing they do (`partial`, `contextmanager`, …)."""

    names: tuple[str, ...]
    as_: Meaning = msgspec.field(name="as")


class RuleFile(_Table, frozen=True, kw_only=True):
    """One file of `rules/`: what is known of one library.

    `library`: the import roots that make the file apply; `package`: the distribution on PyPI (empty for the standard
    library); `versions`: the range (PEP 440) that its names were checked against.  Several files may describe different
    ranges of one package, with the same `library`: those whose range holds the version in use count, or the nearest;
    where the version is not known, the rows of the file with the newest range win over those of the others for the
    same name.  `seen`: the version in which a framework's rows were confirmed, by running them (`tests/truth`) unless
    `notes` says otherwise.
    """

    library: tuple[str, ...]
    package: str = ""
    versions: str = ""
    seen: str = ""
    notes: str = ""
    offload: str = ""
    """The callable to suggest for moving work into a thread in code that this framework runs."""
    server: Literal["", "wsgi"] = ""
    """`wsgi`: the framework has no event loop, a server calls it in a thread for each request; `[[mounts]]` of the file
    put such applications into others."""
    blocks: tuple[Block, ...] = ()
    returns: tuple[Typed, ...] = ()
    attributes: tuple[Typed, ...] = ()
    classes: tuple[ClassEntry, ...] = ()
    aliases: tuple[Alias, ...] = ()
    runs: tuple[Runs, ...] = ()
    hooks: tuple[Hook, ...] = ()
    markers: tuple[Marker, ...] = ()
    mounts: tuple[Mount, ...] = ()
    intrinsics: tuple[Intrinsic, ...] = ()


class GeneratedClass(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A class of a library as its source declares it: bases, attribute types, what methods return.

    A coroutine method returns `Awaitable[T]`; a property is an attribute; where a result is unknown it is `""`.
    """

    bases: tuple[str, ...] = ()
    attributes: dict[str, str] = {}
    methods: dict[str, str] = {}


class GeneratedTypes(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file of `rules/types/`: what the things of a library are, written by a script from the real package."""

    generator: str
    package: str
    version: str
    aliases: dict[str, str] = {}
    classes: dict[str, GeneratedClass] = {}
    functions: dict[str, str] = {}
    variables: dict[str, str] = {}
    """Types of module-level variables, by full name."""


class Code(_Table, frozen=True, kw_only=True):
    """One rule of `codes.toml`, with the texts of its page."""

    code: str
    name: str
    severity: Literal["error", "warning", "off"]
    summary: str
    """What a finding is, in a few words without an article: "blocking HTTP request"."""
    what: str
    why: str
    example: str
    instead: str
    references: tuple[str, ...] = ()
