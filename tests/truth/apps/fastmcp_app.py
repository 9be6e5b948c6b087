"""FastMCP: tools, resources, prompts, dependencies and middleware, with a client in the same process."""

from contextlib import asynccontextmanager

from fastmcp import Client, FastMCP
from fastmcp.dependencies import Depends
from fastmcp.server.middleware import Middleware
from fastmcp.tools import Tool
from starlette.responses import PlainTextResponse

from tests.truth import asgi

RULES = ("frameworks/fastmcp",)
NOT_DRIVEN = {}

MCP = "fastmcp.FastMCP"


async def drive(truth):
    @asynccontextmanager
    async def live(server):
        truth.ran(MCP, "async", "lifespan")
        yield {}

    server = FastMCP("truth", lifespan=live)
    tools(server, truth)
    resources(server, truth)
    truth.phase = "startup"
    async with Client(server) as client:
        truth.phase = "serving"
        for tool in await client.list_tools():
            await client.call_tool(tool.name, {})
        for uri in ("data://async", "data://plain", "data://one/plain"):
            await client.read_resource(uri)
        for prompt in await client.list_prompts():
            await client.get_prompt(prompt.name, {})
    await routes(server, truth)


def handlers(truth, name, way):
    """A coroutine function and a plain one, which belong to the same row."""

    async def asynchronous() -> str:
        truth.ran(name, "async", way)
        return "ok"

    def plain() -> str:
        truth.ran(name, "sync", way)
        return "ok"

    return asynchronous, plain


def tools(server, truth):
    tool = f"{MCP}.tool"
    for kind in (0, 1):
        server.tool(handlers(truth, tool, "name_or_fn")[kind], name=f"bare{kind}")
        server.tool(name=f"decorated{kind}")(handlers(truth, tool, "decorates#0")[kind])
        made = Tool.from_function(handlers(truth, "fastmcp.tools.Tool.from_function", "fn")[kind], name=f"made{kind}")
        server.add_tool(made)
    server.tool(name="inline", run_in_thread=False)(handlers(truth, tool, "decorates#1")[1])

    def added() -> str:
        truth.ran(f"{MCP}.add_tool", "sync")
        return "ok"

    server.add_tool(added)
    asynchronous, plain = handlers(truth, "fastmcp.dependencies.Depends", "")

    @server.tool
    async def depending(first: str = Depends(asynchronous), second: str = Depends(plain)) -> str:
        return "ok"


def resources(server, truth):
    for kind, name in enumerate(("async", "plain")):
        server.resource(f"data://{name}")(handlers(truth, f"{MCP}.resource", "decorates")[kind])
        server.prompt(handlers(truth, f"{MCP}.prompt", "name_or_fn")[kind], name=f"bare-{name}")
        server.prompt(name=f"decorated-{name}")(handlers(truth, f"{MCP}.prompt", "decorates")[kind])

    @server.resource("data://one/{name}")
    def template(name: str) -> str:
        truth.ran(f"{MCP}.resource", "sync", "decorates")
        return "ok"

    class Middle(Middleware):
        async def on_call_tool(self, context, call_next):
            truth.ran("fastmcp.server.middleware.Middleware", "async", ".on_call_tool")
            return await call_next(context)

    server.add_middleware(Middle())


async def routes(server, truth):
    @server.custom_route("/async", methods=["GET"])
    async def asynchronous(request):
        truth.ran(f"{MCP}.custom_route", "async")
        return PlainTextResponse("ok")

    @server.custom_route("/plain", methods=["GET"])
    def plain(request):
        truth.ran(f"{MCP}.custom_route", "sync")
        return PlainTextResponse("ok")

    app = server.http_app()
    for path in ("/async", "/plain"):
        assert (await asgi.request(app, "GET", path))[0] == 200
