"""Folders without `__init__.py` are packages all the same."""

from fastapi import FastAPI

from domain.users import repository

app = FastAPI()


@app.get("/users")
async def users():
    return repository.load()  # boundary
