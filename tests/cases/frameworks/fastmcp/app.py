"""FastMCP: plain tools run in a thread, unless they say otherwise."""

import time

from fastmcp import FastMCP

mcp = FastMCP("app")


@mcp.tool
def bare() -> str:
    time.sleep(1)
    return "ok"


@mcp.tool(run_in_thread=False)
def inline() -> str:
    time.sleep(1)  # expect: blocking-sleep via tool inline
    return "ok"


@mcp.tool
async def asynchronous() -> str:
    time.sleep(1)  # expect: blocking-sleep via tool asynchronous
    return "ok"
