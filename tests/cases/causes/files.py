"""BLC110 and BLC111: reading and writing, and looking at the file system."""

import os
import shutil
import tempfile
from pathlib import Path

from fastapi import FastAPI

app = FastAPI()
DATA = Path("/srv/data")


@app.get("/files")
async def files():
    (DATA / "a.txt").read_text()  # expect: blocking-file via GET /files
    Path("b.bin").write_bytes(b"")  # expect: blocking-file via GET /files
    with (DATA / "c.txt").open() as file:  # expect: blocking-file via GET /files
        for line in file:  # expect: blocking-file via GET /files
            print(line)
    shutil.copyfile("a", "b")  # expect: blocking-file via GET /files
    shutil.rmtree("/tmp/a")  # expect: blocking-file via GET /files
    with tempfile.NamedTemporaryFile() as temporary:  # expect: blocking-file via GET /files
        temporary.write(b"a")  # expect: blocking-file via GET /files


@app.get("/metadata")
async def metadata():
    os.path.exists("a")  # expect: blocking-file-metadata via GET /metadata
    os.makedirs("/tmp/a")  # expect: blocking-file-metadata via GET /metadata
    DATA.mkdir()  # expect: blocking-file-metadata via GET /metadata
    DATA.unlink()  # expect: blocking-file-metadata via GET /metadata
    return DATA.stat().st_size  # expect: blocking-file-metadata via GET /metadata
