"""Asynchronous clients with the same method names."""

import aiohttp
import httpx
import motor.motor_asyncio
import redis.asyncio as redis
from elasticsearch import AsyncElasticsearch
from fastapi import Depends, FastAPI
from openai import AsyncOpenAI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

app = FastAPI()
engine = create_async_engine("postgresql+asyncpg://localhost/app")
sessions = async_sessionmaker(engine)
cache = redis.Redis()
mongo = motor.motor_asyncio.AsyncIOMotorClient()
search = AsyncElasticsearch("http://localhost:9200")
llm = AsyncOpenAI()


async def get_session():
    async with sessions() as session:
        yield session


@app.get("/database")
async def database(session: AsyncSession = Depends(get_session)):
    result = await session.execute("select 1")
    session.add(result)
    await session.commit()
    async with engine.begin() as connection:
        await connection.execute("select 1")
    return result.scalars().all()


@app.get("/http")
async def http():
    async with aiohttp.ClientSession() as session, session.get("https://example.com") as response:
        await response.text()
    async with httpx.AsyncClient() as client:
        response = await client.get("https://example.com")
        async with client.stream("GET", "https://example.com") as stream:
            async for chunk in stream.aiter_bytes():
                return chunk
    return response.json()


@app.get("/others")
async def others():
    await cache.get("key")
    await mongo.shop.orders.find_one({})
    await search.search(index="a")
    async with cache.pipeline() as pipe:
        pipe.get("a")
        await pipe.execute()
    stream = await llm.chat.completions.create(model="gpt", messages=[], stream=True)
    async for chunk in stream:
        return chunk
