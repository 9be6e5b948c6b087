"""Files that are in memory only."""

import csv
import io
import json
import tarfile
import zipfile
from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()


@app.get("/memory")
async def memory(data: bytes):
    text = io.StringIO()
    csv.writer(text).writerow(["a", "b"])
    json.dump({}, text)
    buffer = io.BytesIO(data)
    buffer.read()
    with zipfile.ZipFile(buffer) as archive:
        archive.namelist()
    with io.BytesIO() as other:
        other.write(data)
    return text.getvalue()


@app.get("/disk")
async def disk():
    with open("data.json") as file:  # expect: blocking-file via GET /disk
        json.load(file)  # expect: blocking-file via GET /disk
    with zipfile.ZipFile("data.zip") as archive:  # expect: blocking-file via GET /disk
        archive.extractall("/tmp")  # expect: blocking-file via GET /disk
    with tarfile.open("data.tar") as archive:  # expect: blocking-file via GET /disk
        archive.extractall("/tmp")  # expect: blocking-file via GET /disk


def in_memory() -> io.BytesIO:
    return io.BytesIO()


@app.get("/supplied")
async def supplied(file: Annotated[io.BytesIO, Depends(in_memory)]) -> list[str]:
    return zipfile.ZipFile(file).namelist()


async def annotated(file: io.BytesIO) -> list[str]:
    return zipfile.ZipFile(file).namelist()


async def not_annotated(file) -> list[str]:
    return zipfile.ZipFile(file).namelist()  # expect: blocking-file
