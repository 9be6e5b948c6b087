"""Executors, threads and processes: what they run does not block, waiting for them does."""

import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import Process

pool = ThreadPoolExecutor()


def work(seconds: int = 1) -> None:
    time.sleep(seconds)


def done(future: object) -> None:
    time.sleep(1)


class Worker(threading.Thread):
    def run(self) -> None:
        time.sleep(1)


def wrong() -> object:
    time.sleep(1)  # expect: offloaded-too-late
    return work


async def start() -> None:
    pool.submit(work).add_done_callback(done)
    list(pool.map(work, [1, 2]))  # expect: blocking-wait
    ProcessPoolExecutor().submit(work)
    threading.Thread(target=work, args=(1,)).start()
    threading.Timer(1, work).start()
    Process(target=work).start()
    Worker().start()
    pool.submit(wrong())
    pool.submit(work).result()  # expect: blocking-wait
