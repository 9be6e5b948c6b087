"""Starting a process is quick; waiting for it is not."""

import os
import subprocess

from fastapi import FastAPI

app = FastAPI()


@app.get("/waits")
async def waits():
    subprocess.run(["ls"])  # expect: blocking-subprocess via GET /waits
    subprocess.check_call(["ls"])  # expect: blocking-subprocess via GET /waits
    process = subprocess.Popen(["ls"], stdout=subprocess.PIPE)
    process.wait()  # expect: blocking-subprocess via GET /waits
    process.communicate()  # expect: blocking-subprocess via GET /waits
    os.waitpid(process.pid, 0)  # expect: blocking-subprocess via GET /waits


@app.get("/does-not")
async def does_not():
    process = subprocess.Popen(["ls"])
    process.poll()
    process.terminate()
    os.waitpid(process.pid, os.WNOHANG)
