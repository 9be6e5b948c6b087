"""`join` of strings and paths, `read` of uploads, `wait` of asyncio."""

import asyncio
import os.path
import posixpath
from pathlib import Path, PurePosixPath

from fastapi import FastAPI, UploadFile

app = FastAPI()
BASE = Path("/srv")


@app.post("/text")
async def text(parts: list[str]):
    return ",".join(parts), os.path.join("/tmp", *parts), posixpath.join(*parts), parts.index("a")


@app.post("/paths")
async def paths(name: str):
    path = BASE / name
    return path.name, path.with_suffix(".txt"), path.parent, PurePosixPath(name).parts, os.fspath(path)


@app.post("/upload")
async def upload(file: UploadFile):
    data = await file.read()
    await file.seek(0)
    await file.close()
    return len(data)


@app.post("/upload/blocking")
async def upload_blocking(file: UploadFile):
    return file.file.read()  # expect: blocking-file via POST /upload/blocking


@app.post("/wait")
async def wait():
    event = asyncio.Event()
    lock = asyncio.Lock()
    queue = asyncio.Queue()
    async with lock:
        await queue.put(1)
    await queue.join()
    await event.wait()
    return await queue.get()
