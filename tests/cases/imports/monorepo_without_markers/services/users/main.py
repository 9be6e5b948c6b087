from fastapi import FastAPI
from helpers.money import total

app = FastAPI()


@app.get("/users")
async def users():
    return total([])  # boundary
