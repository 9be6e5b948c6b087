"""What the asynchronous version of a function or class may be called."""

from __future__ import annotations

from collections.abc import Iterator

_SPECIAL = {"__enter__": "__aenter__", "__exit__": "__aexit__", "__iter__": "__aiter__", "__next__": "__anext__"}


def versions(name: str) -> Iterator[str]:
    """What the asynchronous version of a function may be called."""
    if name.startswith("__") and name.endswith("__"):
        yield from filter(None, [_SPECIAL.get(name)])
        return
    bare = name.lstrip("_")
    lead = name[: len(name) - len(bare)]
    plain = bare.removesuffix("_sync").removeprefix("sync_")
    if plain != bare:
        yield lead + plain
    yield from (lead + each for each in (f"a{plain}", f"async_{plain}", f"{plain}_async", f"a_{plain}"))


def class_versions(qualname: str) -> Iterator[str]:
    """What the asynchronous version of a class may be called."""
    outer, dot, name = qualname.rpartition(".")
    plain = name.removeprefix("Sync")
    if plain != name:
        yield outer + dot + plain
    yield from (outer + dot + each for each in (f"Async{plain}", f"{plain}Async", f"Asyncio{plain}"))
