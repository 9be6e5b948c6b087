"""openai before 1: classes with a coroutine method beside each that blocks."""

import openai
from fastapi import FastAPI

app = FastAPI()


@app.get("/chat")
async def chat(text: str):
    return openai.ChatCompletion.create(model="gpt", messages=[text])  # expect: blocking-sdk via GET /chat


@app.get("/other")
async def other(text: str):
    return await openai.ChatCompletion.acreate(model="gpt", messages=[text])


@app.get("/embedding")
async def embedding(text: str):
    return openai.Embedding.create(input=text)  # expect: blocking-sdk via GET /embedding
