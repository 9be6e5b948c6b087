"""A lock file with conflict markers is passed over."""

import time

from fastmcp import FastMCP

mcp = FastMCP("app")


@mcp.tool
def bare() -> str:
    time.sleep(1)  # expect: blocking-sleep via tool bare
    return "ok"
