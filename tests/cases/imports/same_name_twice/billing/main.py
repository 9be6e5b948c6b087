"""Two services of one repository have a `utils.py` each; an import means the one next to it."""

from fastapi import FastAPI
from utils import wait

app = FastAPI()


@app.get("/bills")
async def bills():
    wait()  # boundary
