"""BLC106, BLC109, BLC112, BLC113: processes, loops in loops, keyboards, password hashes."""

import asyncio
import getpass
import hashlib
import subprocess

import bcrypt
from asgiref.sync import async_to_sync
from fastapi import FastAPI

app = FastAPI()


async def job():
    await asyncio.sleep(1)


@app.get("/process")
async def process():
    return subprocess.check_output(["git", "log"])  # expect: blocking-subprocess via GET /process


@app.get("/process/good")
async def process_good():
    return await asyncio.create_subprocess_exec("git", "log")


@app.get("/nested")
async def nested():
    asyncio.run(job())  # expect: nested-event-loop via GET /nested
    asyncio.get_event_loop().run_until_complete(job())  # expect: nested-event-loop via GET /nested
    async_to_sync(job)()  # expect: nested-event-loop via GET /nested


@app.get("/input")
async def from_keyboard():
    return input("name? "), getpass.getpass()  # expect: blocking-input via GET /input


@app.get("/hash")
async def hash_password(password: str):
    hashlib.pbkdf2_hmac("sha256", password.encode(), b"salt", 600_000)  # expect: blocking-crypto via GET /hash
    hashlib.sha256(password.encode()).hexdigest()
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt())  # expect: blocking-crypto via GET /hash
