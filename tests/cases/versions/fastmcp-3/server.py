"""fastmcp since 3: plain tools run in threads."""

import time

from fastmcp import FastMCP

mcp = FastMCP("app")


@mcp.tool
def bare() -> str:
    time.sleep(1)
    return "ok"


@mcp.tool
async def asynchronous() -> str:
    time.sleep(1)  # expect: blocking-sleep via tool asynchronous
    return "ok"
