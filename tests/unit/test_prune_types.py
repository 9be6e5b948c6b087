"""Types are cut down to what leads to a blocking call, and nothing that the engine needs is lost."""

from __future__ import annotations

from blockcheck.catalogue.schema import GeneratedClass, GeneratedTypes
from scripts.prune_types import Pruner, Spoken

SPOKEN = Spoken(
    names=frozenset({"lib.Client", "lib.connect", "lib._resource.Resource"}),
    owners=frozenset({"lib", "lib._resource.Resource"}),
    wild=frozenset({"lib._resource.Resource"}),
    abroad=frozenset({"requests…Session"}),
    aliases={"lib.Old": "lib._client.Client"},
)
TYPES = GeneratedTypes(
    generator="scripts/generate_types.py 1",
    package="lib",
    version="1.0",
    aliases={"lib.Client": "lib._client.Client", "lib.Options": "lib._types.Options"},
    classes={
        "lib._client.Client": GeneratedClass(
            attributes={"users": "lib.users.Users", "timeout": "float"}, methods={"close": "None"}
        ),
        "lib._resource.Resource": GeneratedClass(),
        "lib._client.PatientClient": GeneratedClass(bases=("lib._client.Client",), methods={"wait": "float"}),
        "lib._types.Options": GeneratedClass(attributes={"name": "str"}),
        "lib._types.Params": GeneratedClass(bases=("typing.TypedDict",), attributes={"client": "lib._client.Client"}),
        "lib.http.Browser": GeneratedClass(bases=("requests.sessions.Session",)),
        "lib.proxy.Proxy": GeneratedClass(methods={"__getattr__": "lib._client.Client", "reload": "None"}),
        "lib.users.User": GeneratedClass(attributes={"name": "str"}),
        "lib.users.Users": GeneratedClass(
            bases=("lib._resource.Resource",),
            methods={"get": "lib.users.User", "get_async": "Awaitable[lib.users.User]", "page": "lib.users.Users"},
        ),
    },
    functions={"lib.connect": "lib._client.Client", "lib.version": "str"},
)
PRUNED = Pruner(TYPES, SPOKEN).pruned()


def test_what_leads_to_a_blocking_class_stays() -> None:
    assert set(PRUNED.classes) == {
        "lib._client.Client",
        "lib._client.PatientClient",
        "lib._resource.Resource",
        "lib.http.Browser",
        "lib.proxy.Proxy",
        "lib.users.Users",
    }
    assert PRUNED.functions == {"lib.connect": "lib._client.Client"}
    assert PRUNED.aliases == {"lib.Client": "lib._client.Client"}


def test_members_that_lead_nowhere_go() -> None:
    assert PRUNED.classes["lib._client.Client"] == GeneratedClass(attributes={"users": "lib.users.Users"})


def test_coroutines_below_a_star_stay() -> None:
    users = PRUNED.classes["lib.users.Users"]
    assert users.bases == ("lib._resource.Resource",)
    assert users.methods == {"get_async": "Awaitable[Any]", "page": "lib.users.Users"}


def test_names_beside_getattr_stay() -> None:
    assert PRUNED.classes["lib.proxy.Proxy"].methods == {"__getattr__": "lib._client.Client", "reload": ""}


def test_a_base_in_another_library_stays() -> None:
    assert PRUNED.classes["lib.http.Browser"].bases == ("requests.sessions.Session",)
