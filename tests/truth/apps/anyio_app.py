"""anyio, on asyncio: threads, processes and back, task groups and portals."""

import asyncio
import tempfile
from contextlib import asynccontextmanager

import anyio
import anyio.from_thread
import anyio.to_process
import anyio.to_thread

from tests.truth.apps.asyncio_offloads import Told, tell

RULES = ("frameworks/anyio",)
NOT_DRIVEN = {}


async def drive(truth):
    truth.phase = "serving"
    for probe in (truth.plain, truth.coroutine):
        await anyio.to_thread.run_sync(probe("anyio.to_thread.run_sync"))
    with tempfile.TemporaryDirectory() as folder:
        told = Told(truth, folder)
        await anyio.to_process.run_sync(tell, *told.arguments("anyio.to_process.run_sync"))
        told.read()
    await tasks(truth)
    await anyio.to_thread.run_sync(back, truth)
    await asyncio.to_thread(private, truth)


async def tasks(truth):
    async def started(*, task_status):
        truth.ran("anyio.abc.TaskGroup.start", "async")
        task_status.started()

    async with anyio.create_task_group() as group:
        group.start_soon(truth.coroutine("anyio.abc.TaskGroup.start_soon"))
        await group.start(started)


def back(truth):
    """In a worker thread of anyio: the loop that it belongs to is the application's."""
    truth.calls()
    anyio.from_thread.run(truth.coroutine("anyio.from_thread.run"))
    anyio.from_thread.run_sync(truth.plain("anyio.from_thread.run_sync"))


def private(truth):
    """In a thread of its own: anyio.run and portals have a loop of their own."""
    truth.calls()
    anyio.run(truth.coroutine("anyio.run"))

    @asynccontextmanager
    async def manager():
        truth.ran("anyio.from_thread.BlockingPortal.wrap_async_context_manager", "async")
        yield
        truth.ran("anyio.from_thread.BlockingPortal.wrap_async_context_manager", "async")

    async def started(*, task_status):
        truth.ran("anyio.from_thread.BlockingPortal.start_task", "async")
        task_status.started()

    with anyio.from_thread.start_blocking_portal() as portal:
        for probe in (truth.plain, truth.coroutine):
            portal.call(probe("anyio.from_thread.BlockingPortal.call"))
            portal.start_task_soon(probe("anyio.from_thread.BlockingPortal.start_task_soon")).result()
        portal.start_task(started)
        with portal.wrap_async_context_manager(manager()):
            pass
