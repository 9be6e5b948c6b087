"""What projects import, and what the rules know of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import catalogue_coverage
from scripts.catalogue_coverage import ROOT, main, read_known, survey

METADATA = """\
Metadata-Version: 2.1
Name: shop-server
Version: 1.2
Project-URL: Issues, https://github.com/acme/shop/issues

Name: of the description
"""


@pytest.fixture
def projects(tmp_path: Path) -> list[Path]:
    """Two projects: an unpacked wheel, and a checkout."""
    for name, text in {
        "wheel/shop/__init__.py": "import os\nimport requests, acme_client\nfrom shop import a\n",
        "wheel/shop/a.py": "import google.cloud.storage as s\nfrom google.cloud import storage\nimport acme_client\n",
        "wheel/shop_server-1.2.dist-info/METADATA": METADATA,
        "checkout/src/tool.py": "from . import x\nimport tool, aiohttp, yaml, acme_client\n",
        "checkout/broken.py": "import (\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return [tmp_path / "wheel", tmp_path / "checkout"]


def test_imports_are_counted_once_a_file(projects: list[Path]) -> None:
    found = survey(projects)
    assert found.imports == {
        "acme/shop 1.2": {"requests": 1, "acme_client": 2, "google.cloud.storage": 1},
        "checkout": {"aiohttp": 1, "yaml": 1, "acme_client": 1},
    }
    assert found.applications("acme_client") == 2


def test_what_is_known_of_a_package() -> None:
    known = read_known(ROOT / "rules")
    kinds = {
        "requests": "blocks",
        "google.cloud.storage": "blocks",
        "yaml": "none",
        "asyncpg": "async",
        "acme": "missing",
    }
    assert {name: known.kind(name) for name in kinds} == kinds


def test_the_page(projects: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_coverage, "TARGET", tmp_path / "coverage.md")
    assert main([str(project) for project in projects]) == 0
    text = (tmp_path / "coverage.md").read_text()
    assert "| acme/shop 1.2 | 3 | 4 | 50 % |" in text
    assert "## Not in the catalogue, in two applications or more\n\n`acme_client`\n" in text
