"""Rule files of installed packages are found by their metadata alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from blockcheck.config import SettingsError, load_settings, show
from blockcheck.installed import installed_rules

RULES = '[[blocks]]\nnames = ["acme.call"]\nrule = "BLC120"\nwhy = "waits"\n'


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed packages, with one whose import would be noticed."""
    folder = tmp_path / "site"
    (folder / "acme_rules" / "more").mkdir(parents=True)
    (folder / "acme_rules" / "__init__.py").write_text("raise SystemExit('imported')\n")
    for name in ("rules.toml", "more/a.toml", "more/b.toml"):
        (folder / "acme_rules" / name).write_text(RULES)
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    return folder


def install(site: Path, value: str, name: str = "Acme-Rules", group: str = "blockcheck.rules") -> None:
    metadata = site / f"{name}-1.0.dist-info"
    metadata.mkdir(exist_ok=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[console_scripts]\na = b:c\n\n[{group}]\nrules = {value}\n")


def names(site: Path) -> list[list[str]]:
    return [[Path(file).relative_to(site).as_posix() for file in one.files] for one in installed_rules()]


@pytest.mark.parametrize(
    ("value", "files"),
    [
        ("acme_rules.rules", ["acme_rules/rules.toml"]),
        ("acme_rules.more", ["acme_rules/more/a.toml", "acme_rules/more/b.toml"]),
        ("acme_rules", ["acme_rules/rules.toml"]),
        ("acme_rules.nothing", []),
        ("no_such_package.rules", []),
    ],
)
def test_what_an_entry_point_names(site: Path, value: str, files: list[str]) -> None:
    install(site, value)
    assert names(site) == [files]
    assert "acme_rules" not in sys.modules


def test_a_module_with_its_rules_beside_it(site: Path) -> None:
    (site / "single.py").write_text("raise SystemExit('imported')\n")
    (site / "single.toml").write_text(RULES)
    install(site, "single")
    assert names(site) == [["single.toml"]]


def test_other_groups_are_not_ours(site: Path) -> None:
    install(site, "acme_rules.rules", group="blockcheck.rules_of_others")
    assert installed_rules() == ()


def test_several_packages_in_the_order_of_their_names(site: Path) -> None:
    install(site, "acme_rules.rules", name="zeta")
    install(site, "acme_rules.more", name="Alpha")
    assert [one.package for one in installed_rules()] == ["Alpha", "zeta"]


def test_they_come_after_the_users_own(site: Path, tmp_path: Path) -> None:
    install(site, "acme_rules.rules")
    (tmp_path / "blockcheck.toml").write_text('rules = ["mine.toml"]\n')
    loaded = load_settings(str(tmp_path))
    assert [Path(file).name for file in loaded.settings.rules] == ["mine.toml", "rules.toml"]
    line = next(line for line in show(loaded).splitlines() if line.startswith("rules"))
    assert line.endswith("blockcheck.toml, Acme-Rules (installed)")
    assert load_settings(str(tmp_path), isolated=True).settings.rules == ()


def test_a_promise_that_is_not_kept(site: Path, tmp_path: Path) -> None:
    install(site, "acme_rules.nothing")
    with pytest.raises(SettingsError, match=r"^Acme-Rules: its entry point of blockcheck\.rules is `acme_rules\.noth"):
        load_settings(str(tmp_path))
