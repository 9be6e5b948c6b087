"""Which version of a framework is here, and whether a rule file is for it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import pytest
from packaging.specifiers import SpecifierSet

if TYPE_CHECKING:
    from blockcheck.catalogue.schema import RuleFile


def skip_other_version(file: RuleFile) -> None:
    """Skips the test where the installed version is not one that the file is for."""
    try:
        installed = version(file.package) if file.package else ""
    except PackageNotFoundError:
        pytest.skip(f"needs {file.package}")
    if installed and not SpecifierSet(file.versions).contains(installed, prereleases=True):
        pytest.skip(f"needs {file.package} {file.versions}, {installed} is installed")
