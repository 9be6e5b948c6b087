"""Module constants and class attributes as conditions."""

import time

from fastapi import FastAPI

DEBUG = False
VERBOSE = True
app = FastAPI()


class Settings:
    tracing = False
    auditing = True


settings = Settings()


@app.get("/constants")
async def constants():
    if DEBUG:
        time.sleep(1)
    if VERBOSE:
        time.sleep(2)  # expect: blocking-sleep via GET /constants


@app.get("/attributes")
async def attributes():
    if settings.tracing:
        time.sleep(1)
    if settings.auditing:
        time.sleep(2)  # expect: blocking-sleep via GET /attributes
