"""trio: threads and back, nurseries."""

import trio

RULES = ("frameworks/trio",)
NOT_DRIVEN = {}


def drive(truth):
    truth.phase = "serving"
    trio.run(application, truth)
    trio.run(truth.coroutine("trio.run"))


async def application(truth):
    await trio.to_thread.run_sync(truth.plain("trio.to_thread.run_sync"))
    await trio.to_thread.run_sync(back, truth)

    async def started(*, task_status):
        truth.ran("trio.Nursery.start", "async")
        task_status.started()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(truth.coroutine("trio.Nursery.start_soon"))
        await nursery.start(started)


def back(truth):
    trio.from_thread.run(truth.coroutine("trio.from_thread.run"))
    trio.from_thread.run_sync(truth.plain("trio.from_thread.run_sync"))
