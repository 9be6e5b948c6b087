"""Getters without annotations, chained: `_client().responses.create(…)`, `conn[db][collection]`."""

import openai
import pymongo
from fastapi import FastAPI

app = FastAPI()
_openai = None
_mongo = None


def _client():
    global _openai
    if _openai is None:
        _openai = openai.OpenAI()
    return _openai


def _async_client():
    return openai.AsyncOpenAI()


def mongo():
    global _mongo
    if not _mongo:
        _mongo = pymongo.MongoClient("mongodb://localhost")
    return _mongo


def collection(name, database="shop"):
    return mongo()[database][name]


@app.get("/answer")
async def answer():
    return _client().responses.create(model="gpt", input="hello")  # expect: blocking-sdk via GET /answer


@app.get("/orders")
async def orders():
    return collection("orders").find_one({})  # expect: blocking-database via GET /orders


@app.get("/clean")
async def clean():
    return await _async_client().responses.create(model="gpt", input="hello")
