"""Clients of services and libraries that are often met beside FastAPI."""

import dashscope
import dspy
import lancedb
import ray
import together
import vertexai.generative_models as gemini
import yfinance
import zmq
from deep_translator import GoogleTranslator
from e2b_code_interpreter import Sandbox
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from markitdown import MarkItDown
from mem0 import Memory
from web3 import Web3
from youtube_transcript_api import YouTubeTranscriptApi

app = FastAPI()
client = together.Together()
chain = Web3(Web3.HTTPProvider("https://node"))
tables = lancedb.connect("data")
answer = dspy.Predict("question -> answer")


@app.get("/chat")
async def chat():
    return client.chat.completions.create(model="m", messages=[])  # expect: blocking-sdk via GET /chat


@app.get("/gemini")
async def talk():
    session = gemini.GenerativeModel("gemini").start_chat()
    await session.send_message_async("b")
    return session.send_message("a")  # expect: blocking-sdk via GET /gemini


@app.get("/qwen")
async def qwen():
    return dashscope.Generation.call("qwen", prompt="a")  # expect: blocking-sdk via GET /qwen


@app.get("/balance")
async def balance(address: str):
    return chain.eth.get_balance(address)  # expect: blocking-sdk via GET /balance


@app.get("/similar")
async def similar():
    table = tables.open_table("notes")  # expect: blocking-database via GET /similar
    return table.search([0.1]).limit(3).to_list()  # expect: blocking-database via GET /similar


@app.get("/run")
async def run(code: str):
    sandbox = Sandbox.create()  # expect: blocking-sdk via GET /run
    sandbox.files.write("a", code)  # expect: blocking-sdk via GET /run
    return sandbox.run_code(code)  # expect: blocking-sdk via GET /run


@app.get("/remember")
async def remember():
    memory = Memory.from_config({})
    memory.add("a")  # expect: blocking-sdk via GET /remember
    return await run_in_threadpool(memory.search, "a")


@app.get("/transcript")
async def transcript(video: str):
    return YouTubeTranscriptApi().fetch(video)  # expect: blocking-http via GET /transcript


@app.get("/translate")
async def translate(text: str):
    return GoogleTranslator(target="de").translate(text)  # expect: blocking-http via GET /translate


@app.get("/prices")
async def prices():
    return yfinance.Ticker("A").history()  # expect: blocking-http via GET /prices


@app.get("/document")
async def document():
    return MarkItDown().convert("a.docx")  # expect: cpu-bound via GET /document


@app.get("/task")
async def task():
    reference = ray.put(1)  # expect: blocking-broker via GET /task
    ray.wait([reference], timeout=0)
    return ray.get(reference)  # expect: blocking-wait via GET /task


@app.get("/message")
async def message():
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.connect("tcp://a")
    return socket.recv_json()  # expect: blocking-broker via GET /message


@app.get("/answer")
async def ask():
    await answer.acall(question="a")
    return answer(question="a")  # expect: blocking-sdk via GET /answer
