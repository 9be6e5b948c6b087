"""Star imports of star imports, of the project and of libraries: the last that has a name is the one it comes from."""

from os.path import *

from app.helpers import *
from app.shadowed import *
from fastapi import FastAPI
from shutil import *
from sqlite3 import *

app = FastAPI()


class Failure(Exception):
    def __str__(self):
        return open("/etc/failure").read()  # expect: blocking-file via GET /failure


class Pool(Connection): ...


@app.get("/wait")
async def by_function():
    wait()  # boundary


@app.get("/inherited")
async def inherited():
    Patient().wait()  # boundary


@app.get("/library")
async def library(name: str):
    return exists(join("/tmp", name))  # expect: blocking-file-metadata via GET /library


@app.get("/shadowed/by-library")
async def shadowed_by_library():
    copyfile("a", "b")  # expect: blocking-file via GET /shadowed/by-library


@app.get("/shadowed/by-project")
async def shadowed_by_project():
    return getsize("a")  # boundary


@app.get("/builtin")
async def builtin():
    return sorted(str(number) for number in range(3))


@app.get("/failure")
async def failure():
    return str(Failure())  # boundary


@app.get("/base")
async def base():
    return Pool("app.db").execute("select 1")  # expect: blocking-database via GET /base
