from fastapi import FastAPI

from app import settings

app = FastAPI()


@app.get("/settings")
async def read():
    return settings.REGION
