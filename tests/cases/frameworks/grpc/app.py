"""gRPC on asyncio: async methods of a servicer run on the loop, plain ones in a thread."""

import time

import grpc


def add_greeter_to_server(servicer, server):
    """As the compiler for protocol buffers writes it."""
    handlers = {
        "Greet": grpc.unary_unary_rpc_method_handler(servicer.Greet),
        "Plain": grpc.unary_unary_rpc_method_handler(servicer.Plain),
        "Count": grpc.unary_stream_rpc_method_handler(servicer.Count),
    }
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("Greeter", handlers),))


class Greeter:
    async def Greet(self, request, context):
        time.sleep(1)  # expect: blocking-sleep via gRPC Greet

    def Plain(self, request, context):
        time.sleep(1)

    async def Count(self, request, context):
        time.sleep(1)  # expect: blocking-sleep via gRPC Count
        yield 1


def serve():
    add_greeter_to_server(Greeter(), grpc.aio.server())


serve()
