"""What the catalogue says of a name: spellings, classes and their bases, patterns and exceptions."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from blockcheck.catalogue import Catalogue, load_catalogue, load_codes
from blockcheck.catalogue.library import Library
from blockcheck.catalogue.load import load_user_rules
from blockcheck.catalogue.mro import linearise
from blockcheck.catalogue.store import Store
from blockcheck.catalogue.types import TypeExpr

TYPES = {
    "generator": "by hand",
    "package": "acme",
    "version": "1",
    "aliases": {
        "acme.Client": "acme.core.Client",
        "acme.OldClient": "acme.Client",
        "acme.get": "acme.core.get",
        "acme.Batch": "acme.core.Batch",
        "acme.one": "acme.two",
        "acme.two": "acme.one",
        "acme.loads": "json.loads",
    },
    "classes": {
        "acme.core.Base": {"attributes": {"name": "str", "shadow": "str"}, "methods": {"ping": "bool", "copy": "Self"}},
        "acme.core.Client": {
            "bases": ["acme.Mixin", "acme.core.Base"],
            "attributes": {"batch": "acme.Batch"},
            "methods": {"get": "acme.Answer", "list": "", "shadow": "int"},
        },
        "acme.core.Batch": {"bases": ["acme.core.Client"]},
        "acme.core.AsyncClient": {"bases": ["acme.core.Client"]},
    },
    "functions": {"acme.core.get": "acme.Answer"},
    "variables": {"acme.default": "acme.Client"},
}


def make(folder: Path, rules: str = "", own: str = "", types: object = TYPES, **others: str) -> Catalogue:
    """A catalogue of one library, `acme`, and of what else is given by root."""
    for root, text in {"acme": rules, **others}.items():
        (folder / f"{root}.toml").write_text(f'library = ["{root}"]\n{text}')
    (folder / "types").mkdir(exist_ok=True)
    (folder / "types" / "acme.json").write_bytes(msgspec.json.encode(types))
    codes = load_codes()
    mine = []
    if own:
        (folder / "own").write_text(own)
        mine = [load_user_rules(folder / "own", [code.name for code in codes])]
    return Catalogue(codes, Store(Library(folder), mine, frozenset()))


def block(names: str, why: str = "waits", excepting: str = "") -> str:
    return f'[[blocks]]\nnames = ["{names}"]\nexcept = [{excepting}]\nrule = "blocking-http"\nwhy = "{why}"\n'


def reasons(catalogue: Catalogue, cls: str, name: str) -> list[str]:
    return [row.why for row in catalogue.method_blocks(cls, name)]


# Spellings


def test_canonical_follows_the_longest_spelling_until_none_is_left(tmp_path: Path) -> None:
    catalogue = make(tmp_path)
    assert catalogue.canonical("acme.get") == "acme.core.get"
    assert catalogue.canonical("acme.OldClient.get") == "acme.core.Client.get"
    assert catalogue.canonical("acme.core.Client.get") == "acme.core.Client.get"
    assert catalogue.canonical("acme.unknown.thing") == "acme.unknown.thing"
    assert catalogue.canonical("other.get") == "other.get"


def test_spellings_in_a_circle_end_in_one_name(tmp_path: Path) -> None:
    catalogue = make(tmp_path)
    assert catalogue.canonical("acme.one.x") == catalogue.canonical("acme.two.x")


def test_alias_of_a_rule_file_that_turns_round_what_the_source_says(tmp_path: Path) -> None:
    catalogue = make(tmp_path, '[[aliases]]\nname = "acme.core.Client"\nis = "acme.Client"\n')
    assert catalogue.canonical("acme.Client") == "acme.core.Client"


def test_public_spelling_is_that_of_the_rules(tmp_path: Path) -> None:
    catalogue = make(tmp_path, block("acme.Client.get") + block("acme.get"))
    assert catalogue.public("acme.core.get") == "acme.get"
    assert catalogue.public("acme.core.Client.get") == "acme.Client.get"
    assert catalogue.public("acme.core.Client.list") == "acme.Client.list"
    assert catalogue.public("json.loads") == "json.loads"


@pytest.mark.parametrize(("name", "known"), [("acme", True), ("acme.core.x", True), ("ac", False), ("acmes", False)])
def test_known_root(tmp_path: Path, name: str, *, known: bool) -> None:
    assert make(tmp_path).known_root(name) is known


def test_part_of_a_namespace_package(tmp_path: Path) -> None:
    (tmp_path / "storage.toml").write_text('library = ["google.cloud.storage"]\n' + block("google.cloud.storage.get"))
    (tmp_path / "broken.toml").write_text('library = ["google.cloud.broken"]\nnonsense = 1\n')
    catalogue = make(tmp_path)
    assert catalogue.known_root("google")
    assert catalogue.known_root("google.cloud.storage.blob")
    assert not catalogue.known_root("google.auth")
    assert catalogue.blocks("google.cloud.storage.get")  # and nothing was read of the broken file


# Classes


def test_mro(tmp_path: Path) -> None:
    catalogue = make(tmp_path)
    assert catalogue.mro("acme.Batch") == ("acme.core.Batch", "acme.core.Client", "acme.Mixin", "acme.core.Base")
    assert catalogue.mro("acme.Unknown") == ("acme.Unknown",)
    assert catalogue.is_class("acme.OldClient")
    assert not catalogue.is_class("acme.get")


def test_bare_builtin_types_keep_their_names() -> None:
    catalogue = load_catalogue(())
    assert catalogue.mro("bool") == ("bool", "int")
    assert catalogue.mro("builtins.bool") == ("builtins.bool", "builtins.int")
    assert catalogue.is_class("list")
    assert catalogue.method_returns("str", "split") == TypeExpr("list", (TypeExpr("builtins.str"),))


def test_bases_of_a_rule_file_go_before_those_of_the_source(tmp_path: Path) -> None:
    catalogue = make(tmp_path, '[[classes]]\nnames = ["acme.Batch", "acme.New"]\nbases = ["acme.core.Base"]\n')
    assert catalogue.mro("acme.Batch") == ("acme.core.Batch", "acme.core.Base")
    assert catalogue.mro("acme.New") == ("acme.New", "acme.core.Base")


@pytest.mark.parametrize(
    ("bases", "order"),
    [
        ({"d": "bc", "b": "a", "c": "a"}, "dbca"),
        ({"a": "b", "b": "a"}, "ab"),
        ({"a": "a"}, "a"),
        ({"x": "ab", "y": "ba", "z": "xy"}, "zxaby"),
    ],
)
def test_linearise(bases: dict[str, str], order: str) -> None:
    assert "".join(linearise(order[0], lambda name: list(bases.get(name, "")))) == order


# Which row speaks of a method


def test_whole_name_then_exception_then_star(tmp_path: Path) -> None:
    rules = block("acme.Client.*", "star", '"acme.Client.close", "acme.Client.get"') + block("acme.Client.get", "whole")
    catalogue = make(tmp_path, rules)
    assert reasons(catalogue, "acme.Client", "get") == ["whole"]
    assert reasons(catalogue, "acme.Client", "close") == []
    assert reasons(catalogue, "acme.Client", "order") == ["star"]


def test_star_means_no_special_methods(tmp_path: Path) -> None:
    catalogue = make(tmp_path, block("acme.Client.*") + block("acme.Client.__iter__", "written out"))
    assert reasons(catalogue, "acme.Client", "__enter__") == []
    assert reasons(catalogue, "acme.Client", "_private") == []
    assert reasons(catalogue, "acme.Client", "__iter__") == ["written out"]


def test_subclass_goes_before_base(tmp_path: Path) -> None:
    rules = block("acme.core.Base.ping", "whole of the base") + block("acme.Client.*", "star", '"acme.Client.close"')
    catalogue = make(tmp_path, rules + block("acme.core.Base.close", "base"))
    assert reasons(catalogue, "acme.core.Base", "ping") == ["whole of the base"]
    assert reasons(catalogue, "acme.Batch", "ping") == ["star"]
    assert reasons(catalogue, "acme.Batch", "close") == []
    assert reasons(catalogue, "acme.core.Base", "close") == ["base"]


def test_exception_of_a_whole_subclass(tmp_path: Path) -> None:
    rules = block("acme.Client.{*,__iter__}", "star", '"acme.Batch.*"') + block("acme.Batch.send", "sends")
    catalogue = make(tmp_path, rules)
    assert reasons(catalogue, "acme.Client", "get") == ["star"]
    assert reasons(catalogue, "acme.Batch", "get") == []
    assert reasons(catalogue, "acme.Batch", "__iter__") == []
    assert reasons(catalogue, "acme.Batch", "send") == ["sends"]


def test_several_rows_for_one_name(tmp_path: Path) -> None:
    catalogue = make(tmp_path, block("acme.Client.get", "a") + block("acme.Client.{get,list}", "b"))
    assert reasons(catalogue, "acme.Client", "get") == ["a", "b"]
    assert reasons(catalogue, "acme.Client", "list") == ["b"]


def test_functions_and_constructors(tmp_path: Path) -> None:
    catalogue = make(tmp_path, block("acme.get", "get") + block("acme.Client", "connects"))
    assert [row.why for row in catalogue.blocks("acme.core.get")] == ["get"]
    assert [row.why for row in catalogue.blocks("acme.Batch")] == ["connects"]
    assert catalogue.blocks("acme.core.Base") == ()
    assert catalogue.blocks("acme.nothing") == ()


def test_star_on_a_module_is_for_what_it_exports(tmp_path: Path) -> None:
    catalogue = make(tmp_path, block("acme.*", "star", '"acme.other"'))
    assert [row.why for row in catalogue.blocks("acme.core.get")] == ["star"]
    assert [row.why for row in catalogue.blocks("acme.new")] == ["star"]
    assert catalogue.blocks("acme.other") == ()
    assert catalogue.blocks("acme.core.other") == ()
    assert catalogue.blocks("json.loads") == ()  # another library's, which acme exports as well


def test_method_called_through_its_class(tmp_path: Path) -> None:
    catalogue = make(tmp_path, block("acme.core.Base.ping"))
    assert catalogue.blocks("acme.Client.ping") == catalogue.method_blocks("acme.Client", "ping") != ()


def test_users_rules_go_before_the_shipped_ones(tmp_path: Path) -> None:
    own = block("acme.Client.get", "own").replace("why", 'severity = "off"\nwhy')
    catalogue = make(tmp_path, block("acme.Client.{get,list}", "shipped"), own)
    assert reasons(catalogue, "acme.Client", "get") == ["own"]
    assert reasons(catalogue, "acme.Client", "list") == ["shipped"]


def test_file_for_the_newest_version_goes_before_the_others(tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_text(
        'library = ["acme"]\npackage = "acme"\nversions = ">=1.10,<2"\n' + block("acme.{a,b}", "old")
    )
    (tmp_path / "new.toml").write_text(
        'library = ["acme"]\npackage = "acme"\nversions = ">=2"\n' + block("acme.a", "new")
    )
    catalogue = make(tmp_path)
    assert [row.why for row in catalogue.blocks("acme.a")] == ["new"]
    assert [row.why for row in catalogue.blocks("acme.b")] == ["old"]


# Types


def test_returns(tmp_path: Path) -> None:
    catalogue = make(tmp_path, '[[returns]]\nnames = ["acme.Client.list"]\ntype = "list[acme.OldClient]"\n')
    answer = TypeExpr("acme.Answer")
    client = TypeExpr("acme.core.Client")
    assert catalogue.returns("acme.get") == answer
    assert catalogue.returns("acme.OldClient") == client
    assert catalogue.returns("acme.nothing") is None
    assert catalogue.method_returns("acme.Batch", "get") == answer
    assert catalogue.method_returns("acme.Batch", "list") == TypeExpr("list", (client,))
    assert catalogue.method_returns("acme.Client", "copy") == TypeExpr("Self")
    assert catalogue.returns("acme.Batch.copy") == TypeExpr("acme.core.Batch")
    assert catalogue.method_returns("acme.Client", "nothing") is None


def test_unknown_result_of_a_subclass_is_taken_from_its_base(tmp_path: Path) -> None:
    types = {
        **TYPES,
        "classes": {"acme.A": {"methods": {"get": "str"}}, "acme.B": {"bases": ["acme.A"], "methods": {"get": ""}}},
    }
    assert make(tmp_path, types=types).method_returns("acme.B", "get") == TypeExpr("builtins.str")


def test_attributes(tmp_path: Path) -> None:
    catalogue = make(tmp_path, '[[attributes]]\nnames = ["acme.Client.name"]\ntype = "acme.Name"\n')
    assert catalogue.attribute("acme.Client", "name") == TypeExpr("acme.Name")
    assert catalogue.attribute("acme.core.Base", "name") == TypeExpr("builtins.str")
    assert catalogue.attribute("acme.Client", "batch") == TypeExpr("acme.core.Batch")
    assert catalogue.attribute("acme.Client", "shadow") is None  # a method that hides the attribute of a base
    assert catalogue.attribute_of_module("acme.default") == TypeExpr("acme.core.Client")
    assert catalogue.attribute_of_module("acme.get") is None


def test_has_member(tmp_path: Path) -> None:
    catalogue = make(tmp_path, block("acme.Client.order"))
    found = {
        name for name in ("get", "list", "batch", "ping", "order", "none") if catalogue.has_member("acme.Batch", name)
    }
    assert found == {"get", "list", "batch", "ping", "order"}
    assert not catalogue.has_member("acme.Unknown", "get")


def test_what_is_said_of_a_type_that_is_named_after_its_callable(tmp_path: Path) -> None:
    rules = block("acme.Client.stream.__next__") + '[[classes]]\nnames = ["acme.Client.stream"]\n'
    rules += '[[returns]]\nnames = ["acme.Client.stream"]\ntype = "acme.Client.stream"\n'
    catalogue = make(tmp_path, rules)
    returned = catalogue.method_returns("acme.OldClient", "stream")
    assert returned is not None
    assert catalogue.method_blocks(returned.name, "__next__")
    assert not catalogue.method_blocks("acme.Client", "stream")
    assert catalogue.public(f"{returned.name}.__next__") == "acme.Client.stream"


# The other tables


def test_runs_markers_mounts_intrinsics_hooks(tmp_path: Path) -> None:
    rules = """
[[runs]]
names = ["acme.go", "acme.Client.submit"]
argument = [0]
sync = "thread"
[[markers]]
names = ["acme.Depends"]
[[mounts]]
names = ["acme.Client.include"]
[[intrinsics]]
names = ["acme.Client.bind", "acme.partial"]
as = "partial"
[[hooks]]
base = "acme.Client"
methods = ["run"]
"""
    catalogue = make(tmp_path, rules)
    assert [row.sync for row in catalogue.runs("acme.go")] == ["thread"]
    assert catalogue.method_runs("acme.Batch", "submit")
    assert catalogue.markers("acme.Depends")
    assert catalogue.method_mounts("acme.Client", "include")
    assert catalogue.mounts("acme.Client.include")
    assert (catalogue.intrinsic("acme.partial"), catalogue.intrinsic("acme.go")) == ("partial", "")
    assert catalogue.method_intrinsic("acme.Batch", "bind") == "partial"
    assert [hook.methods for hook in catalogue.hooks(["acme.core.Client", "acme.OldClient", "x.Y"])] == [("run",)]


def test_another_library_is_read_when_a_base_of_it_is_met(tmp_path: Path) -> None:
    types = {**TYPES, "classes": {"acme.Session": {"bases": ["sql.Session"]}}}
    catalogue = make(tmp_path, types=types, sql=block("sql.Session.execute"))
    assert catalogue.method_blocks("acme.Session", "execute")
