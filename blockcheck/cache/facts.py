"""The facts of files, by the content of the file, in packs: one of everything, and small ones of what changed since.

A pack is never changed: so runs at the same time do not disturb each other, and one edit costs one small file.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from blockcheck.cache.own import extraction_state
from blockcheck.cache.sealed import Cache
from blockcheck.disk import Disk, digest_of

_PREFIX = "facts-"
_MOST_PACKS = 8
_MOST_BYTES = 192 * 1024**2

Pack = dict[bytes, msgspec.Raw]

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Pack)


class FactStore:
    """What is known of files from earlier runs, as encoded facts; `disk` says what is in a file."""

    def __init__(self, cache: Cache, disk: Disk) -> None:
        self.disk = disk
        self._cache = cache
        self._prefix = f"{_PREFIX}{extraction_state().hex()[:16]}-"
        self._packs: dict[str, Pack] = {}
        self._sizes: dict[str, int] = {}
        self._known: Pack = {}
        self._used: set[bytes] = set()
        self._new: dict[bytes, bytes] = {}
        self._read()

    def get(self, digest: bytes) -> msgspec.Raw | None:
        """The facts of a file with this content."""
        found = self._known.get(digest)
        if found is not None:
            self._used.add(digest)
        return found

    def put(self, digest: bytes, facts: bytes) -> None:
        """Notes the facts of a file with this content; `save` keeps them."""
        self._new[digest] = facts

    def save(self) -> None:
        """Keeps what is new, if that is possible, and sees to it that there are few packs, and not too large ones."""
        if self._new:
            self._write({digest: msgspec.Raw(facts) for digest, facts in self._new.items()})
        if len(self._packs) > _MOST_PACKS or sum(self._sizes.values()) > _MOST_BYTES:
            self._join()
        self._cache.tidy(_PREFIX, 2 * _MOST_PACKS, 2 * _MOST_BYTES)  # of other versions, and of runs at the same time
        for name in self._packs:
            self._cache.use(name)

    def _read(self) -> None:
        for entry in self._cache.entries(self._prefix):
            content = self._cache.read(entry.name)
            try:
                pack = _decoder.decode(content) if content is not None else {}
            except (msgspec.DecodeError, RecursionError):
                pack = {}
            self._packs[entry.name], self._sizes[entry.name] = pack, entry.size
            self._known |= pack

    def _write(self, pack: Mapping[bytes, msgspec.Raw]) -> str:
        """The name of the new pack; nothing where it could not be written."""
        content = _encoder.encode(pack)
        name = f"{self._prefix}{digest_of(content).hex()[:16]}"
        if not self._cache.write(name, content):
            return ""
        self._packs[name], self._sizes[name] = dict(pack), len(content)
        return name

    def _join(self) -> None:
        """Small packs become one; where they are as much as the largest, or all are too much, everything does.

        What this run had no use for goes when it is too much.
        """
        largest = max(self._sizes, key=self._sizes.__getitem__)
        total = sum(self._sizes.values())
        joined = set(self._packs) - ({largest} if self._sizes[largest] * 2 > total and total <= _MOST_BYTES else set())
        facts = {digest: raw for name in joined for digest, raw in self._packs[name].items()}
        if total > _MOST_BYTES:
            facts = {digest: raw for digest, raw in facts.items() if digest in self._used or digest in self._new}
        if newest := self._write(facts):
            for name in joined - {newest}:
                del self._packs[name], self._sizes[name]
                self._cache.remove(name)
