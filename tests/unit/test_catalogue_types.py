"""Types as rule files write them."""

from __future__ import annotations

import pytest

from blockcheck.catalogue.types import TypeExpr, TypeSyntaxError, map_names, parse_type

STR = TypeExpr("builtins.str")
CLIENT = TypeExpr("acme.Client")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("acme.Client", CLIENT),
        ("str", STR),
        ("builtins.str", STR),
        ("None", TypeExpr("None")),
        ("Self", TypeExpr("Self")),
        ("typing.Self", TypeExpr("Self")),
        ("Any", TypeExpr("")),
        ("object", TypeExpr("")),
        ("acme.Client | None", TypeExpr("|", (CLIENT, TypeExpr("None")))),
        ("Optional[acme.Client]", TypeExpr("|", (CLIENT, TypeExpr("None")))),
        ("acme.Client | acme.Client", CLIENT),
        ("Union[acme.Client, str, None]", TypeExpr("|", (CLIENT, STR, TypeExpr("None")))),
        ("list[acme.Client]", TypeExpr("list", (CLIENT,))),
        ("collections.abc.Sequence[str]", TypeExpr("list", (STR,))),
        ("dict[str, acme.Client]", TypeExpr("dict", (STR, CLIENT))),
        ("dict[str, Any]", TypeExpr("dict", (STR, TypeExpr("")))),
        ("list[Any]", TypeExpr("list")),
        ("tuple[str, acme.Client]", TypeExpr("tuple", (STR, CLIENT))),
        ("tuple[acme.Client, ...]", TypeExpr("list", (CLIENT,))),
        ("Generator[acme.Client, None, None]", TypeExpr("Iterator", (CLIENT,))),
        ("AsyncGenerator[acme.Client, None]", TypeExpr("AsyncIterator", (CLIENT,))),
        ("Coroutine[Any, Any, acme.Client]", TypeExpr("Awaitable", (CLIENT,))),
        ("ContextManager[acme.Client]", TypeExpr("ContextManager", (CLIENT,))),
        ("contextlib.AbstractAsyncContextManager[acme.Client, bool]", TypeExpr("AsyncContextManager", (CLIENT,))),
        ("Callable[..., acme.Client]", TypeExpr("Callable", (TypeExpr(""), CLIENT))),
        ("Callable[[str, int], acme.Client]", TypeExpr("Callable", (TypeExpr(""), CLIENT))),
        ("type[acme.Client]", TypeExpr("type", (CLIENT,))),
        ("acme.Repository[acme.Client]", TypeExpr("acme.Repository", (CLIENT,))),
        (" acme . Client".replace(" ", ""), CLIENT),
    ],
)
def test_type(text: str, expected: TypeExpr) -> None:
    assert parse_type(text) == expected


@pytest.mark.parametrize("text", ["Callable[..., acme.Client]", "acme.A | None", "dict[builtins.str, list[acme.A]]"])
def test_text_of_a_type_means_the_type(text: str) -> None:
    assert parse_type(str(parse_type(text))) == parse_type(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "list[",
        "list[acme.A",
        "acme.A]",
        "acme.A |",
        "| acme.A",
        "acme.A acme.B",
        "Client",
        "a-b",
        "list[acme.A acme.B]",
    ],
)
def test_what_is_no_type(text: str) -> None:
    with pytest.raises(TypeSyntaxError):
        parse_type(text)


def test_names_are_changed_and_words_are_not() -> None:
    found = map_names(parse_type("Awaitable[acme.A | Self]"), lambda name: name.replace("acme", "acme.core"))
    assert found == parse_type("Awaitable[acme.core.A | Self]")
