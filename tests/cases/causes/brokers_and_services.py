"""BLC104 and BLC105: caches, queues, cloud services and model providers."""

import boto3
import redis
import stripe
from anthropic import Anthropic, AsyncAnthropic
from celery import Celery
from fastapi import FastAPI
from google.cloud import storage

app = FastAPI()
celery = Celery("app")
cache = redis.Redis()


@celery.task
def export(key):
    cache.set(key, "done")


@app.get("/redis")
async def with_redis():
    return cache.get("key")  # expect: blocking-broker via GET /redis


@app.post("/export")
async def start_export():
    result = export.delay("key")  # expect: blocking-broker via POST /export
    return result.get(timeout=10)  # expect: blocking-wait via POST /export


@app.get("/s3")
async def with_s3():
    table = boto3.resource("dynamodb").Table("users")
    return table.get_item(Key={"id": 1})  # expect: blocking-sdk via GET /s3


@app.get("/storage")
async def with_storage():
    bucket = storage.Client().bucket("uploads")
    return bucket.blob("a").download_as_bytes()  # expect: blocking-sdk via GET /storage


@app.post("/payments")
async def pay():
    return stripe.PaymentIntent.create(amount=1, currency="eur")  # expect: blocking-sdk via POST /payments


@app.get("/llm")
async def ask():
    return Anthropic().messages.create(model="m", max_tokens=1, messages=[])  # expect: blocking-sdk via GET /llm


@app.get("/llm/async")
async def ask_async():
    return await AsyncAnthropic().messages.create(model="m", max_tokens=1, messages=[])
