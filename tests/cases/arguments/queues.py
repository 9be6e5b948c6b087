"""`block=False`, `timeout=0` and the `_nowait` methods do not wait."""

import queue
from multiprocessing import Queue as ProcessQueue

from fastapi import FastAPI

app = FastAPI()
jobs = queue.Queue()
bounded = queue.Queue(maxsize=10)
between = ProcessQueue()


@app.get("/waits")
async def waits():
    jobs.get()  # expect: blocking-wait via GET /waits
    jobs.get(timeout=5)  # expect: blocking-wait via GET /waits
    jobs.get(True)  # expect: blocking-wait via GET /waits
    jobs.join()  # expect: blocking-wait via GET /waits
    between.get()  # expect: blocking-wait via GET /waits


@app.get("/does-not")
async def does_not():
    jobs.get(block=False)
    jobs.get(False)
    jobs.get_nowait()
    jobs.put_nowait(1)
    bounded.put(1, block=False)
    between.get(block=False)
    jobs.empty()
    jobs.qsize()
    jobs.task_done()
