"""FastMCP, version 2: tools, resources and prompts, with a client in the same process."""

from fastmcp import Client, FastMCP

RULES = ("frameworks/fastmcp-2",)
NOT_DRIVEN = {}

MCP = "fastmcp.FastMCP"


async def drive(truth):
    truth.phase = "serving"
    server = FastMCP("truth")
    register(server, truth)
    async with Client(server) as client:
        for tool in await client.list_tools():
            await client.call_tool(tool.name, {})
        for uri in ("data://async", "data://plain", "data://one/plain"):
            await client.read_resource(uri)
        for prompt in await client.list_prompts():
            await client.get_prompt(prompt.name, {})


def handlers(truth, name, way):
    async def asynchronous() -> str:
        truth.ran(name, "async", way)
        return "ok"

    def plain() -> str:
        truth.ran(name, "sync", way)
        return "ok"

    return asynchronous, plain


def register(server, truth):
    for kind, name in enumerate(("async", "plain")):
        server.tool(handlers(truth, f"{MCP}.tool", "name_or_fn")[kind], name=f"bare-{name}")
        server.tool(name=f"decorated-{name}")(handlers(truth, f"{MCP}.tool", "decorates")[kind])
        server.resource(f"data://{name}")(handlers(truth, f"{MCP}.resource", "decorates")[kind])
        server.prompt(handlers(truth, f"{MCP}.prompt", "name_or_fn")[kind], name=f"bare-{name}")
        server.prompt(name=f"decorated-{name}")(handlers(truth, f"{MCP}.prompt", "decorates")[kind])

    @server.resource("data://one/{name}")
    def template(name: str) -> str:
        truth.ran(f"{MCP}.resource", "sync", "decorates")
        return "ok"
