"""Celery: a worker with its usual processes, fed from memory; what its tasks saw comes back as their results."""

import os
import tempfile
import threading
from pathlib import Path

from celery import Celery, Task, shared_task
from celery.contrib.testing.worker import start_worker

RULES = ("frameworks/celery",)
NOT_DRIVEN = {}

APP = "celery.Celery.task"
FOLDER = Path(tempfile.mkdtemp())
STARTED_IN = os.getpid()

app = Celery("truth", broker="memory://", backend=f"file://{FOLDER}")
app.conf.update(worker_hijack_root_logger=False, task_ignore_result=False)


def here():
    """Where this runs, as the worker's child can tell it."""
    if os.getpid() != STARTED_IN:
        return "process"
    return "loop" if threading.current_thread() is threading.main_thread() else "thread"


def note(what):
    """Leaves word of where something runs that gives no result."""
    (FOLDER / f"seen-{what}").write_text(here())


@app.task
def bare():
    return here()


@app.task(name="named")
def named():
    return here()


@shared_task
def shared():
    return here()


@shared_task(name="shared-named")
def shared_named():
    return here()


@app.task(name="asynchronous")
async def asynchronous():
    note("asynchronous")


class Own(Task):
    name = "own"

    def run(self, outcome=""):
        note("run")
        if outcome == "retry":
            raise self.retry()
        if outcome == "failure":
            raise ValueError

    def before_start(self, *_):
        note("before_start")

    def on_success(self, *_):
        note("on_success")

    def on_failure(self, *_):
        note("on_failure")

    def on_retry(self, *_):
        note("on_retry")

    def after_return(self, *_):
        note("after_return")


HOOKS = ("run", "before_start", "on_success", "on_failure", "on_retry", "after_return")


def drive(truth):
    own = app.register_task(Own())
    with start_worker(app, pool="prefork", concurrency=1, perform_ping_check=False, loglevel="CRITICAL"):
        for name, way, task in (
            (APP, "0", bare),
            (APP, "decorates", named),
            ("celery.shared_task", "0", shared),
            ("celery.shared_task", "decorates", shared_named),
        ):
            truth.ran(name, "sync", way, place=task.delay().get(timeout=20))
        truth.hands(APP, "async", "decorates")
        asynchronous.delay().get(timeout=20, propagate=False)
        own.delay("retry")  # no result: the child's memory, where it is sent again, has no worker
        own.delay("failure").get(timeout=20, propagate=False)
        own.delay().get(timeout=20)
    assert not (FOLDER / "seen-asynchronous").exists(), "nobody awaits it"
    for hook in HOOKS:
        truth.ran("celery.Task", "sync", f".{hook}", place=(FOLDER / f"seen-{hook}").read_text())
