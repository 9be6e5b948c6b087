"""The project lies in a folder below the one that is analysed."""

import time

from fastmcp import FastMCP

mcp = FastMCP("app")


@mcp.tool
def bare() -> str:
    time.sleep(1)  # expect: blocking-sleep via tool bare
    return "ok"
