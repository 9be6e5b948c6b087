"""The official MCP SDK, version 2: plain tools run in a thread."""

import time

from mcp.server.mcpserver import MCPServer

mcp = MCPServer("app")


@mcp.tool()
def plain() -> str:
    time.sleep(1)
    return "ok"


@mcp.tool()
async def asynchronous() -> str:
    time.sleep(1)  # expect: blocking-sleep via tool asynchronous
    return "ok"


@mcp.resource("data://{name}")
def resource(name: str) -> str:
    time.sleep(1)
    return "ok"
