"""Ariadne: plain resolvers run on the loop."""

import time

from ariadne import QueryType, SubscriptionType, make_executable_schema
from ariadne.asgi import GraphQL

query = QueryType()
subscription = SubscriptionType()


@query.field("plain")
def plain(source, info):
    time.sleep(1)  # expect: blocking-sleep via GraphQL plain


@query.field("asynchronous")
async def asynchronous(source, info):
    time.sleep(1)  # expect: blocking-sleep via GraphQL asynchronous


@subscription.source("count")
def count(source, info):
    time.sleep(1)
    yield 1


def context(request, data):
    time.sleep(1)  # expect: blocking-sleep via GraphQL context context
    return {}


app = GraphQL(make_executable_schema("", query, subscription), context_value=context)
