"""Functions picked from a table, by key or by name."""

import subprocess
import time

from fastapi import FastAPI

app = FastAPI()


def archive(name):
    subprocess.run(["tar", "cf", name])  # expect: blocking-subprocess via POST /any via POST /archive, not via POST /count


def wait(name):
    time.sleep(1)  # expect: blocking-sleep via POST /any, not via POST /archive


def count(name):
    return len(name)


ACTIONS = {"archive": archive, "wait": wait, "count": count}


class Controller:
    def start_task(self):
        time.sleep(1)  # expect: blocking-sleep via POST /tasks/{op} via POST /start, not via POST /list

    def stop_task(self):
        subprocess.run(["kill", "1"])  # expect: blocking-subprocess via POST /tasks/{op}, not via POST /start

    def list_tasks(self):
        return []

    def remove(self):
        time.sleep(2)


controller = Controller()


@app.post("/any")
async def any_action(name: str):
    return ACTIONS[name](name)  # boundary


@app.post("/archive")
async def archive_only():
    return ACTIONS["archive"]("a")  # boundary


@app.post("/count")
async def count_only():
    return ACTIONS.get("count")("a")


@app.post("/tasks/{op}")
async def task(op: str):
    return getattr(controller, f"{op}_task")()  # boundary


@app.post("/start")
async def start():
    return getattr(controller, "start_task")()  # boundary


@app.post("/list")
async def list_tasks():
    return getattr(controller, "list_tasks")()
