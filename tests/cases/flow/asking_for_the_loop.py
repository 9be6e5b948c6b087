"""Code that asks whether it runs on an event loop: what it does where there is none does not hold the loop up."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from fastapi import FastAPI

app = FastAPI()


async def work():
    return 1


def run_from_anywhere():
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work())
    with ThreadPoolExecutor() as pool:  # expect: blocking-wait via GET /anywhere
        return pool.submit(asyncio.run, work()).result()  # expect: blocking-wait via GET /anywhere


@app.get("/anywhere")
async def anywhere():
    return run_from_anywhere()  # boundary


def on_loop() -> bool:
    try:
        asyncio.get_running_loop()
        return True
    except RuntimeError:
        return False


def pause():
    if on_loop():
        return
    time.sleep(1)


def pause_there():
    if on_loop():
        time.sleep(1)  # expect: blocking-sleep via GET /there


@app.get("/here")
async def here():
    return pause()


@app.get("/there")
async def there():
    return pause_there()  # boundary


def loop_or_none():
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        loop = None
    return loop


def with_loop():
    loop = loop_or_none()
    if loop is None:
        time.sleep(1)
        return
    time.sleep(2)  # expect: blocking-sleep via GET /none


@app.get("/none")
async def none():
    return with_loop()  # boundary


def drive(coroutine):
    loop = asyncio.get_event_loop()
    if loop.is_running():
        return asyncio.ensure_future(coroutine)
    return loop.run_until_complete(coroutine)


def drive_new(coroutine):
    try:
        loop = asyncio.get_event_loop()
    except RuntimeError:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
    if not loop.is_running():
        return loop.run_until_complete(coroutine)
    return asyncio.ensure_future(coroutine)


@app.get("/drive")
async def driven():
    return await drive(work())


@app.get("/drive/new")
async def driven_new():
    return await drive_new(work())


class Worker:
    """A loop of another thread says nothing of the one that runs here."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()

    def stop(self):
        if self.loop.is_running():
            time.sleep(1)  # expect: blocking-sleep via GET /stop
        else:
            time.sleep(2)  # expect: blocking-sleep via GET /stop


worker = Worker()


@app.get("/stop")
async def stop():
    worker.stop()  # boundary


def several_statements():
    try:
        asyncio.get_running_loop()
        open("/tmp/state").close()  # expect: blocking-file via GET /several
    except Exception:
        time.sleep(1)  # expect: blocking-sleep via GET /several


@app.get("/several")
async def several():
    several_statements()  # boundary


def other_call():
    try:
        work_list()
    except RuntimeError:
        time.sleep(1)  # expect: blocking-sleep via GET /other


def work_list():
    raise RuntimeError


@app.get("/other")
async def other():
    other_call()  # boundary
