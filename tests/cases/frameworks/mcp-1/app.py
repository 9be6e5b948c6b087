"""The official MCP SDK, version 1: plain tools run on the loop."""

import time

from mcp.server.fastmcp import FastMCP

mcp = FastMCP("app")


@mcp.tool()
def plain() -> str:
    time.sleep(1)  # expect: blocking-sleep via tool plain
    return "ok"


@mcp.tool(name="other")
async def asynchronous() -> str:
    time.sleep(1)  # expect: blocking-sleep via tool asynchronous
    return "ok"


@mcp.resource("data://{name}")
def resource(name: str) -> str:
    time.sleep(1)  # expect: blocking-sleep via resource data://{name}
    return "ok"


@mcp.prompt()
def prompt() -> str:
    time.sleep(1)  # expect: blocking-sleep via prompt prompt
    return "ok"


def helper() -> None:
    time.sleep(1)
