"""A uv workspace: an application and two packages, each with a source root of its own."""

from acme_core.files import Files
from acme_storage import Blobs
from fastapi import FastAPI

app = FastAPI()
files = Files(Blobs("uploads"))


@app.get("/files/{key}")
async def file(key: str):
    return files.read(key)  # boundary
