"""Star imports of star imports, of the project and of a library."""

from os.path import *

from app.helpers import *
from fastapi import FastAPI

app = FastAPI()


@app.get("/wait")
async def by_function():
    wait()


@app.get("/inherited")
async def inherited():
    Patient().wait()


@app.get("/library")
async def library(name: str):
    return exists(join("/tmp", name))  # expect: blocking-file-metadata via GET /library
