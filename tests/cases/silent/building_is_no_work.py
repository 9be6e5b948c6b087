"""Queries, pipelines, sessions and requests that are only put together."""

import httpx
import redis
import requests
from fastapi import FastAPI
from sqlalchemy import create_engine, insert, select
from sqlalchemy.orm import Session, sessionmaker

app = FastAPI()
client = redis.Redis()


class User: ...


@app.get("/build")
async def build():
    engine = create_engine("postgresql://localhost/app")
    factory = sessionmaker(engine)
    session = factory()
    session.add(User())
    query = session.query(User).filter(User.id == 1).order_by(User.id).limit(10)
    statement = select(User).where(User.id == 1)
    insert(User).values(id=1)
    pipeline = client.pipeline()
    http = requests.Session()
    http.headers.update({"a": "b"})
    prepared = requests.Request("GET", "https://example.com").prepare()
    request = httpx.Client().build_request("GET", "https://example.com")
    return query, statement, pipeline, prepared, request


@app.get("/run")
async def run():
    with Session(create_engine("postgresql://localhost/app")) as session:
        session.flush()  # expect: blocking-database via GET /run
    pipeline = client.pipeline()
    pipeline.get("a")
    return pipeline.execute()  # expect: blocking-broker via GET /run
