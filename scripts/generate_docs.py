"""Writes docs/rules/: a page for each rule, from the texts of rules/codes.toml and the rules for libraries.

    python -m scripts.generate_docs [--check]

With --check nothing is written: exit status 1 where a page is not what it would be.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from blockcheck.catalogue import load_codes
from blockcheck.catalogue.counts import libraries_by_rule
from blockcheck.catalogue.origins import Origins
from blockcheck.reporters.rules import page

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"
INDEX = """\
# Rules

Written by `python -m scripts.generate_docs`; `blockcheck rule CODE` prints the same pages.

| code | name | finds | by default |
|---|---|---|---|
"""


def pages() -> dict[str, str]:
    """The text of each page by its file name."""
    codes = load_codes()
    libraries = libraries_by_rule(codes, Origins().files)
    found = {f"{code.code}.md": page(code, libraries[code.code]) for code in codes}
    rows = (f"| [{code.code}]({code.code}.md) | {code.name} | {code.summary} | {code.severity} |\n" for code in codes)
    return {"README.md": INDEX + "".join(rows), **found}


def stale(folder: Path, wanted: dict[str, str]) -> list[str]:
    """The names of files that are not as they should be, or should not be there."""
    there = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in {*there, *wanted} if there.get(name) != wanted.get(name))


def write(folder: Path, wanted: dict[str, str]) -> None:
    """Makes the folder hold these pages and no others."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale(folder, wanted):
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8")
        else:
            (folder / name).unlink()


def main(arguments: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Write docs/rules/.")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    wanted = pages()
    if not options.check:
        write(FOLDER, wanted)
        return 0
    found = stale(FOLDER, wanted)
    print(*(f"docs/rules/{name} is stale: run python -m scripts.generate_docs" for name in found), sep="\n", end="")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
