"""Writes rules/types: what the classes, functions and attributes of libraries are, from their source.

    python3.13 -m venv ENV
    ENV/bin/pip install griffe typeshed-client msgspec tomli requests types-requests sqlalchemy …
    ENV/bin/python -m scripts.generate_types --standard-library
    ENV/bin/python -m scripts.generate_types requests sqlalchemy google.cloud.storage …

Arguments are import names of packages that are installed in the environment; their source is read, never imported.
Where a stub package (`types-requests`) is installed as well, it is read in place of the source.  Standard library:
typeshed, as `typeshed-client` brings it.  Each import name becomes one file, which the same versions give again byte
for byte; what is above the limit, `scripts.prune_types` cuts down.  Exit status 0, or 1 where a package is not
installed or says nothing.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import logging
import sys
import sysconfig
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import griffe
import msgspec
import typeshed_client

from blockcheck.catalogue.schema import GeneratedTypes
from scripts.source_copy import copy_source
from scripts.source_facts import PackageFacts
from scripts.source_types import Types
from scripts.type_files import layout

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "rules" / "types"
GENERATOR = "scripts/generate_types.py 1"
LARGEST = 400_000
NOT_OF_INTEREST = {
    "VERSIONS",
    "__future__",
    "__main__",
    "_typeshed",
    "antigravity",
    "distutils",
    "encodings",
    "lib2to3",
    "this",
    "tkinter",
} | {"_tkinter", "msilib", "pydoc_data", "turtle", "unittest"}
"""What typeshed has besides the modules that programs use at run time."""
LEFT_OUT = {
    "sqlalchemy": (
        "sqlalchemy.dialects",
        "sqlalchemy.sql.compiler",
        "sqlalchemy.sql.coercions",
        "sqlalchemy.sql.roles",
    ),
}
"""Modules whose names are of no use here, where a file would become too large; what others lead to is kept."""


def main(arguments: Sequence[str]) -> int:
    """Writes the files for the libraries named on the command line."""
    logging.getLogger("griffe").setLevel(logging.CRITICAL)  # it tells of every import that leads out of the package
    parser = argparse.ArgumentParser(description="Write rules/types from the source of packages.")
    parser.add_argument("names", nargs="*", metavar="IMPORT_NAME")
    parser.add_argument("--standard-library", action="store_true", help="write rules/types/stdlib from typeshed")
    options = parser.parse_args(arguments)
    if options.standard_library:
        _write_standard_library()
    failed = [name for name in options.names if not _write_package(name)]
    return 1 if failed else 0


def _write_standard_library() -> None:
    stubs = typeshed_client.finder.find_typeshed()
    version = importlib.metadata.version("typeshed-client")
    paths = {path.stem: path for path in sorted(stubs.iterdir()) if path.stem not in NOT_OF_INTEREST}
    for name, facts in _facts(paths, stub=True):
        _write(TARGET / "stdlib" / f"{name}.json", "typeshed-client", version, facts)


def _write_package(name: str) -> bool:
    """Writes the file of one import name; tells on standard error where that is not possible."""
    site = Path(sysconfig.get_path("purelib"))
    first, *rest = name.split(".")
    stubs, source = site.joinpath(f"{first}-stubs", *rest), site.joinpath(first, *rest)
    found = next(
        (path for path in (stubs, source, source.with_suffix(".pyi"), source.with_suffix(".py")) if path.exists()), None
    )
    if found is None:
        print(f"{name}: not installed in {site}", file=sys.stderr)
        return False
    package, version = _distribution(found, site, name)
    [(_, facts)] = _facts({name: found}, stub=found == stubs)
    return _write(TARGET / f"{name}.json", package, version, facts)


def _facts(sources: Mapping[str, Path], *, stub: bool) -> list[tuple[str, GeneratedTypes]]:
    """What the sources of some import names say, read together."""
    with tempfile.TemporaryDirectory() as folder:
        for name, source in sources.items():
            copy_source(source, Path(folder).joinpath(*name.split(".")))
        loader = griffe.GriffeLoader(search_paths=[folder], allow_inspection=False, store_source=False)
        for name in sources:
            loader.load(name)
        loader.resolve_aliases(implicit=True, external=False)
        modules = loader.modules_collection
        types = Types(modules)
        return [
            (name, PackageFacts(types, modules, name, LEFT_OUT.get(name, ()), stub=stub).generated())
            for name in sources
        ]


def _distribution(path: Path, site: Path, name: str) -> tuple[str, str]:
    """The distribution that installed a path, and its version."""
    wanted = path.relative_to(site)
    for distribution in importlib.metadata.distributions(path=[str(site)]):
        if any(Path(file).is_relative_to(wanted) for file in distribution.files or ()):
            return distribution.metadata["Name"], distribution.version
    return name, "?"


def _write(target: Path, package: str, version: str, facts: GeneratedTypes) -> bool:
    """Writes one file: the header on the first line, then sorted tables, one entry a line."""
    if not (facts.classes or facts.functions or facts.aliases):
        print(f"{target.stem}: nothing found", file=sys.stderr)
        return False
    named = msgspec.structs.replace(facts, generator=GENERATOR, package=package, version=version)
    text = layout(named)
    if len(text) > LARGEST:
        print(f"{target.stem}: {len(text):,} bytes are more than {LARGEST:,}", file=sys.stderr)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
