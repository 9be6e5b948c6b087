from fastapi import FastAPI
from utils import wait

app = FastAPI()


@app.get("/items")
async def items():
    wait()
