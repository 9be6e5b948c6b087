"""Results under what they were made from: handed out again as long as every question is answered as before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from blockcheck.cache.own import own_state
from blockcheck.cache.sealed import Cache
from blockcheck.disk import Answer, digest_of, unchanged

_PREFIX = "result-"
_MOST_FILES = 64
"""Of one kind."""
_MOST_BYTES = 128 * 1024**2


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A result, and the answers of the disk that it follows from."""

    answers: tuple[Answer, ...]
    result: bytes


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Kept)


def key_of(parts: Iterable[bytes]) -> str:
    """A name for the result of everything that is asked for, in these words, of this blockcheck."""
    return digest_of(b"".join(len(part).to_bytes(8, "big") + part for part in (own_state(), *parts))).hex()


def recall(cache: Cache, key: str, kind: str = _PREFIX) -> tuple[bytes | None, Sequence[Answer]]:
    """The result, if it would be the same again; and what the disk has answered the last time."""
    content = cache.read(kind + key)
    try:
        kept = _decoder.decode(content) if content is not None else None
    except (msgspec.DecodeError, RecursionError):
        kept = None
    if kept is None:
        return None, ()
    answers = unchanged(kept.answers)
    if answers is None:
        return None, kept.answers
    if answers is not kept.answers:  # touched, moved here, or too fresh to be told by its stamp the last time
        keep(cache, key, answers, kept.result, kind)
    cache.use(kind + key)
    return kept.result, answers


def keep(cache: Cache, key: str, answers: Sequence[Answer], result: bytes, kind: str = _PREFIX) -> None:
    """Keeps a result if that is possible, and makes room for it among those of its kind."""
    if cache.write(kind + key, _encoder.encode(Kept(tuple(answers), result))):
        cache.tidy(kind, _MOST_FILES, _MOST_BYTES)
