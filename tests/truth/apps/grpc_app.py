"""gRPC on asyncio: methods of a servicer and interceptors, over a real socket."""

import grpc
from grpc import aio

RULES = ("frameworks/grpc",)
NOT_DRIVEN = {}

UNARY, STREAM = "grpc.unary_unary_rpc_method_handler", "grpc.unary_stream_rpc_method_handler"


async def drive(truth):
    truth.phase = "serving"
    server = aio.server(interceptors=[interceptor(truth)])
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("truth", methods(truth)),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with aio.insecure_channel(f"127.0.0.1:{port}", interceptors=[client_interceptor(truth)]) as channel:
        for name in ("Async", "Plain"):
            await channel.unary_unary(f"/truth/{name}")(b"")
            async for _ in channel.unary_stream(f"/truth/{name}Stream")(b""):
                pass
    await server.stop(None)


def methods(truth):
    async def asynchronous(request, context):
        truth.ran(UNARY, "async")
        return b""

    def plain(request, context):
        truth.ran(UNARY, "sync")
        return b""

    async def async_stream(request, context):
        truth.ran(STREAM, "async")
        yield b""
        truth.ran(STREAM, "async")

    def plain_stream(request, context):
        truth.ran(STREAM, "sync")
        yield b""
        truth.ran(STREAM, "sync")

    return {
        "Async": grpc.unary_unary_rpc_method_handler(asynchronous),
        "Plain": grpc.unary_unary_rpc_method_handler(plain),
        "AsyncStream": grpc.unary_stream_rpc_method_handler(async_stream),
        "PlainStream": grpc.unary_stream_rpc_method_handler(plain_stream),
    }


def interceptor(truth):
    class Interceptor(aio.ServerInterceptor):
        async def intercept_service(self, continuation, details):
            truth.ran("grpc.aio.ServerInterceptor", "async")
            return await continuation(details)

    return Interceptor()


def client_interceptor(truth):
    class Interceptor(aio.UnaryUnaryClientInterceptor):
        async def intercept_unary_unary(self, continuation, details, request):
            truth.ran("grpc.aio.UnaryUnaryClientInterceptor", "async")
            return await continuation(details, request)

    return Interceptor()
