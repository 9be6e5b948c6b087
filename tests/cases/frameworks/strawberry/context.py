"""Strawberry: resolvers use what `context_getter` gives."""

import time

import strawberry
from fastapi import Depends, FastAPI
from strawberry.fastapi import BaseContext, GraphQLRouter
from strawberry.types import Info


class Database:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GraphQL field users


class Cache:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via GraphQL field orders


def get_database() -> Database:
    return Database()


async def plain_context(database: Database = Depends(get_database)):
    return {"database": database}


class Context(BaseContext):
    def __init__(self) -> None:
        super().__init__()
        self.cache = Cache()


async def own_context() -> Context:
    return Context()


@strawberry.type
class Query:
    @strawberry.field
    async def users(self, info: Info) -> str:
        info.context["database"].read()
        return ""


@strawberry.type
class OtherQuery:
    @strawberry.field
    def orders(self, info: strawberry.Info) -> str:
        info.context.cache.read()
        return ""


app = FastAPI()
app.include_router(GraphQLRouter(strawberry.Schema(Query), context_getter=plain_context), prefix="/graphql")
app.include_router(GraphQLRouter(strawberry.Schema(OtherQuery), context_getter=own_context), prefix="/other")
