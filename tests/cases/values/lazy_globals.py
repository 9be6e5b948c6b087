"""Globals that the first one to ask fills."""

import boto3
import httpx
from fastapi import FastAPI

app = FastAPI()
_client = None
_async_client = None
_state = {"s3": None}


def get_client():
    global _client
    if _client is None:
        _client = httpx.Client()
    return _client


def get_async_client():
    global _async_client
    if not _async_client:
        _async_client = httpx.AsyncClient()
    return _async_client


def get_s3():
    if _state["s3"] is None:
        _state["s3"] = boto3.client("s3")
    return _state["s3"]


@app.get("/global")
async def by_global():
    return get_client().get("https://example.com").text  # expect: blocking-http via GET /global


@app.get("/dict")
async def by_dict():
    return get_s3().list_buckets()  # expect: blocking-sdk via GET /dict


@app.get("/clean")
async def clean():
    return await get_async_client().get("https://example.com")
