"""Relative imports of one, two and three levels."""

from fastapi import FastAPI

from . import tasks
from .api.v1 import users

app = FastAPI()
app.include_router(users.router, prefix="/v1")


@app.get("/tick")
async def tick():
    tasks.wait()  # boundary
