"""openai since 1: clients."""

import openai
from fastapi import FastAPI

app = FastAPI()
client, other_client = openai.OpenAI(), openai.AsyncOpenAI()


@app.get("/chat")
async def chat(text: str):
    return client.chat.completions.create(model="gpt", messages=[text])  # expect: blocking-sdk via GET /chat


@app.get("/other")
async def other(text: str):
    return await other_client.chat.completions.create(model="gpt", messages=[text])
