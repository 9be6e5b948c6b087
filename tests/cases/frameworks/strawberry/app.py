"""Strawberry: plain resolvers run on the loop, a plain context getter in a thread."""

import time

import strawberry
from fastapi import FastAPI
from strawberry.fastapi import GraphQLRouter
from strawberry.permission import BasePermission


class IsUser(BasePermission):
    def has_permission(self, source, info, **kwargs) -> bool:
        time.sleep(1)  # expect: blocking-sleep via GraphQL permission IsUser
        return True


def resolver() -> str:
    time.sleep(1)  # expect: blocking-sleep via GraphQL field resolver
    return ""


@strawberry.type
class Query:
    name: str = strawberry.field(resolver=resolver)

    @strawberry.field
    def plain(self) -> str:
        time.sleep(1)  # expect: blocking-sleep via GraphQL field plain
        return ""

    @strawberry.field(permission_classes=[IsUser])
    async def asynchronous(self) -> str:
        time.sleep(1)  # expect: blocking-sleep via GraphQL field asynchronous
        return ""


def context() -> dict:
    time.sleep(1)
    return {}


app = FastAPI()
app.include_router(GraphQLRouter(strawberry.Schema(Query), context_getter=context))
