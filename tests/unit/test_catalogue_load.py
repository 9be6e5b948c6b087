"""A wrong rule file is one line with the file, the line and the mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from blockcheck.catalogue import RuleError, load_catalogue
from blockcheck.catalogue.load import line_of

GOOD = """\
library = ["acme"]

[[blocks]]
names = ["acme.Client.*"]
except = ["acme.Client.close"]
rule = "custom-blocking"
why = "waits for the Acme service"
"""


def error_of(tmp_path: Path, text: str) -> str:
    """The message for a file, without its folder."""
    path = tmp_path / "acme.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_catalogue((), [path])
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{path}:")
    return message.removeprefix(f"{path}:")


def test_good_file_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "acme.toml"
    path.write_text(GOOD)
    catalogue = load_catalogue((), [path])
    assert [block.why for block in catalogue.method_blocks("acme.Client", "order")] == ["waits for the Acme service"]
    assert catalogue.method_blocks("acme.Client", "close") == ()
    assert catalogue.known_root("acme")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("except =", "excpet ="), "5: unknown key `excpet`; did you mean `except`?"),
        (('rule = "custom-blocking"\n', ""), "3: the key `rule` is missing"),
        (
            ('"custom-blocking"', '"blocking-htpp"'),
            "6: there is no rule `blocking-htpp`; did you mean `blocking-http`?",
        ),
        (('"custom-blocking"', "120"), "6: `rule` must be text, not a whole number"),
        (('["acme.Client.*"]', '"acme.Client.*"'), "4: `names` must be a list, not text"),
        (('"acme.Client.*"', "7"), "4: `names[0]` must be text, not a whole number"),
        (("acme.Client.close", "acme.Other.close"), "5: `acme.Other.close` is an exception to nothing"),
        (('"acme.Client.*"', '"acme.Client.get_*"'), "4: `acme.Client.get_*` is no name"),
        (('"acme.Client.*"', '"acme.{Client,Other.*"'), "4: `acme.{Client,Other.*`: a brace is not closed"),
        (("[[blocks]]", "[[block]]"), "3: unknown key `block`; did you mean `blocks`?"),
        (("[[blocks]]", "[blocks]"), "3: `blocks` must be a list, not a table"),
        (('["acme"]', '["acme"'), "not valid TOML"),
        (('why = "', 'severity = "fatal"\nwhy = "'), "7: `severity` cannot be `fatal`"),
    ],
)
def test_mistake_in_a_block(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    assert change[0] in GOOD
    assert message in error_of(tmp_path, GOOD.replace(*change))


def test_second_of_several_blocks_is_the_one_that_is_named(tmp_path: Path) -> None:
    assert error_of(tmp_path, GOOD + GOOD.partition("\n\n")[2].replace("why", "wy")).startswith("12: unknown key `wy`")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('[[returns]]\nnames = ["acme.connect"]\ntype = "list[acme.Client"', "11: a bracket is not closed in the type"),
        (
            '[[returns]]\nnames = ["acme.connect"]\ntype = "Client"',
            "11: `Client` in the type `Client` needs its module",
        ),
        ('[[returns]]\nnames = ["acme.connect"]\ntype = "acme.Client]"', "11: `]` is not expected in the type"),
        ('[[intrinsics]]\nnames = ["acme.Client.*"]\nas = "bag"', "10: `*` has no meaning here"),
        ('[[runs]]\nnames = ["acme.go"]\nasync = "nowhere"', "11: `async` cannot be `nowhere`"),
        ('[[markers]]\nnames = ["acme.Depends"]\nargment = [0]', "11: unknown key `argment`; did you mean `argument`?"),
    ],
)
def test_mistake_in_another_table(tmp_path: Path, row: str, message: str) -> None:
    assert error_of(tmp_path, f"{GOOD}\n{row}\n").startswith(message)


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ('{ argument = "x" }', "needs exactly one of `is`, `not`, `given` and `types`"),
        ('{ argument = "x", is = 0, given = true }', "needs exactly one of"),
        ('{ argument = "x", iss = 0 }', "unknown key `iss`; did you mean `is`?"),
        ('{ argument = "x", position = "1", is = 0 }', "`position` must be a whole number"),
    ],
)
def test_mistake_in_a_condition(tmp_path: Path, condition: str, message: str) -> None:
    text = f"{GOOD}unless = [{condition}]\n"
    found = error_of(tmp_path, text)
    assert found.startswith("8: ")
    assert message in found


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"missing\.toml: cannot be read: No such file"):
        load_catalogue((), [tmp_path / "missing.toml"])


def test_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "acme.toml").write_bytes(b'library = ["\xff"]')
    with pytest.raises(RuleError, match=r"acme\.toml: not UTF-8 text \(invalid start byte at byte 12\)"):
        load_catalogue((), [tmp_path / "acme.toml"])


INLINE = """\
[project]
name = "shop"

[tool.blockcheck]
include-tests = true

[[tool.blockcheck.rules.blocks]]
names = ["acme.Client.*"]
rule = "custom-blocking"
why = "waits for the Acme service"
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", INLINE),
        ("blockcheck.toml", INLINE.partition("[tool.blockcheck]\n")[2].replace("tool.blockcheck.", "")),
        ("ci.toml", 'rules = { files = [], blocks = [{ names = ["acme.Client.*"], rule = "BLC120", why = "waits" }] }'),
    ],
)
def test_rules_in_a_configuration_file(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    catalogue = load_catalogue((), [tmp_path / name])
    assert len(catalogue.method_blocks("acme.Client", "get")) == 1
    assert catalogue.known_root("acme")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("why =", "wy ="), "10: unknown key `wy`; did you mean `why`?"),
        (("custom-blocking", "custom"), "9: there is no rule `custom`; did you mean `custom-blocking`?"),
        (("rules.blocks]]", "rules.block]]"), "7: unknown key `block`; did you mean `blocks`?"),
    ],
)
def test_mistake_in_a_configuration_file(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    assert change[0] in INLINE
    assert message in error_of(tmp_path, INLINE.replace(*change))


def test_line_of_a_mistake_in_a_list_of_tables(tmp_path: Path) -> None:
    text = '\n[rules]\nblocks = [{ names = ["acme.Client.*"], rule = "BLC120", wy = "waits" }]\n'
    assert error_of(tmp_path, text) == "3: unknown key `wy`; did you mean `why`?"


def test_first_file_of_the_user_goes_before_the_others(tmp_path: Path) -> None:
    (tmp_path / "first.toml").write_text(GOOD.replace("close", "{close,order}"))
    (tmp_path / "second.toml").write_text(GOOD)
    catalogue = load_catalogue((), [tmp_path / "first.toml", tmp_path / "second.toml"])
    assert catalogue.method_blocks("acme.Client", "order") == ()
    assert len(catalogue.method_blocks("acme.Client", "get")) == 1


def test_library_may_be_left_out_by_a_user(tmp_path: Path) -> None:
    path = tmp_path / "acme.toml"
    path.write_text(GOOD.partition("\n")[2])
    assert load_catalogue((), [path]).known_root("acme")


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (".blocks[0]", 3),
        (".blocks[0].names[0]", 4),
        (".library", 1),
        (".blocks[0].nothing", 3),
        (".blocks[7].names", 0),
    ],
)
def test_line_of_a_place(place: str, line: int) -> None:
    assert line_of(GOOD, place) == line
