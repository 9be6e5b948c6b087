"""A connection manager that keeps sockets, and tells other services of every message."""

import json

import redis
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()


class Manager:
    def __init__(self):
        self.active: dict[str, WebSocket] = {}
        self.redis = redis.Redis()

    async def connect(self, name: str, socket: WebSocket):
        await socket.accept()
        self.active[name] = socket
        self.redis.sadd("online", name)  # expect: blocking-broker via WS /chat/{name}

    def disconnect(self, name: str):
        self.active.pop(name, None)
        self.redis.srem("online", name)  # expect: blocking-broker via WS /chat/{name}

    async def broadcast(self, message: str):
        for socket in self.active.values():
            await socket.send_text(message)


manager = Manager()


@app.websocket("/chat/{name}")
async def chat(socket: WebSocket, name: str):
    await manager.connect(name, socket)
    try:
        while True:
            message = await socket.receive_text()
            await manager.broadcast(json.dumps({"from": name, "text": message}))
    except WebSocketDisconnect:
        manager.disconnect(name)  # boundary
