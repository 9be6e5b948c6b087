"""The official MCP SDK, version 1: tools, resources and prompts."""

from contextlib import asynccontextmanager

from mcp.server import Server
from mcp.server.fastmcp import FastMCP
from mcp.shared.memory import create_connected_server_and_client_session
from mcp.types import ResourceTemplateReference
from starlette.responses import PlainTextResponse

from tests.truth import asgi

RULES = ("frameworks/mcp-1",)
NOT_DRIVEN = {}

MCP = "mcp.server.fastmcp.FastMCP"


async def drive(truth):
    @asynccontextmanager
    async def live(server):
        truth.ran(MCP, "async", "lifespan")
        yield {}

    server = FastMCP("truth", lifespan=live)
    register(server, truth)
    truth.phase = "startup"
    async with create_connected_server_and_client_session(server._mcp_server) as client:
        truth.phase = "serving"
        for tool in (await client.list_tools()).tools:
            await client.call_tool(tool.name, {})
        for uri in ("data://async", "data://plain", "data://one/plain"):
            await client.read_resource(uri)
        for prompt in (await client.list_prompts()).prompts:
            await client.get_prompt(prompt.name, {})
        await complete(client)
    await routes(server, truth)
    await low_level(truth)


async def low_level(truth):
    server = Server("truth")

    @server.list_tools()
    async def list_tools():
        truth.ran("mcp.server.Server.list_tools", "async")
        return []

    async with create_connected_server_and_client_session(server) as client:
        await client.list_tools()


def handlers(truth, name):
    async def asynchronous() -> str:
        truth.ran(name, "async")
        return "ok"

    def plain() -> str:
        truth.ran(name, "sync")
        return "ok"

    return asynchronous, plain


def register(server, truth):
    for kind, name in enumerate(("async", "plain")):
        server.tool(name=f"decorated-{name}")(handlers(truth, f"{MCP}.tool")[kind])
        server.add_tool(handlers(truth, f"{MCP}.add_tool")[kind], name=f"added-{name}")
        server.resource(f"data://{name}")(handlers(truth, f"{MCP}.resource")[kind])
        server.prompt(name=f"prompt-{name}")(handlers(truth, f"{MCP}.prompt")[kind])

    @server.resource("data://one/{name}")
    def template(name: str) -> str:
        truth.ran(f"{MCP}.resource", "sync")
        return "ok"

    @server.completion()
    async def completion(ref, argument, context):
        truth.ran(f"{MCP}.completion", "async")


async def complete(client):
    reference = ResourceTemplateReference(type="ref/resource", uri="data://one/{name}")
    await client.complete(reference, {"name": "name", "value": "p"})


async def routes(server, truth):
    @server.custom_route("/async", methods=["GET"])
    async def asynchronous(request):
        truth.ran(f"{MCP}.custom_route", "async")
        return PlainTextResponse("ok")

    @server.custom_route("/plain", methods=["GET"])
    def plain(request):
        truth.ran(f"{MCP}.custom_route", "sync")
        return PlainTextResponse("ok")

    app = server.streamable_http_app()
    for path in ("/async", "/plain"):
        assert (await asgi.request(app, "GET", path))[0] == 200
