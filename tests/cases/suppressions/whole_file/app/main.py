import time

from app.legacy import slow
from fastapi import FastAPI

app = FastAPI()


@app.get("/legacy")
async def legacy():
    slow()


@app.get("/own")
async def own():
    time.sleep(1)  # expect: blocking-sleep via GET /own
