"""Files of packaging tools as text and tables, or one sentence on what is wrong with them."""

from __future__ import annotations

import codecs
from typing import Any

import msgspec
import tomli

from blockcheck.disk import Disk

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class UnusableError(Exception):
    """A file that says nothing of versions because of what the text says."""


def read_text(path: str, disk: Disk) -> str:
    """The text of a file.  Raises UnusableError."""
    try:
        data = disk.content(path)
        return data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")  # `pip freeze > …` of PowerShell
    except OSError as error:
        raise UnusableError(f"cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UnusableError(f"is not {error.encoding.upper()} text") from error


def read_toml(path: str, disk: Disk) -> dict[str, Any]:
    """A TOML file.  Raises UnusableError."""
    try:
        return tomli.loads(read_text(path, disk))
    except (tomli.TOMLDecodeError, RecursionError) as error:
        raise UnusableError(f"is not valid TOML: {str(error).removesuffix('.')}") from error


def read_json(path: str, disk: Disk) -> dict[str, Any]:
    """A JSON file that holds an object.  Raises UnusableError."""
    try:
        return msgspec.json.decode(read_text(path, disk), type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError) as error:
        raise UnusableError(f"is not valid JSON: {error}") from error


def table(of: object, *keys: str) -> dict[str, Any]:
    """The table under these keys; an empty one where there is none."""
    for key in keys:
        of = of.get(key) if isinstance(of, dict) else None
    return of if isinstance(of, dict) else {}


def tables(of: object) -> list[dict[str, Any]]:
    """The tables of a list, without what else stands in it."""
    return [one for one in of if isinstance(one, dict)] if isinstance(of, list) else []


def texts(of: object) -> list[str]:
    """The texts of a list, without what else stands in it."""
    return [one for one in of if isinstance(one, str)] if isinstance(of, list) else []
