"""Files to facts: in several processes where that pays, with the same result as in one."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import msgspec

from blockcheck.discovery.files import SourceFile
from blockcheck.disk import digest_of, refusal
from blockcheck.facts import ImportedModule, ModuleFacts, Problem, Suppression
from blockcheck.findings import INTERNAL_ERROR
from blockcheck.shapes import shape_of

if TYPE_CHECKING:
    from blockcheck.cache import FactStore

LARGEST_FILE = 4 * 1024 * 1024
"""What nobody has written by hand; reading it would take longer than all the rest."""
PLEASE_REPORT = "this is a fault in blockcheck: please report it, with what `blockcheck check -v` prints"

_WORTH_A_PROCESS = 512 * 1024
_CHUNK = 192 * 1024

_logger = logging.getLogger("blockcheck")


class FileFacts(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """The facts of a file, not yet decoded, with what is asked of every file.

    `content` stands for the bytes of the file, `shape` for what the facts say apart from places.
    """

    content: bytes
    shape: bytes
    imports: tuple[ImportedModule, ...]
    suppressions: tuple[Suppression, ...]
    encoded: msgspec.Raw

    @cached_property
    def facts(self) -> ModuleFacts:
        """All that the file says."""
        return _facts_decoder.decode(self.encoded)


class Extracted(msgspec.Struct, frozen=True, array_like=True):
    """What came of one file; `traceback` is not empty where blockcheck failed on it."""

    facts: FileFacts | None
    problems: tuple[Problem, ...] = ()
    traceback: str = ""


class Work(msgspec.Struct, frozen=True, array_like=True):
    """What a process did for one file: from which content, what came of it (an encoded `Extracted`), in how long."""

    content: bytes
    extracted: msgspec.Raw
    seconds: float


Timed = Callable[[str, float], None]
"""Hears of each file that was extracted, by its display name, how many seconds it took."""

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Extracted)
_facts_decoder = msgspec.msgpack.Decoder(ModuleFacts)
_work_decoder = msgspec.msgpack.Decoder(list[Work])


def read_facts(
    files: Sequence[SourceFile],
    given: Mapping[str, bytes] | None = None,
    progress: Callable[[int, int], None] | None = None,
    processes: int | None = None,
    *,
    store: FactStore | None = None,
    timed: Timed = lambda name, seconds: None,
) -> tuple[dict[str, FileFacts], tuple[Problem, ...]]:
    """The facts of each file by its path, in the order of `files`, and the problems with those that have none.

    `given` has the text of files that are not to be read from the disk; `progress` hears how many files of how many
    are done; `processes` is the number of processes to use at most (the processors').  What `store` knows is taken
    from there, and the rest is left in it.
    """
    given = given or {}
    with collector_off():
        contents = {f.path: store.disk.digest(f.path) for f in files if f.path not in given} if store else {}
        found = _recalled(contents, store) if store else {}
        rest = [file for file in files if file.path not in found]
        for chunk, works in _worked(rest, given, processes):
            for file, work in zip(chunk, works, strict=True):
                found[file.path] = _decoder.decode(work.extracted)
                timed(file.display, work.seconds)
                if store and file.path in contents:
                    _store(store, contents[file.path], work, found[file.path])
            if progress is not None:
                progress(len(found), len(files))
    if store:
        store.save()
    for failed in filter(None, (found[file.path].traceback for file in files)):
        _logger.debug("%s", failed)
    facts = {file.path: facts for file in files if (facts := found[file.path].facts) is not None}
    return facts, tuple(problem for file in files for problem in found[file.path].problems)


def facts_of_content(content: bytes, store: FactStore) -> ModuleFacts | None:
    """What the store knows of a file that had this content; None where that is nothing."""
    found = _recalled({"": content}, store).get("")
    return found.facts.facts if found is not None and found.facts is not None else None


def _recalled(contents: Mapping[str, bytes], store: FactStore) -> dict[str, Extracted]:
    """What the store knows of files, by path, with these contents."""
    found = {}
    for path, content in contents.items():
        if (facts := store.get(content)) is not None:
            try:
                found[path] = _decoder.decode(facts)
            except (msgspec.DecodeError, RecursionError):
                continue
    return found


def _store(store: FactStore, content: bytes, work: Work, extracted: Extracted) -> None:
    """Keeps what follows from the content of a file alone: not where it lies, and no fault of blockcheck's."""
    if work.content and content != work.content:
        store.disk.doubt()
    elif not extracted.problems:
        store.put(work.content, bytes(work.extracted))


Chunk = tuple[SourceFile, ...]


def _worked(
    files: Sequence[SourceFile], given: Mapping[str, bytes], processes: int | None
) -> Iterator[tuple[Chunk, list[Work]]]:
    sizes = {file.path: len(given[file.path]) if file.path in given else _size(file.path) for file in files}
    wanted = min(processes or _processors(), 1 + sum(sizes.values()) // _WORTH_A_PROCESS)
    return _extracted(_chunks(files, sizes), given, wanted)


def _chunks(files: Iterable[SourceFile], sizes: Mapping[str, int]) -> list[Chunk]:
    """The files in portions, the largest first: so that no process is left with a large one at the end."""
    chunks: list[Chunk] = []
    chunk: list[SourceFile] = []
    size = 0
    for file in sorted(files, key=lambda file: (-sizes[file.path], file.path)):
        chunk.append(file)
        size += sizes[file.path]
        if size >= _CHUNK:
            chunks.append(tuple(chunk))
            chunk, size = [], 0
    return [*chunks, tuple(chunk)] if chunk else chunks


def _extracted(
    chunks: Sequence[Chunk], given: Mapping[str, bytes], processes: int
) -> Iterator[tuple[Chunk, list[Work]]]:
    """Each chunk with the results for its files, as they come; in this process what no other one can do."""
    left = dict.fromkeys(chunks)
    away = [chunk for chunk in chunks if processes > 1 and not any(file.path in given for file in chunk)]
    try:
        for chunk, results in _in_processes(away, min(processes, len(away))):
            del left[chunk]
            yield chunk, results
    except (BrokenProcessPool, OSError, ImportError) as error:  # no room, no semaphores, or killed for lack of memory
        _logger.debug("reading in one process: %s: %s", type(error).__name__, error)
    for chunk in left:
        yield chunk, [_work(file, given.get(file.path)) for file in chunk]


def _in_processes(chunks: Sequence[Chunk], processes: int) -> Iterator[tuple[Chunk, list[Work]]]:
    if not chunks:
        return
    import blockcheck.extract  # noqa: F401 -- once, before processes are forked

    with ProcessPoolExecutor(processes, mp_context=_context(), initializer=gc.disable) as pool:
        waiting: dict[Future[bytes], Chunk] = {pool.submit(_extract_chunk, chunk): chunk for chunk in chunks}
        try:
            while waiting:
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    yield waiting.pop(future), _work_decoder.decode(future.result())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _context() -> multiprocessing.context.BaseContext:
    """Forking is quickest, and safe as long as there is no other thread."""
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


def _extract_chunk(chunk: Chunk) -> bytes:
    """Runs in another process: what it sends back is MessagePack."""
    return _encoder.encode([_work(file) for file in chunk])


def _work(file: SourceFile, source: bytes | None = None) -> Work:
    started = perf_counter()
    extracted, content = _read_and_extract(file, source)
    encoded = msgspec.Raw(_encoder.encode(extracted))
    return Work(content, encoded, perf_counter() - started)


def _read_and_extract(file: SourceFile, source: bytes | None) -> tuple[Extracted, bytes]:
    """What came of a file, and what stands for its content; nothing does for one that is too large."""
    size = _size(file.path) if source is None else len(source)
    if size > LARGEST_FILE:
        message = f"the file is too large to be analysed ({size / 1024 / 1024:.1f} MB; at most 4 MB)"
        return _unreadable(file, message, "exclude it"), b""
    try:
        source = Path(file.path).read_bytes() if source is None else source
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        return _unreadable(file, message, "give permission to read it, or exclude it"), refusal(error)
    content = digest_of(source)
    return _extract(file, source, content), content


def _extract(file: SourceFile, source: bytes, content: bytes) -> Extracted:
    from blockcheck.extract import extract  # the parser, which a run from the cache does without

    try:
        facts, problems = extract(source, file.display)
        return Extracted(_encoded(facts, content) if facts is not None else None, problems)
    except Exception as error:  # noqa: BLE001 -- a fault in one file must not lose the findings in the others
        message = f"blockcheck failed on this file: {type(error).__name__}: {error}"
        problem = Problem(file=file.display, code=INTERNAL_ERROR, message=message, help=PLEASE_REPORT)
        return Extracted(None, (problem,), traceback.format_exc())


def _encoded(facts: ModuleFacts, content: bytes) -> FileFacts:
    encoded = _encoder.encode(facts)
    return FileFacts(content, shape_of(encoded), facts.imports, facts.suppressions, msgspec.Raw(encoded))


def _unreadable(file: SourceFile, message: str, advice: str) -> Extracted:
    return Extracted(None, (Problem(file=file.display, code="BLC902", message=message, help=advice),))


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _processors() -> int:
    """As many as this process may use, which in a container are not all that there are.

    The processes of a pool may start no others.
    """
    if multiprocessing.current_process().daemon:
        return 1
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@contextmanager
def collector_off() -> Iterator[None]:
    """What an analysis makes is kept to its end anyway: going over the growing heap again and again finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
