"""asyncer: asyncify, syncify, runnify and soonify."""

import asyncio

import asyncer

RULES = ("frameworks/asyncer",)
NOT_DRIVEN = {}


async def drive(truth):
    truth.phase = "serving"
    for probe in (truth.plain, truth.coroutine):
        await asyncer.asyncify(probe("asyncer.asyncify"))()
    back = truth.coroutine("asyncer.syncify")
    await asyncer.asyncify(asyncer.syncify(back))()
    async with asyncer.create_task_group() as group:
        group.soonify(truth.coroutine("asyncer.TaskGroup.soonify"))()
    await asyncio.to_thread(private, truth)


def private(truth):
    truth.calls()
    asyncer.runnify(truth.coroutine("asyncer.runnify"))()
