"""What runs only while the application starts or stops weighs less; what is also used later does not."""

import time
from contextlib import asynccontextmanager

from fastapi import FastAPI


def warm():
    time.sleep(1)  # expect: blocking-sleep via lifespan lifespan


def reload():
    time.sleep(1)  # expect: blocking-sleep via lifespan lifespan via POST /reload


@asynccontextmanager
async def lifespan(app):
    warm()  # boundary
    reload()  # boundary
    yield
    time.sleep(1)  # expect: blocking-sleep via lifespan lifespan


app = FastAPI(lifespan=lifespan)


@app.post("/reload")
async def reload_again():
    reload()  # boundary
