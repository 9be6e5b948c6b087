"""Strawberry and Ariadne: resolvers, contexts, permissions and extensions, by ASGI."""

from collections.abc import AsyncGenerator

import ariadne
import strawberry
from ariadne.asgi import GraphQL
from fastapi import FastAPI
from strawberry.dataloader import DataLoader
from strawberry.extensions import SchemaExtension
from strawberry.fastapi import GraphQLRouter
from strawberry.permission import BasePermission

from tests.truth.asgi import request

RULES = ("frameworks/strawberry", "frameworks/ariadne")
NOT_DRIVEN = {}


async def drive(truth):
    truth.phase = "serving"
    await drive_strawberry(truth)
    await drive_ariadne(truth)


def resolvers(truth, name, way):
    async def asynchronous() -> str:
        truth.ran(name, "async", way)
        return "ok"

    def plain() -> str:
        truth.ran(name, "sync", way)
        return "ok"

    return asynchronous, plain


async def drive_strawberry(truth):
    field = "strawberry.field"
    bare, decorated = resolvers(truth, field, "resolver"), resolvers(truth, field, "decorates")
    loader = DataLoader(load_keys(truth))

    @strawberry.type
    class Query:
        a: str = strawberry.field(resolver=bare[0])
        b: str = strawberry.field(resolver=bare[1])
        c: str = strawberry.field(description="x")(decorated[0])
        d: str = strawberry.field(description="x", permission_classes=permissions(truth))(decorated[1])

        @strawberry.field
        async def e(self) -> str:
            return await loader.load("x")

    @strawberry.type
    class Subscription:
        @strawberry.subscription
        async def count(self) -> AsyncGenerator[int, None]:
            truth.ran("strawberry.subscription", "async")
            yield 1

    schema = strawberry.Schema(Query, subscription=Subscription, extensions=[extension(truth)])
    app = FastAPI()
    for kind, (context, root) in enumerate(zip(contexts(truth), roots(truth), strict=True)):
        router = GraphQLRouter(schema, context_getter=context, root_value_getter=root)
        app.include_router(router, prefix=f"/graphql{kind}")
        status, answer = await request(app, "POST", f"/graphql{kind}", {"query": "{ a b c d e }"})
        assert status == 200, answer
        assert b"errors" not in answer, answer
    async for _ in await schema.subscribe("subscription { count }"):
        pass


def load_keys(truth):
    async def load(keys):
        truth.ran("strawberry.dataloader.DataLoader", "async")
        return keys

    return load


def permissions(truth):
    name = "strawberry.permission.BasePermission"

    class Plain(BasePermission):
        message = "no"

        def has_permission(self, source, info, **kwargs):
            truth.ran(name, "sync", ".has_permission")
            return True

    class Async(BasePermission):
        message = "no"

        async def has_permission(self, source, info, **kwargs):
            truth.ran(name, "async", ".has_permission")
            return True

    return [Plain, Async]


def extension(truth):
    name = "strawberry.extensions.SchemaExtension"

    class Extension(SchemaExtension):
        def on_operation(self):
            truth.ran(name, "sync", ".on_operation")
            yield
            truth.ran(name, "sync", ".on_operation")

        async def on_execute(self):
            truth.ran(name, "async", ".on_execute")
            yield

    return Extension


def contexts(truth):
    name = "strawberry.fastapi.GraphQLRouter"

    async def asynchronous():
        truth.ran(name, "async", "context_getter")
        return {}

    def plain():
        truth.ran(name, "sync", "context_getter")
        return {}

    return asynchronous, plain


def roots(truth):
    name = "strawberry.fastapi.GraphQLRouter"

    async def asynchronous():
        truth.ran(name, "async", "root_value_getter")

    def plain():
        truth.ran(name, "sync", "root_value_getter")

    return asynchronous, plain


async def drive_ariadne(truth):
    query = ariadne.QueryType()
    field, added = "ariadne.QueryType.field", "ariadne.QueryType.set_field"
    for name, column in (("a", "async"), ("b", "sync")):
        query.field(name)(ariadne_resolver(truth, field, column))
        query.set_field(name.upper(), ariadne_resolver(truth, added, column))
    scalar = ariadne.ScalarType("Own")

    @scalar.serializer
    def write(value):
        truth.ran("ariadne.ScalarType.serializer", "sync")
        return value

    subscription = ariadne.SubscriptionType()
    sources(subscription, truth)
    types = "scalar Own type Query { a: Own b: String A: String B: String } type Subscription { c: Int d: Int }"
    schema = ariadne.make_executable_schema(types, query, scalar, subscription)
    for context in ariadne_contexts(truth):
        app = GraphQL(schema, context_value=context)
        status, answer = await request(app, "POST", "/", {"query": "{ a b A B }"})
        assert status == 200, answer
    for name in ("c", "d"):
        _, results = await ariadne.subscribe(schema, {"query": f"subscription {{ {name} }}"})
        async for _ in results:
            pass


def ariadne_resolver(truth, name, column):
    if column == "async":
        return truth.coroutine(name, result="ok")
    return truth.plain(name, result="ok")


def sources(subscription, truth):
    name = "ariadne.SubscriptionType.source"

    @subscription.source("c")
    async def asynchronous(source, info):
        truth.ran(name, "async")
        yield 1

    @subscription.source("d")
    def plain(source, info):
        truth.ran(name, "sync")
        yield 1

    for one in ("c", "d"):
        subscription.set_field(one, lambda value, info: value)


def ariadne_contexts(truth):
    name = "ariadne.asgi.GraphQL"

    async def asynchronous(request, data):
        truth.ran(name, "async")
        return {}

    def plain(request, data):
        truth.ran(name, "sync")
        return {}

    return asynchronous, plain
