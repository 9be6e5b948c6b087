"""Settings come from where they should, win over each other as they should, and say so when they cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from blockcheck.config import KEYS, PartialSettings, Settings, SettingsError, load_settings, show


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def error_of(*, config: tuple[str, ...] = (), isolated: bool = False) -> tuple[str, str]:
    """The message and the help for settings that cannot be used."""
    with pytest.raises(SettingsError) as caught:
        load_settings(".", config=config, isolated=isolated)
    return str(caught.value), caught.value.help


def test_without_a_file_the_defaults_hold(project: Path) -> None:
    loaded = load_settings(str(project))

    assert loaded.settings == Settings()
    assert set(loaded.origins.values()) == {"default"}


def test_every_setting_can_come_from_a_file(project: Path) -> None:
    (project / "pyproject.toml").write_text(
        """
        [tool.blockcheck]
        select = ["ALL"]
        extend-select = ["BLC111"]
        ignore = ["blocking-file"]
        per-file-ignores = { "migrations/**" = ["BLC103"] }
        exclude = ["scripts"]
        extend-exclude = ["generated/*.py"]
        src = ["lib", "apps/*"]
        fail-on = "error"
        rules = ["rules/acme.toml"]
        include-tests = true
        output-format = "concise"
        python = ".venv"
        baseline = "known.json"
        """
    )

    loaded = load_settings(str(project))

    assert loaded.settings == Settings(
        select=("ALL",),
        extend_select=("BLC111",),
        ignore=("blocking-file",),
        per_file_ignores={f"{project}/migrations/**": ("BLC103",)},
        exclude=("scripts",),
        extend_exclude=(f"{project}/generated/*.py",),
        src=(f"{project}/lib", f"{project}/apps/*"),
        fail_on="error",
        rules=(f"{project}/rules/acme.toml",),
        include_tests=True,
        output_format="concise",
        python=f"{project}/.venv",
        baseline=f"{project}/known.json",
    )
    assert set(loaded.origins) == set(KEYS)
    assert set(loaded.origins.values()) == {"pyproject.toml"}


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("[[rules.blocks]]\n", ["blockcheck.toml"]),
        ('[rules]\nfiles = ["a.toml"]\n[[rules.blocks]]\n', ["blockcheck.toml", "a.toml"]),
        ('rules = { files = ["a.toml"] }\n', ["a.toml"]),
        ("rules = {}\n", []),
    ],
)
def test_a_file_that_holds_rules_itself_is_one_of_the_rule_files(project: Path, text: str, files: list[str]) -> None:
    (project / "blockcheck.toml").write_text(text)
    assert load_settings(".").settings.rules == tuple(f"{project}/{file}" for file in files)


def test_nearest_file_that_speaks_of_blockcheck_counts(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.blockcheck]\nfail-on = "error"\n')
    inner = project / "packages" / "api"
    inner.mkdir(parents=True)
    (inner / "pyproject.toml").write_text('[project]\nname = "api"\n')
    app = inner / "app.py"
    app.touch()

    assert load_settings(str(app)).settings.fail_on == "error"

    (inner / "pyproject.toml").write_text("[tool.blockcheck]\n")
    assert load_settings(str(app)).settings.fail_on == "warning"


def test_own_file_wins_over_pyproject_beside_it(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.blockcheck]\nignore = ["BLC101"]\n')
    (project / "blockcheck.toml").write_text('ignore = ["BLC102"]\n')

    assert load_settings(".").settings.ignore == ("BLC102",)


def test_command_line_wins_over_files_and_extends_what_is_extended(project: Path) -> None:
    (project / "blockcheck.toml").write_text('fail-on = "error"\nextend-exclude = ["one"]\nexclude = ["other"]\n')
    given = PartialSettings(
        fail_on="warning", extend_exclude=("two", "sub/three", f"{project}/sub/four"), exclude=("mine",)
    )

    loaded = load_settings(".", given)

    assert loaded.settings.fail_on == "warning"
    assert loaded.settings.exclude == ("mine",)
    assert loaded.settings.extend_exclude == ("one", "two", f"{project}/sub/three", f"{project}/sub/four")
    assert loaded.origins["fail_on"] == "command line"
    assert loaded.origins["extend_exclude"] == "blockcheck.toml, command line"


def test_a_selection_on_the_command_line_begins_anew(project: Path) -> None:
    (project / "blockcheck.toml").write_text('ignore = ["BLC110"]\nextend-select = ["BLC111"]\nfail-on = "error"\n')

    loaded = load_settings(".", PartialSettings(select=("BLC110",)))

    assert (loaded.settings.select, loaded.settings.extend_select, loaded.settings.ignore) == (("BLC110",), (), ())
    assert loaded.origins["ignore"] == "default"
    assert loaded.settings.fail_on == "error"


def test_patterns_mean_paths_from_where_they_are_written(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = project / "odd [name]"
    (odd / "sub").mkdir(parents=True)
    (odd / "blockcheck.toml").write_text('exclude = ["name", "folder/", "./a/b", "**/any", "!a/kept.py", "/rooted"]\n')
    monkeypatch.chdir(odd / "sub")

    assert load_settings(".").settings.exclude == (
        "name",
        "folder/",
        f"{project}/odd \\[name\\]/a/b",
        "**/any",
        f"!{project}/odd \\[name\\]/a/kept.py",
        f"{project}/odd \\[name\\]/rooted",
    )


def test_a_file_can_be_named_and_a_setting_be_given_beside_it(project: Path) -> None:
    (project / "blockcheck.toml").write_text('fail-on = "error"\n')
    (project / "other.toml").write_text('ignore = ["BLC102"]\n')

    loaded = load_settings(".", config=("other.toml", "include-tests = true"))

    assert loaded.settings.ignore == ("BLC102",)
    assert loaded.settings.include_tests
    assert loaded.settings.fail_on == "warning"
    assert loaded.origins["ignore"] == "other.toml"
    assert loaded.origins["include_tests"] == "command line (--config)"


def test_isolated_reads_no_file(project: Path) -> None:
    (project / "blockcheck.toml").write_text("this is no TOML")

    assert load_settings(".", isolated=True).settings == Settings()
    assert error_of(config=("blockcheck.toml",), isolated=True) == (
        "--isolated and --config FILE exclude each other",
        "leave one of them out",
    )


@pytest.mark.parametrize(
    ("text", "message", "help_"),
    [
        ('selct = ["BLC1"]', "has no setting `selct`", "did you mean `select`?"),
        ('per_file_ignores = {}', "has no setting `per_file_ignores`", "did you mean `per-file-ignores`?"),
        ('zzz = 1', "has no setting `zzz`", "there are: baseline, exclude, extend-exclude, extend-select, fail-on, "),
        ('select = "BLC1"', "`select` must be a list of strings", 'it is "BLC1"'),
        ("ignore = [1]", "`ignore` must be a list of strings", "it is [1]"),
        ('rules = "acme.toml"', "`rules` must be a list of rule files, or tables of rules", 'it is "acme.toml"'),
        ("rules = { files = 1, blocks = [] }", "`rules` must be a list of rule files, or tables", "it is 1"),
        ("include-tests = 1", "`include-tests` must be true or false", "it is 1"),
        ('fail-on = "info"', '`fail-on` must be "error" or "warning"', 'it is "info"'),
        ('output-format = "xml"', '`output-format` must be one of "full", "concise", "json"', 'it is "xml"'),
        ('per-file-ignores = ["a"]', "`per-file-ignores` must be a table of patterns", 'it is ["a"]'),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named_with_its_file_and_what_to_write(
    project: Path, text: str, message: str, help_: str
) -> None:
    (project / "pyproject.toml").write_text(f"[tool.blockcheck]\n{text}\n")

    said, advice = error_of()

    assert said.startswith("pyproject.toml: [tool.blockcheck]")
    assert message in said
    assert advice.startswith(help_)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a = = 1", "blockcheck.toml: is not valid TOML: Invalid value (at line 1, column 5)"),
        (b"a = '\xff'", "blockcheck.toml: is not UTF-8, which TOML files must be"),
        (b"\xef\xbb\xbfselect = 1", "blockcheck.toml: `select` must be a list of strings"),
    ],
)
def test_a_file_that_is_no_toml_is_one_clear_message(project: Path, content: bytes, message: str) -> None:
    (project / "blockcheck.toml").write_bytes(content)

    assert error_of()[0] == message


def test_a_named_file_must_exist() -> None:
    assert error_of(config=("no.toml",))[0] == "no.toml: cannot be read: No such file or directory"
    assert "is neither a file nor a setting" in error_of(config=("fail-on = error",))[0]


def test_the_table_must_be_a_table(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool]\nblockcheck = true\n")

    assert error_of() == ("pyproject.toml: `tool.blockcheck` must be a table", "write [tool.blockcheck]")


def test_showing_tells_each_value_and_its_origin(project: Path) -> None:
    (project / "blockcheck.toml").write_text(
        'src = ["lib"]\nper-file-ignores = { "a/*.py" = ["BLC101", "BLC102"] }\ninclude-tests = true\n'
    )

    shown = show(load_settings(".", PartialSettings(fail_on="error"))).splitlines()

    assert 'src = ["lib"]  # blockcheck.toml' in shown
    assert 'per-file-ignores = {"a/*.py" = ["BLC101", "BLC102"]}  # blockcheck.toml' in shown
    assert "include-tests = true  # blockcheck.toml" in shown
    assert 'fail-on = "error"  # command line' in shown
    assert 'select = ["DEFAULT"]  # default' in shown
    assert [line.split(" = ")[0] for line in shown] == list(KEYS.values())
