"""Settings of a case: rules, files and exceptions."""

import os
import threading
import time

import requests
from fastapi import FastAPI

app = FastAPI()
lock = threading.Lock()


@app.get("/")
async def root():
    time.sleep(1)
    with lock:
        os.path.exists("a")  # expect: blocking-file-metadata via GET /
    return requests.get("https://example.com")  # expect: blocking-http via GET /
