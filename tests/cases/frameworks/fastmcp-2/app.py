"""FastMCP, version 2: plain tools run on the loop."""

import time

from fastmcp import FastMCP

mcp = FastMCP("app")


@mcp.tool
def bare() -> str:
    time.sleep(1)  # expect: blocking-sleep via tool bare
    return "ok"


@mcp.tool
async def asynchronous() -> str:
    time.sleep(1)  # expect: blocking-sleep via tool asynchronous
    return "ok"
