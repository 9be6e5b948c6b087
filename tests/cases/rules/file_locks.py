"""Locks on files: whether they wait is said where they are made, or where they are taken."""

from fastapi import FastAPI
from filelock import FileLock

app = FastAPI()


@app.post("/import")
async def import_():
    with FileLock("import.lock"):  # expect: blocking-wait via POST /import
        return "done"


@app.post("/try")
async def once():
    FileLock("import.lock").acquire(timeout=0)
    FileLock("import.lock", 0).acquire()
    lock = FileLock("import.lock", timeout=0)
    with lock:
        return "done"


@app.post("/soon")
async def soon():
    lock = FileLock("import.lock", timeout=5)
    with lock:  # expect: blocking-wait via POST /soon
        return "done"
