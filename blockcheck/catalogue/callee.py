"""All that the catalogue says of calling one name, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from blockcheck.catalogue.schema import Block, Marker, Mount, Runs
from blockcheck.catalogue.types import TypeExpr


@dataclass(frozen=True, slots=True)
class Callee:
    """What calling a name does; see the questions of the same names in `Catalogue`.

    `triggers` are the spellings under which something may wait for this call; `is_plain` says that the call only gives
    what `returns` says.  `is_remembered`: rules ask what objects of this class were made with.
    """

    name: str
    is_class: bool
    triggers: tuple[str, ...]
    intrinsic: str
    blocks: tuple[Block, ...]
    markers: tuple[Marker, ...]
    mounts: tuple[Mount, ...]
    runs: tuple[Runs, ...]
    returns: TypeExpr | None
    is_plain: bool
    is_remembered: bool = False
