"""Imports that are written where they are used."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/report")
async def report():
    import time

    time.sleep(1)  # expect: blocking-sleep via GET /report


@app.get("/export")
async def export():
    from subprocess import check_output

    return check_output(["pg_dump", "app"])  # expect: blocking-subprocess via GET /export


@app.get("/clean")
async def clean():
    from asyncio import sleep

    await sleep(1)
