"""A server of a few lines: runs an ASGI application in this very loop, without a network."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.truth.recorder import Truth

SECONDS = 10


@asynccontextmanager
async def served(app: Any, truth: Truth) -> AsyncIterator[None]:
    """The application between the start and the end of its lifespan; `truth` is told of the phases."""
    incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    outgoing: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
    truth.phase = "startup"
    task = asyncio.ensure_future(app(scope, incoming.get, outgoing.put))
    try:
        await _lifespan("startup", incoming, outgoing, task)
        truth.phase = "serving"
        yield
        truth.phase = "startup"
        await _lifespan("shutdown", incoming, outgoing, task)
    finally:
        with suppress(asyncio.CancelledError):
            task.cancel()
            await task


async def _lifespan(step: str, incoming: Any, outgoing: Any, task: asyncio.Future[Any]) -> None:
    await incoming.put({"type": f"lifespan.{step}"})
    answer = asyncio.ensure_future(outgoing.get())
    await asyncio.wait({answer, task}, timeout=SECONDS, return_when=asyncio.FIRST_COMPLETED)
    if answer.done():
        assert answer.result()["type"] == f"lifespan.{step}.complete", answer.result()
    elif task.done() and task.exception():
        raise AssertionError(f"lifespan {step} failed") from task.exception()


async def request(app: Any, method: str, path: str, body: object = None, **headers: str) -> tuple[int, bytes]:
    """Status and body of the answer to one request; a JSON body where one is given."""
    content = b"" if body is None else json.dumps(body).encode()
    path, _, query = path.partition("?")
    given = {"host": "test", **headers} | ({"content-type": "application/json"} if content else {})
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        "client": ("test", 1),
        "server": ("test", 80),
        "state": {},
    }
    messages = deque([{"type": "http.request", "body": content, "more_body": False}])
    sent = await _exchange(app, scope, messages)
    start = next(message for message in sent if message["type"] == "http.response.start")
    return start["status"], b"".join(message.get("body", b"") for message in sent)


async def websocket(app: Any, path: str, *texts: str) -> list[dict[str, Any]]:
    """What the application sends on a websocket that connects, sends some texts and disconnects."""
    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"test")],
        "subprotocols": [],
        "client": ("test", 1),
        "server": ("test", 80),
        "state": {},
    }
    messages: deque[dict[str, Any]] = deque([{"type": "websocket.connect"}])
    messages.extend({"type": "websocket.receive", "text": text} for text in texts)
    messages.append({"type": "websocket.disconnect", "code": 1000})
    return await _exchange(app, scope, messages)


async def _exchange(app: Any, scope: dict[str, Any], messages: deque[dict[str, Any]]) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []
    answered = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.popleft()
        await answered.wait()
        return {"type": f"{scope['type']}.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            answered.set()

    await asyncio.wait_for(app(scope, receive, send), SECONDS)
    return sent
