"""An answer that is read piece by piece: it waits where it is gone through, which may be in a thread."""

import boto3
import httpx
import redis
import requests
from elevenlabs import ElevenLabs
from elasticsearch import Elasticsearch, helpers
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from google import genai
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_openai import ChatOpenAI

app = FastAPI()
storage = boto3.client("s3")


@app.get("/speech")
async def speech(answer: requests.Response):
    return StreamingResponse(answer.iter_content(chunk_size=1024))


@app.get("/file")
async def file(answer: requests.Response):
    with open("copy", "wb") as copy:  # expect: blocking-file via GET /file
        for piece in answer.iter_content(1024):  # expect: blocking-http via GET /file
            copy.write(piece)  # expect: blocking-file via GET /file


@app.get("/lines")
async def lines(answer: httpx.Response):
    return list(answer.iter_lines())  # expect: blocking-http via GET /lines


@app.get("/object")
def stored():
    return StreamingResponse(storage.get_object(Bucket="b", Key="k")["Body"].iter_chunks())


model = ChatOpenAI()
chain = ChatPromptTemplate.from_template("{question}") | model | StrOutputParser()
voices = ElevenLabs()
gemini = genai.Client()
search = Elasticsearch()


@app.get("/chain")
async def in_threads():
    return StreamingResponse(chain.stream({"question": "a"}))


@app.get("/chain/here")
async def on_the_loop():
    for piece in chain.stream({"question": "a"}):  # expect: blocking-sdk via GET /chain/here
        print(piece)
    async for piece in chain.astream({"question": "a"}):
        print(piece)
    chain.with_config(tags=["a"]).with_retry().invoke({"question": "a"})  # expect: blocking-sdk via GET /chain/here
    model.with_fallbacks([model]).invoke("a")  # expect: blocking-sdk via GET /chain/here
    model.bind(stop=["b"]).invoke("a")  # expect: blocking-sdk via GET /chain/here
    return "".join(piece.content for piece in model.stream("a"))  # expect: blocking-sdk via GET /chain/here


@app.get("/voice")
async def voice():
    return StreamingResponse(voices.text_to_speech.stream("id", text="a"), media_type="audio/mpeg")


@app.get("/voice/here")
async def recorded():
    return b"".join(voices.text_to_speech.convert("id", text="a"))  # expect: blocking-sdk via GET /voice/here


@app.get("/gemini")
async def asked():
    for piece in gemini.models.generate_content_stream(model="m", contents="a"):  # expect: blocking-sdk via GET /gemini
        print(piece)


@app.get("/messages")
async def messages():
    subscription = redis.Redis().pubsub()
    for message in subscription.listen():  # expect: blocking-broker via GET /messages
        print(message)


@app.get("/hits")
async def hits():
    return list(helpers.scan(search, index="a"))  # expect: blocking-database via GET /hits
