"""Threads, pools and processes; waiting for them on the loop blocks all the same."""

import asyncio
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from fastapi import FastAPI

app = FastAPI()
pool = ThreadPoolExecutor(4)
processes = ProcessPoolExecutor()


def slow(number=1):
    time.sleep(number)


class Worker(threading.Thread):
    def run(self):
        time.sleep(1)


@app.get("/thread")
async def thread():
    threading.Thread(target=slow, args=(1,)).start()


@app.get("/subclass")
async def subclass():
    Worker(daemon=True).start()


@app.get("/timer")
async def timer():
    threading.Timer(1, slow).start()


@app.get("/submitted")
async def submitted():
    future = pool.submit(slow, 1)
    return await asyncio.wrap_future(future)


@app.get("/executor")
async def executor():
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(pool, slow, 1)
    await loop.run_in_executor(processes, slow, 1)


@app.get("/waited")
async def waited():
    return pool.submit(slow, 1).result()  # expect: blocking-wait via GET /waited


@app.get("/joined")
async def joined():
    thread = threading.Thread(target=slow)
    thread.start()
    thread.join()  # expect: blocking-wait via GET /joined


@app.get("/with")
async def by_with():
    with ThreadPoolExecutor() as own:  # expect: blocking-wait via GET /with
        own.submit(slow)


@app.get("/mapped")
async def mapped():
    return list(pool.map(slow, range(3)))  # expect: blocking-wait via GET /mapped
