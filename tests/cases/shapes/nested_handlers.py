"""Handlers that are closures: routes made in a factory, tools registered in a function."""

import requests
from fastapi import APIRouter, FastAPI, WebSocket


class Backend:
    def __init__(self, url):
        self.url = url

    def ask(self, question):
        return requests.post(self.url, json=question).json()  # expect: blocking-http via GET /api/ask via WS /api/chat


def build_router(backend: Backend) -> APIRouter:
    router = APIRouter(prefix="/api")

    @router.get("/ask")
    async def ask(question: str):
        return backend.ask(question)  # boundary

    @router.get("/ask-def")
    def ask_def(question: str):
        return backend.ask(question)

    @router.websocket("/chat")
    async def chat(socket: WebSocket):
        async for message in socket.iter_text():
            await socket.send_text(reply(message))

    def reply(message):
        return backend.ask(message)

    return router


def create_app():
    app = FastAPI()
    app.include_router(build_router(Backend("https://llm.example.com")))
    return app


app = create_app()
