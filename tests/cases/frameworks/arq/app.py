"""arq: jobs are coroutine functions on the worker's loop."""

import time

from arq import cron
from arq.worker import func


async def job(context: dict) -> None:
    time.sleep(1)  # expect: blocking-sleep via job job


async def nightly(context: dict) -> None:
    time.sleep(1)  # expect: blocking-sleep via job nightly


def helper() -> None:
    time.sleep(1)


class WorkerSettings:
    functions = [func(job)]
    cron_jobs = [cron(nightly, hour=1)]
