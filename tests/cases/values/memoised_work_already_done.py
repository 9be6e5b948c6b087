"""What a cache holds since the start is not done again in a route."""

from functools import lru_cache

from fastapi import FastAPI


@lru_cache
def settings():
    with open("settings.json") as file:  # todo-ok: blocking-file -- was done while the module was imported
        return file.read()  # todo-ok: blocking-file -- was done while the module was imported


@lru_cache
def words():
    with open("words.txt") as file:  # expect: blocking-file via GET /words
        return file.read()  # expect: blocking-file via GET /words


settings()
app = FastAPI()


@app.get("/settings")
async def show():
    return settings()


@app.get("/words")
async def show_words():
    return words()  # boundary
