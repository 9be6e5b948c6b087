import app.extensions as ext
from app.extensions import cache, http
from fastapi import FastAPI

app = FastAPI()


@app.get("/hits")
async def hits():
    return cache.incr("hits")  # expect: blocking-broker via GET /hits


@app.get("/hits/again")
async def again():
    return ext.cache.incr("hits")  # expect: blocking-broker via GET /hits/again


@app.get("/clean")
async def clean():
    return await http.get("https://example.com")
