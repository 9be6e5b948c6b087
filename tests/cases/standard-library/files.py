"""Files on disk block, files in memory do not; folders are read when they are gone through."""

import asyncio
import csv
import glob
import io
import json
import os
import shutil
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.get("/open")
async def opens():
    with open("a.txt") as file:  # expect: blocking-file via GET /open
        for line in file:  # expect: blocking-file
            print(line)
        text = file.read()  # expect: blocking-file
        rows = list(csv.reader(file))  # expect: blocking-file
        settings = json.load(file)  # expect: blocking-file
    return text, rows, settings


@app.get("/memory")
async def memory():
    buffer = io.BytesIO(b"{}")
    buffer.read()
    buffer.write(b"x")
    for line in io.StringIO("a\nb"):
        print(line)
    sys.stdout.write("done")
    sys.stdout.flush()
    rows = list(csv.reader(io.StringIO("a,b")))
    with zipfile.ZipFile(io.BytesIO()) as archive:
        archive.namelist()
    with tarfile.open(fileobj=io.BytesIO()) as archive:
        archive.offset  # noqa: B018
    return json.load(io.StringIO("{}")), rows, "-".join(["a", "b"])


@app.get("/folders")
async def folders():
    for path in Path("data").glob("*.json"):  # expect: blocking-file
        path.read_text()  # expect: blocking-file
        path.with_suffix(".txt").name.upper()
    for _, _, names in os.walk("data"):  # expect: blocking-file
        print(names)
    found = glob.iglob("*.txt")
    return sorted(found), os.path.join("a", "b"), Path("a") / "b"  # expect: blocking-file


@app.get("/folders-in-a-thread")
async def folders_in_a_thread():
    late = await asyncio.to_thread(Path("data").glob, "*.json")
    whole = await asyncio.to_thread(lambda: list(Path("data").glob("*.json")))
    names = await asyncio.to_thread(os.listdir, "data")
    return [path.name for path in late], [path.name for path in whole], names  # expect: blocking-file


@app.get("/about")
async def about():
    if os.path.exists("a.txt"):  # expect: blocking-file-metadata
        Path("a.txt").unlink()  # expect: blocking-file-metadata


@app.get("/temporary")
async def temporary():
    with tempfile.NamedTemporaryFile() as file:  # expect: blocking-file
        file.write(b"x")  # expect: blocking-file
    with tempfile.TemporaryDirectory() as folder:  # expect: blocking-file, blocking-file-metadata
        shutil.copytree("data", folder)  # expect: blocking-file


@app.post("/upload")
async def upload(file: UploadFile):
    await file.read()
    return file.file.read()  # expect: blocking-file


@app.get("/thread")
def in_a_thread():
    return Path("a.txt").read_text()
