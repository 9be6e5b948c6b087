"""Temporal: plain activities run in the worker's executor."""

import time

from temporalio import activity, workflow


@activity.defn
def plain() -> None:
    time.sleep(1)


@activity.defn(name="named")
async def asynchronous() -> None:
    time.sleep(1)  # expect: blocking-sleep via activity asynchronous


@workflow.defn
class Flow:
    @workflow.run
    async def run(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via workflow run

    @workflow.signal
    def stop(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via workflow stop
