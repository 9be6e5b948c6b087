"""Calls that wait for threads and processes, and those forms of them that do not wait."""

import asyncio
import multiprocessing
import os
import queue
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed, wait

lock = threading.Lock()
jobs = queue.Queue()
stop = threading.Event()


def hold():
    with lock:
        time.sleep(1)


async def locks():
    with lock:  # expect: lock-held
        pass
    lock.acquire()  # expect: lock-held
    lock.acquire(blocking=False)
    lock.acquire(False)
    lock.release()
    async with asyncio.Lock():
        pass


async def queues():
    jobs.get()  # expect: blocking-wait
    jobs.get(block=False)
    jobs.get(False)
    jobs.get(timeout=0)
    jobs.get_nowait()
    jobs.put_nowait(1)
    jobs.join()  # expect: blocking-wait
    await asyncio.Queue().get()
    return jobs.qsize()


async def events():
    stop.wait()  # expect: blocking-wait
    stop.wait(0)
    stop.wait(timeout=5)  # expect: blocking-wait
    stop.set()
    return stop.is_set()


async def threads():
    thread = threading.Thread(target=print)
    thread.start()
    thread.join()  # expect: blocking-wait
    thread.join(timeout=0)


async def futures():
    with ThreadPoolExecutor() as pool:  # expect: blocking-wait
        future = pool.submit(print)
        for done in as_completed([future]):  # expect: blocking-wait
            print(done)
    wait([future])  # expect: blocking-wait
    pool.shutdown(wait=False)
    pool.shutdown()  # expect: blocking-wait
    return await asyncio.wrap_future(future)


async def processes():
    process = multiprocessing.Process(target=print)
    process.start()
    process.join()  # expect: blocking-wait
    pool = multiprocessing.Pool()
    pool.map(print, [1])  # expect: blocking-wait
    result = pool.apply_async(print)
    result.ready()
    return result.get()  # expect: blocking-wait


async def programs():
    program = subprocess.Popen(["sort"], stdout=subprocess.PIPE)
    program.poll()
    for line in program.stdout:  # expect: blocking-subprocess
        print(line)
    program.stdout.readline()  # expect: blocking-subprocess
    program.wait()  # expect: blocking-subprocess
    os.system("true")  # expect: blocking-subprocess
    os.popen("true").read()  # expect: blocking-subprocess
    os.waitpid(program.pid, 0)  # expect: blocking-subprocess
    os.waitpid(program.pid, os.WNOHANG)
    await (await asyncio.create_subprocess_exec("true")).wait()


async def sleeps():
    time.sleep(0)
    time.sleep(0.1)  # expect: blocking-sleep
    time.monotonic()
    await asyncio.sleep(1)


def other_thread(loop):
    asyncio.run_coroutine_threadsafe(sleeps(), loop).result()


async def waits_for_itself():
    loop = asyncio.get_running_loop()
    asyncio.run_coroutine_threadsafe(sleeps(), loop).result()  # expect: blocking-wait
    await asyncio.to_thread(other_thread, loop)
    asyncio.run(sleeps())  # expect: nested-event-loop
