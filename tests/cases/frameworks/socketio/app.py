"""Socket.IO: plain handlers of an AsyncServer run on the loop."""

import time

import socketio

server = socketio.AsyncServer()


@server.event
async def connect(sid, environ):
    time.sleep(1)  # expect: blocking-sleep via event connect


@server.on("plain")
def plain(sid):
    time.sleep(1)  # expect: blocking-sleep via event plain


class Chat(socketio.AsyncNamespace):
    def on_message(self, sid, data):
        time.sleep(1)  # expect: blocking-sleep via event Chat.on_message

    def helper(self):
        time.sleep(1)


server.register_namespace(Chat("/chat"))
