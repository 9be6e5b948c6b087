"""Results of futures: of those that are known to be done there is nothing to wait for."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait

from fastapi import FastAPI

app = FastAPI()
pool = ThreadPoolExecutor()


def work(number):
    return number


@app.get("/waits")
async def waits():
    future = pool.submit(work, 1)
    future.result()  # expect: blocking-wait via GET /waits
    future.result(timeout=10)  # expect: blocking-wait via GET /waits
    future.exception()  # expect: blocking-wait via GET /waits
    wait([future])  # expect: blocking-wait via GET /waits
    for done in as_completed([future]):  # expect: blocking-wait via GET /waits
        print(done.done())


@app.get("/asyncio")
async def of_asyncio():
    task = asyncio.ensure_future(asyncio.sleep(1))
    done, _ = await asyncio.wait([task])
    future = asyncio.get_running_loop().create_future()
    future.set_result(1)
    return future.result(), [one.result() for one in done], task.result()


def on_done(future: Future):
    print(future.result())


@app.get("/callback")
async def callback():
    pool.submit(work, 1).add_done_callback(on_done)
