"""Locks, events, conditions and semaphores, with and without waiting."""

import threading

from fastapi import FastAPI

app = FastAPI()
lock = threading.Lock()
event = threading.Event()
condition = threading.Condition()
barrier = threading.Barrier(2)


@app.get("/event")
async def wait_for_event():
    event.wait()  # expect: blocking-wait via GET /event
    event.wait(timeout=3)  # expect: blocking-wait via GET /event


@app.get("/condition")
async def wait_for_condition():
    with condition:
        condition.wait()  # expect: blocking-wait via GET /condition
    barrier.wait()  # expect: blocking-wait via GET /condition


@app.get("/lock")
async def take_lock():
    with lock:  # expect: lock-held via GET /lock
        pass
    lock.acquire()  # expect: lock-held via GET /lock
    lock.release()


def hold_lock():
    with lock:
        event.wait()


@app.get("/no-wait")
async def no_wait():
    if lock.acquire(blocking=False):
        lock.release()
    if lock.acquire(False):
        lock.release()
    event.set()
    event.clear()
    return event.is_set() and lock.locked()
