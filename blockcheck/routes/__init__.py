"""The inventory of endpoints: where each runs, whether it holds up the event loop, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from blockcheck.analysis import Followed
from blockcheck.routes.endpoints import Endpoint, endpoints
from blockcheck.routes.verdicts import Judge

Verdict = Literal["ok", "blocks the loop", "threadpool"]
RunsOn = Literal["loop", "threadpool", "thread"]
VERDICTS: tuple[Verdict, ...] = ("ok", "blocks the loop", "threadpool")


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """One endpoint.

    `method` is one HTTP method or several joined by commas, `WS`, `ASGI`, `WSGI` or `*`; `path` has the prefixes of
    routers and mounts, and is empty where it is not known.  `handler` is the qualified name of the function, at `file`
    and `line`.
    `runs_on`: the event loop, the threadpool beside it, or a thread of a WSGI server.  `cause` is the worst blocking
    call, with its place, empty where there is none; `step` is what to do.
    """

    method: str
    path: str
    framework: str
    handler: str
    file: str
    line: int
    is_async: bool = msgspec.field(name="async")
    runs_on: RunsOn
    verdict: Verdict
    cause: str
    step: str


def inventory(followed: Followed) -> tuple[Route, ...]:
    """Every endpoint of a project, by path."""
    judge = Judge(followed)
    routes = {_route(endpoint, judge): None for endpoint in endpoints(followed.search)}
    return tuple(sorted(routes, key=lambda route: (route.path, route.method, route.file, route.line)))


def _route(endpoint: Endpoint, judge: Judge) -> Route:
    verdict = judge.verdict(endpoint)
    return Route(
        method=endpoint.method,
        path=endpoint.path,
        framework=endpoint.framework,
        handler=endpoint.handler,
        file=endpoint.file,
        line=endpoint.line,
        is_async=endpoint.is_async,
        runs_on=endpoint.runs_on,
        verdict=verdict,
        cause=judge.cause(endpoint),
        step=judge.step(endpoint),
    )


def counted(routes: Sequence[Route]) -> dict[Verdict, int]:
    """How many routes there are of each verdict."""
    return {verdict: sum(route.verdict == verdict for route in routes) for verdict in VERDICTS}
