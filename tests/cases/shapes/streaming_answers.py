"""An answer of a language model passed on piece by piece: by a synchronous client, and by an asynchronous one."""

import openai
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


class Assistant:
    def __init__(self):
        self.client = openai.OpenAI()
        self.async_client = openai.AsyncOpenAI()

    def pieces(self, question):
        stream = self.client.chat.completions.create(  # expect: blocking-sdk via GET /bad, not via GET /threadpool
            model="gpt", messages=[{"role": "user", "content": question}], stream=True
        )
        for chunk in stream:  # expect: blocking-sdk via GET /bad, not via GET /threadpool
            yield chunk.choices[0].delta.content

    async def async_pieces(self, question):
        stream = await self.async_client.chat.completions.create(model="gpt", messages=[], stream=True)
        async for chunk in stream:
            yield chunk.choices[0].delta.content


assistant = Assistant()


async def over_sync(question):
    for piece in assistant.pieces(question):  # boundary
        yield piece


@app.get("/bad")
async def bad(question: str):
    return StreamingResponse(over_sync(question))


@app.get("/threadpool")
async def threadpool(question: str):
    return StreamingResponse(assistant.pieces(question))


@app.get("/good")
async def good(question: str):
    return StreamingResponse(assistant.async_pieces(question))
