"""Loops whose every step waits: paginators, watches, streaming bodies, change streams."""

import boto3
import httpx
import pymongo
import requests
from fastapi import FastAPI

app = FastAPI()
s3 = boto3.client("s3")


def keys(bucket):
    paginator = s3.get_paginator("list_objects_v2")
    for page in paginator.paginate(Bucket=bucket):  # expect: blocking-sdk via GET /keys
        yield from (entry["Key"] for entry in page["Contents"])


@app.get("/keys")
async def list_keys():
    return list(keys("uploads"))  # boundary


@app.get("/body")
async def body(key: str):
    found = s3.get_object(Bucket="uploads", Key=key)  # expect: blocking-sdk via GET /body
    return found["Body"].read()  # expect: blocking-sdk via GET /body


@app.get("/lines")
async def lines():
    response = requests.get("https://example.com", stream=True)  # expect: blocking-http via GET /lines
    for line in response.iter_lines():  # expect: blocking-http via GET /lines
        return line


@app.get("/httpx")
async def with_httpx():
    with httpx.stream("GET", "https://example.com") as response:  # expect: blocking-http via GET /httpx
        for chunk in response.iter_bytes():  # expect: blocking-http via GET /httpx
            return chunk


@app.get("/watch")
async def watch():
    collection = pymongo.MongoClient()["shop"]["orders"]
    with collection.watch() as stream:  # expect: blocking-database via GET /watch
        for change in stream:  # expect: blocking-database via GET /watch
            return change


@app.get("/find")
async def find():
    return [order async for order in pymongo.AsyncMongoClient()["shop"]["orders"].find()]
